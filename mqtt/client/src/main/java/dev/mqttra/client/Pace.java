package dev.mqttra.client;

import java.util.concurrent.TimeUnit;

/**
 * How fast messages come on one connection, and whether it is worth not to read it for a moment. A server that sends
 * each message by itself, and many of them in a millisecond, wakes the owner for each, and the owner the application; what
 * comes in a millisecond is read in one go instead.
 *
 * <p>A server that waits for acknowledgements would be slowed by that. How many messages it sends ahead of them it does not
 * say, but it has been seen: the rest is short next to them, or there is none. Large messages fill a read anyway. One
 * owner's thread.
 */
final class Pace {
    /** How long a connection is not read. Netty's timers know no less. */
    static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** With fewer messages in that time a rest is not worth its delay. */
    private static final int FEWEST = 8;
    /** How many times the exchanges that begin during a rest the server is to have open. */
    private static final int AHEAD = 4;
    /** A quarter of what is read at once: where more came in a rest, the reads would be the bottleneck. */
    private static final int MOST_BYTES = 32 * 1024;

    private long began;
    private int messages;
    private int exchanges;
    private long bytes;
    private int fewestOpen;
    private int ahead;

    /**
     * @param open how many exchanges are unacknowledged from before
     * @param now when the connection began
     */
    Pace(int open, long now) {
        fewestOpen = open;
        began = now;
    }

    /**
     * A message has come.
     *
     * @param exchange whether the server waits for its acknowledgement
     */
    void received(boolean exchange, int size) {
        messages++;
        bytes += size;
        if (exchange) {
            exchanges++;
        }
    }

    /**
     * Whether the connection is to rest. After each batch.
     *
     * @param open how many exchanges are unacknowledged now: those from before only become fewer, so that no more than the
     *     difference are of this connection
     */
    boolean isRestDue(int open, long now) {
        fewestOpen = Math.min(fewestOpen, open);
        ahead = Math.max(ahead, open - fewestOpen);
        long elapsed = now - began;
        if (elapsed < REST_NANOS) {
            return false;
        }
        boolean due = perRest(messages, elapsed) >= FEWEST
                && perRest(bytes, elapsed) <= MOST_BYTES
                && perRest(exchanges, elapsed) * AHEAD <= ahead;
        began = now;
        messages = 0;
        exchanges = 0;
        bytes = 0;
        return due;
    }

    private static long perRest(long count, long elapsed) {
        return count * REST_NANOS / elapsed;
    }
}
