package dev.mqttra.broker.net;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.BrokerStatistics;
import dev.mqttra.broker.core.BrokerCore;
import dev.mqttra.broker.store.Store;
import dev.mqttra.netty.Cancellable;
import dev.mqttra.netty.Loop;
import dev.mqttra.netty.Traffic;
import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import dev.mqttra.protocol.packet.Packet;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives a {@link BrokerCore} its thread and its clock: it lives on one loop, and its deadlines are timers of that loop.
 * All methods are called on that loop unless they say otherwise.
 */
public final class CoreDriver {
    private final Loop loop;
    private final BrokerCore core;
    private final Traffic traffic = new Traffic();
    private final CompletableFuture<Void> allClosed = new CompletableFuture<>();
    private long timerAt = Long.MAX_VALUE;
    private @Nullable Cancellable timer;
    private int open;
    private boolean closing;

    /** From any thread. */
    public CoreDriver(BrokerConfig config, Store store, Loop loop) {
        this.loop = loop;
        this.core = new BrokerCore(config, store, this::later, new SecureRandom(), System.nanoTime());
        core.traffic(traffic::received, traffic::sent, traffic::sentPackets);
    }

    /** The loop that owns the core. From any thread. */
    public Loop loop() {
        return loop;
    }

    /** Counts the bytes of the connections from the network. From any thread. */
    public Traffic traffic() {
        return traffic;
    }

    /** A connection begins: its handler. */
    public LinkHandler connected(Link link) {
        Connection connection = new Connection(core.connected(link, System.nanoTime()));
        open++;
        checkDeadline();
        return connection;
    }

    /** From any thread. */
    public BrokerStatistics statistics() {
        return core.statistics();
    }

    /**
     * Publishes the wills and closes every connection. From any thread.
     *
     * @return done when the last one is closed
     */
    public CompletableFuture<Void> close() {
        loop.execute(() -> {
            if (!closing) {
                closing = true;
                core.close(System.nanoTime());
                Cancellable pending = timer;
                if (pending != null) {
                    pending.cancel();
                }
                checkAllClosed();
            }
        });
        return allClosed;
    }

    private void later(LongConsumer command) {
        loop.execute(() -> {
            command.accept(System.nanoTime());
            checkDeadline();
        });
    }

    /** A deadline that moved to later costs nothing: the timer rings too early once and is set anew then. */
    private void checkDeadline() {
        long next = core.nextDeadline(System.nanoTime());
        if (next != Long.MAX_VALUE && (timer == null || next - timerAt < 0)) {
            setTimer(next);
        }
    }

    private void setTimer(long at) {
        Cancellable pending = timer;
        if (pending != null) {
            pending.cancel();
        }
        if (!closing) {
            timerAt = at;
            timer = loop.schedule(this::onTimer, at - System.nanoTime());
        }
    }

    private void onTimer() {
        timer = null;
        if (!closing) {
            core.onDeadline(System.nanoTime());
            checkDeadline();
        }
    }

    private void checkAllClosed() {
        if (closing && open == 0) {
            allClosed.complete(null);
        }
    }

    /** The core's handler of one connection, and after each thing it did the look at the clock. */
    private final class Connection implements LinkHandler {
        private final LinkHandler handler;

        Connection(LinkHandler handler) {
            this.handler = handler;
        }

        @Override
        public void onPacket(Packet packet, long now) {
            handler.onPacket(packet, now);
        }

        @Override
        public void onBatchEnd(long now) {
            handler.onBatchEnd(now);
            checkDeadline();
        }

        @Override
        public void onViolation(ProtocolViolation violation, long now) {
            handler.onViolation(violation, now);
            checkDeadline();
        }

        @Override
        public void onWritable(long now) {
            handler.onWritable(now);
        }

        @Override
        public void onClosed(String reason, long now) {
            open--;
            try {
                handler.onClosed(reason, now);
                checkDeadline();
            } finally {
                checkAllClosed();
            }
        }
    }
}
