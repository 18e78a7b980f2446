package dev.mqttra.ra.fake;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The messages of a logger, from now to {@link #close}. */
public final class LogLines extends Handler implements AutoCloseable {
    private final Logger logger;
    private final List<String> lines;

    private LogLines(Logger logger, List<String> lines) {
        this.logger = logger;
        this.lines = lines;
    }

    /** @param lines thread-safe; the messages are added to it */
    public static LogLines of(String name, List<String> lines) {
        LogLines handler = new LogLines(Logger.getLogger(name), lines);
        handler.logger.addHandler(handler);
        return handler;
    }

    @Override
    public void publish(LogRecord entry) {
        lines.add(entry.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
