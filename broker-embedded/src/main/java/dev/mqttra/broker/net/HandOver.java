package dev.mqttra.broker.net;

import dev.mqttra.netty.Loop;
import dev.mqttra.protocol.codec.PacketEncoder;
import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.link.Agreement;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries a link of one loop to the owner on another: one task for each batch that was read, one for each flush. So
 * sockets are read, decoded, encoded and written by all loops, and the core still has one thread.
 *
 * <p>Bounded both ways: with {@value #MAXIMUM_BATCHES} batches that the owner has not looked at the socket is not read,
 * and the owner sees a link that is not writable while {@value #MAXIMUM_PACKETS} packets are on their way.
 */
final class HandOver implements LinkHandler {
    private static final int MAXIMUM_BATCHES = 4;
    private static final int MAXIMUM_PACKETS = 4_000;

    private final Link link;
    private final Loop loop;
    private final Loop owner;
    private final OwnerSide ownerSide = new OwnerSide();
    private final AtomicInteger batchesAhead = new AtomicInteger();
    private final AtomicInteger packetsAhead = new AtomicInteger();
    private volatile boolean writable = true;

    // The owner's.
    private @Nullable LinkHandler handler;

    // The loop's.
    private List<Packet> batch = new ArrayList<>();
    private boolean ownerReads = true;
    private boolean backlog;

    private HandOver(Link link, Loop loop, Loop owner) {
        this.link = link;
        this.loop = loop;
        this.owner = owner;
    }

    /** On the link's loop: what to give to the link as its handler. The owner makes its own, on its loop, soon. */
    static LinkHandler to(Loop owner, Link link, Loop loop, Function<Link, LinkHandler> accept) {
        HandOver handOver = new HandOver(link, loop, owner);
        owner.execute(() -> handOver.begin(accept));
        return handOver;
    }

    private void begin(Function<Link, LinkHandler> accept) {
        try {
            handler = accept.apply(ownerSide);
        } catch (RuntimeException | Error failure) {
            Log.handlerFailed(link.peer(), failure);
            ownerSide.close();
        }
    }

    @Override
    public void onPacket(Packet packet, long now) {
        batch.add(packet);
    }

    @Override
    public void onBatchEnd(long now) {
        List<Packet> packets = batch;
        if (packets.isEmpty()) {
            return;
        }
        batch = new ArrayList<>(packets.size());
        if (batchesAhead.incrementAndGet() >= MAXIMUM_BATCHES) {
            backlog = true;
            updateReading();
        }
        toOwner(machine -> {
            for (int i = 0; i < packets.size() && !ownerSide.closed; i++) {
                machine.onPacket(packets.get(i), now);
            }
            machine.onBatchEnd(now);
            if (batchesAhead.decrementAndGet() == 0) {
                toLoop(this::caughtUp);
            }
        });
    }

    @Override
    public void onViolation(ProtocolViolation violation, long now) {
        toOwner(machine -> machine.onViolation(violation, now));
    }

    @Override
    public void onWritable(long now) {
        writable = true;
        tellWritable(now);
    }

    @Override
    public void onClosed(String reason, long now) {
        toOwner(machine -> machine.onClosed(reason, now));
    }

    private void caughtUp() {
        if (backlog && batchesAhead.get() < MAXIMUM_BATCHES) {
            backlog = false;
            updateReading();
        }
    }

    private void updateReading() {
        link.reading(ownerReads && !backlog);
    }

    private void tellWritable(long now) {
        toOwner(machine -> {
            if (ownerSide.waiting && ownerSide.writable()) {
                ownerSide.waiting = false;
                machine.onWritable(now);
            }
        });
    }

    /** What happens on the owner must not be lost for one that throws: its link is closed, as everywhere. */
    private void toOwner(Consumer<LinkHandler> event) {
        execute(owner, () -> {
            LinkHandler machine = handler;
            if (machine == null) {
                return;
            }
            try {
                event.accept(machine);
            } catch (RuntimeException | Error failure) {
                Log.handlerFailed(link.peer(), failure);
                ownerSide.close();
            }
        });
    }

    private void toLoop(Runnable task) {
        execute(loop, task);
    }

    private static void execute(Loop loop, Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException ended) {
            // The loops are ending, and with them every link.
        }
    }

    private void write(List<Packet> packets, boolean close) {
        for (int i = 0; i < packets.size(); i++) {
            link.send(packets.get(i));
        }
        link.flush();
        writable = link.writable();
        int left = packetsAhead.addAndGet(-packets.size());
        if (close) {
            link.close();
        } else if (left < MAXIMUM_PACKETS && left + packets.size() >= MAXIMUM_PACKETS && writable) {
            tellWritable(System.nanoTime());
        }
    }

    /** The link as the owner sees it. */
    private final class OwnerSide implements Link {
        /** Tells what the peer takes without waiting for the loop, which does the writing. */
        private final PacketEncoder limits = new PacketEncoder();

        private List<Packet> packets = new ArrayList<>();
        private boolean closed;
        private boolean waiting;

        @Override
        public boolean send(Packet packet) {
            if (closed) {
                return true;
            }
            if (limits.forPeer(packet) == null) {
                return false;
            }
            packets.add(packet);
            packetsAhead.getAndIncrement();
            return true;
        }

        @Override
        public boolean publish(
                Message message, QoS qos, boolean retain, boolean dup, int packetId, CopyProperties copy) {
            if (!limits.fits(message, qos, copy)) {
                return false;
            }
            return send(new Publish(copy.applyTo(message), qos, retain, dup, packetId));
        }

        @Override
        public void flush() {
            if (!packets.isEmpty()) {
                List<Packet> flushed = packets;
                packets = new ArrayList<>(flushed.size());
                toLoop(() -> write(flushed, false));
            }
        }

        @Override
        public boolean writable() {
            boolean now = writable && packetsAhead.get() < MAXIMUM_PACKETS;
            if (!now) {
                waiting = true;
            }
            return now;
        }

        @Override
        public void reading(boolean on) {
            toLoop(() -> {
                ownerReads = on;
                updateReading();
            });
        }

        @Override
        public void agreed(Agreement agreement) {
            limits.version(agreement.version());
            limits.peer(0, agreement.peerMaximumPacketSize(), agreement.problemInformation());
            toLoop(() -> link.agreed(agreement));
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                List<Packet> last = packets;
                toLoop(() -> write(last, true));
            }
        }

        @Override
        public boolean local() {
            return link.local();
        }

        @Override
        public String peer() {
            return link.peer();
        }
    }
}
