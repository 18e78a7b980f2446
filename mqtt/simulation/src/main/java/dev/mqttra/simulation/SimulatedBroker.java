package dev.mqttra.simulation;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.BrokerStatistics;
import dev.mqttra.broker.core.BrokerCore;
import dev.mqttra.broker.store.MemoryStore;
import dev.mqttra.netty.Cancellable;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import dev.mqttra.protocol.session.Deadlines;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The broker's core with the agenda as its owner and its timer. */
final class SimulatedBroker {
    private final SimulatedTime time;
    private final BrokerCore core;
    private @Nullable Cancellable timer;

    SimulatedBroker(SimulatedTime time, BrokerConfig config, RandomGenerator random) {
        this.time = time;
        core = new BrokerCore(
                config,
                new MemoryStore(),
                command -> time.after(0, () -> enter(() -> command.accept(time.now()))),
                random,
                time.now());
    }

    LinkHandler connected(Link link) {
        LinkHandler handler = core.connected(link, time.now());
        setTimer();
        return handler;
    }

    /** Does something that concerns the core, and sets its timer anew. */
    void enter(Runnable task) {
        task.run();
        setTimer();
    }

    BrokerStatistics statistics() {
        return core.statistics();
    }

    private void setTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        long next = core.nextDeadline(time.now());
        if (next != Deadlines.NEVER) {
            timer = time.after(next - time.now(), () -> enter(() -> core.onDeadline(time.now())));
        }
    }
}
