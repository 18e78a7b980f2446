package dev.mqttra.ra.fake;

import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a logger is told, from now to {@link #close}. */
public final class LogLines extends Handler implements AutoCloseable {
    private final Logger logger;
    private final Consumer<LogRecord> entries;

    private LogLines(Logger logger, Consumer<LogRecord> entries) {
        this.logger = logger;
        this.entries = entries;
    }

    /** @param lines thread-safe; the messages are added to it */
    public static LogLines of(String name, List<String> lines) {
        return each(name, entry -> lines.add(entry.getMessage()));
    }

    /** @param entries gets each, on the thread that logs */
    public static LogLines each(String name, Consumer<LogRecord> entries) {
        LogLines handler = new LogLines(Logger.getLogger(name), entries);
        handler.logger.addHandler(handler);
        return handler;
    }

    @Override
    public void publish(LogRecord entry) {
        entries.accept(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
