package dev.mqttra.client;

import dev.mqttra.netty.Cancellable;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One timer of an owner that is rarely set: what comes too early finds nothing due, and is set again. The owner's thread.
 */
final class OwnerTimer {
    private final Owner owner;
    private final Runnable task;
    private @Nullable Cancellable scheduled;
    private long at;

    OwnerTimer(Owner owner, Runnable task) {
        this.owner = owner;
        this.task = task;
    }

    /** The task runs after that time at the latest. */
    void ensure(long delayNanos, long now) {
        Cancellable current = scheduled;
        if (current != null) {
            if (at - (now + delayNanos) <= 0) {
                return;
            }
            current.cancel();
        }
        try {
            at = now + delayNanos;
            scheduled = owner.schedule(this::fire, delayNanos);
        } catch (RejectedExecutionException e) {
            scheduled = null; // the owner runs no more
        }
    }

    void cancel() {
        if (scheduled != null) {
            scheduled.cancel();
            scheduled = null;
        }
    }

    private void fire() {
        scheduled = null;
        task.run();
    }
}
