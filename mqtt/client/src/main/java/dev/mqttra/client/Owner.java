package dev.mqttra.client;

import dev.mqttra.netty.Cancellable;
import dev.mqttra.netty.Loop;
import java.util.concurrent.Executor;

/** What a client runs on: one thread, a timer, and the only clock it knows. A test brings its own. */
interface Owner extends Executor {
    boolean inLoop();

    Cancellable schedule(Runnable task, long delayNanos);

    /** As {@link System#nanoTime()}. */
    long now();

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
