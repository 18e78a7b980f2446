package dev.mqttra.kill;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long something is waited for. A slow machine gets its time as long as anything moves; where nothing has moved for
 * minutes, or it takes unreasonably long in all, nothing more is to be expected.
 */
final class Patience {
    private static final long STILL_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(30);

    private final LongSupplier moving;
    private final long start = System.nanoTime();
    private long last;
    private long lastMove = start;

    /** @param moving grows with all that moves */
    Patience(LongSupplier moving) {
        this.moving = moving;
        this.last = moving.getAsLong();
    }

    boolean isOver() {
        long now = System.nanoTime();
        long current = moving.getAsLong();
        if (current != last) {
            last = current;
            lastMove = now;
        }
        return now - lastMove > STILL_NANOS || now - start > LONGEST_NANOS;
    }
}
