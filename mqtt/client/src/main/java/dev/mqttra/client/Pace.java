package dev.mqttra.client;

import java.util.concurrent.TimeUnit;

/**
 * How fast messages come on one connection, and whether it is worth not to read it for a moment. A server that sends
 * each message by itself, and many of them in a millisecond, wakes the owner for each, and the owner the application; what
 * comes in a millisecond is read in one go instead.
 *
 * <p>A server that waits for acknowledgements would be slowed by that. How many messages it sends ahead of them it does not
 * say, but it has been seen: the rest is short next to them, or there is none. One owner's thread.
 */
final class Pace {
    /** How long a connection is not read. Netty's timers know no less. */
    static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** With fewer messages in that time a rest is not worth its delay. */
    private static final int FEWEST = 8;
    /** How many times what comes during a rest the server is to send ahead. */
    private static final int AHEAD = 4;

    private long began;
    private int messages;
    private int mostUnacknowledged;

    /** @param now when the connection began */
    Pace(long now) {
        began = now;
    }

    void received() {
        messages++;
    }

    /** Whether the connection is to rest. After each batch. */
    boolean isRestDue(int unacknowledged, long now) {
        mostUnacknowledged = Math.max(mostUnacknowledged, unacknowledged);
        long elapsed = now - began;
        if (elapsed < REST_NANOS) {
            return false;
        }
        long duringRest = messages * REST_NANOS / elapsed;
        began = now;
        messages = 0;
        return duringRest >= FEWEST && mostUnacknowledged >= AHEAD * duringRest;
    }
}
