package dev.mqttra.simulation;

import dev.mqttra.client.Owner;
import dev.mqttra.netty.Cancellable;

/** What a simulated client runs on: the agenda instead of a thread. */
final class SimulatedOwner implements Owner {
    private final SimulatedTime time;
    private boolean inside;

    SimulatedOwner(SimulatedTime time) {
        this.time = time;
    }

    /** Does something as a task of this owner. */
    void enter(Runnable task) {
        inside = true;
        try {
            task.run();
        } finally {
            inside = false;
        }
    }

    @Override
    public void execute(Runnable task) {
        time.after(0, () -> enter(task));
    }

    @Override
    public boolean inLoop() {
        return inside;
    }

    @Override
    public Cancellable schedule(Runnable task, long delayNanos) {
        return time.after(delayNanos, () -> enter(task));
    }

    @Override
    public long now() {
        return time.now();
    }
}
