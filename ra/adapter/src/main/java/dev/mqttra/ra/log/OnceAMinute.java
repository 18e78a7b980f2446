package dev.mqttra.ra.log;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Lets one of many like messages a minute get to the log: what is in trouble is not helped by a long log. Thread-safe. */
public final class OnceAMinute {
    private static final long SILENCE_NANOS = Duration.ofMinutes(1).toNanos();

    /** Null until the first one. */
    private final AtomicReference<@Nullable Long> last = new AtomicReference<>();

    /**
     * Whether it is to be told now; then it counts as told.
     *
     * @param now nanoseconds of whatever clock, always the same one
     */
    public boolean isDue(long now) {
        Long told = last.get();
        return (told == null || now - told >= SILENCE_NANOS) && last.compareAndSet(told, now);
    }
}
