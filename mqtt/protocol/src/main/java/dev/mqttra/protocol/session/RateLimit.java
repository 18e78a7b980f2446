package dev.mqttra.protocol.session;

/** Lets one of many like log lines through in a minute, and counts the others. One owner's thread. */
public final class RateLimit {
    private static final long INTERVAL = 60_000_000_000L;

    private boolean used;
    private long last;
    private long held;

    /**
     * Whether the line may be written now.
     *
     * @param now nanoseconds of whatever clock, always the same one
     */
    public boolean allows(long now) {
        if (used && now - last < INTERVAL) {
            held++;
            return false;
        }
        used = true;
        last = now;
        return true;
    }

    /** How many lines were held back since the last time, as the end of the line that is written; empty for none. */
    public String heldBack() {
        long count = held;
        held = 0;
        return count == 0 ? "" : " (" + count + " more like it since the last such line)";
    }

    /** Lets the next line through: what went wrong has been well in between. */
    public void reset() {
        used = false;
        held = 0;
    }
}
