package dev.mqttra.benchmarks;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The load generator's one thread: lets those who publish write, and reads what comes. */
final class SelectorLoop {
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private SelectorLoop() {}

    /**
     * Drives the connections of a selector for a time.
     *
     * @param publishers write whenever they have credit; the others only when something came
     * @param progress counts what arrived
     * @throws IOException if a connection ends, or nothing arrives for five seconds
     */
    static void drive(Selector selector, List<? extends Connection> publishers, LongSupplier progress, double seconds)
            throws IOException {
        long nanos = (long) (seconds * 1e9);
        long start = System.nanoTime();
        long lastProgress = start;
        long lastCount = progress.getAsLong();
        for (long now = start; now - start < nanos; ) {
            for (Connection publisher : publishers) {
                publisher.write();
            }
            selector.select(100);
            now = System.nanoTime();
            for (SelectionKey key : selector.selectedKeys()) {
                Connection connection = (Connection) key.attachment();
                if (key.isReadable()) {
                    connection.read(now);
                }
                connection.write();
            }
            selector.selectedKeys().clear();
            long count = progress.getAsLong();
            if (count != lastCount) {
                lastCount = count;
                lastProgress = now;
            } else if (now - lastProgress > STALL_NANOS) {
                throw new IOException("nothing arrived for 5 s: the broker lost or holds messages");
            }
        }
    }
}
