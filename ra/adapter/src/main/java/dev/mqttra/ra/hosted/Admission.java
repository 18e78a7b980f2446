package dev.mqttra.ra.hosted;

import dev.mqttra.netty.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * When devices are let in to a hosted broker: once, after no bean has come for a while. A server starts its beans one
 * after the other, and devices that have waited for the port are there before the last of them. What they published would be
 * acknowledged without it, as the broker knows of nobody who has subscribed. Thread-safe.
 */
final class Admission implements AutoCloseable {
    private final long quietNanos;
    private final Delays delays;
    private final Runnable admit;
    private long lastUse;
    private boolean over;
    private @Nullable Cancellable timer;

    /**
     * @param quietNanos for how long nothing must have come; with 0 devices are let in at once
     * @param admit lets devices in; on the event loop, or on the caller's thread where it is at once
     */
    Admission(long quietNanos, Delays delays, Runnable admit) {
        this.quietNanos = quietNanos;
        this.delays = delays;
        this.admit = admit;
        this.lastUse = delays.now();
        check();
    }

    /** The time begins anew. Where devices are in, nothing happens. */
    synchronized void putOff() {
        lastUse = delays.now();
    }

    private synchronized void check() {
        if (over) {
            return;
        }
        long left = lastUse + quietNanos - delays.now();
        if (left > 0) {
            timer = delays.after(left, this::check);
        } else {
            over = true;
            admit.run();
        }
    }

    /** Nobody is let in any more. */
    @Override
    public synchronized void close() {
        over = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
