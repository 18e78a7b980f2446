package dev.mqttra.ra.hosted;

import dev.mqttra.netty.Cancellable;

/** Runs something later, without a thread that waits for it. Thread-safe. */
@FunctionalInterface
public interface Delays {

    /**
     * Runs a task on an event loop after some time: it hands over and returns, and never blocks.
     *
     * @param delayNanos nanoseconds; 0 or less is as soon as possible
     * @throws java.util.concurrent.RejectedExecutionException if the adapter has stopped
     */
    Cancellable after(long delayNanos, Runnable task);

    /** Nanoseconds since a moment of its own: what the delays are measured with. */
    default long now() {
        return System.nanoTime();
    }
}
