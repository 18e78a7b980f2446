package dev.mqttra.client;

import dev.mqttra.netty.Cancellable;
import dev.mqttra.netty.Loop;
import java.util.concurrent.Executor;

/**
 * What a client runs on: one thread, a timer, and the only clock it knows. A {@link Loop} in real life; a simulation
 * brings its own, and the same tasks at the same times do the same again.
 */
public interface Owner extends Executor {
    /** Whether the caller is in a task of this owner. */
    boolean inLoop();

    /** Runs a task once, after a delay in nanoseconds; zero or less is soon. */
    Cancellable schedule(Runnable task, long delayNanos);

    /** As {@link System#nanoTime()}. */
    long now();

    /** The loop with the clock of the VM. */
    static Owner of(Loop loop) {
        return new Owner() {
            @Override
            public void execute(Runnable task) {
                loop.execute(task);
            }

            @Override
            public boolean inLoop() {
                return loop.inLoop();
            }

            @Override
            public Cancellable schedule(Runnable task, long delayNanos) {
                return loop.schedule(task, delayNanos);
            }

            @Override
            public long now() {
                return System.nanoTime();
            }
        };
    }
}
