package dev.mqttra.broker.core;

import dev.mqttra.protocol.link.Agreement;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A link to a recording: what the broker sent, and levers for what a network does. */
final class SimulatedLink implements Link {
    private final String peer;
    private final boolean local;
    private final List<Packet> queued = new ArrayList<>();
    private final List<Packet> flushed = new ArrayList<>();
    boolean writable = true;
    boolean reading = true;
    boolean closed;
    boolean told;
    boolean takesNothing;

    @Nullable
    Agreement agreed;

    boolean throwing;
    boolean failingToFlush;
    int flushes;

    /** The peer's maximum packet size, as far as it leaves room for payload. */
    int largestPayload = Integer.MAX_VALUE;

    SimulatedLink(String peer, boolean local) {
        this.peer = peer;
        this.local = local;
    }

    /** What left since the last call. */
    List<Packet> take() {
        List<Packet> taken = List.copyOf(flushed);
        flushed.clear();
        return taken;
    }

    @Override
    public boolean send(Packet packet) {
        if (takesNothing) {
            return false;
        }
        if (!closed) {
            queued.add(packet);
        }
        return true;
    }

    @Override
    public boolean publish(Message message, QoS qos, boolean retain, boolean dup, int packetId, CopyProperties copy) {
        if (throwing) {
            throw new IllegalStateException("a link that fails");
        }
        if (message.payload().length > largestPayload) {
            return false;
        }
        return send(new Publish(copy.applyTo(message), qos, retain, dup, packetId));
    }

    @Override
    public void flush() {
        if (failingToFlush && !closed) {
            throw new IllegalStateException("a flush that fails");
        }
        flushes++;
        flushed.addAll(queued);
        queued.clear();
    }

    @Override
    public boolean writable() {
        return writable;
    }

    @Override
    public void reading(boolean on) {
        reading = on;
    }

    @Override
    public void agreed(Agreement agreement) {
        agreed = agreement;
    }

    @Override
    public void close() {
        if (!closed) {
            failingToFlush = false;
            flush();
            closed = true;
        }
    }

    @Override
    public boolean local() {
        return local;
    }

    @Override
    public String peer() {
        return peer;
    }
}
