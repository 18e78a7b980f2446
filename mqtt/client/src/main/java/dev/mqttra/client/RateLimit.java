package dev.mqttra.client;

import java.time.Duration;

/** Lets one of many equal log lines through in a minute, and counts the others. One thread. */
final class RateLimit {
    private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

    private boolean used;
    private long last;
    private long held;

    /** Whether the line may be written now. */
    boolean allows(long now) {
        if (used && now - last < INTERVAL) {
            held++;
            return false;
        }
        used = true;
        last = now;
        return true;
    }

    /** How many lines were held back since the last time; for the end of the line that is written. */
    String heldBack() {
        long count = held;
        held = 0;
        return count == 0 ? "" : " (" + count + " more like it since the last such line)";
    }

    /** Lets the next line through: what went wrong has been well in between. */
    void reset() {
        used = false;
        held = 0;
    }
}
