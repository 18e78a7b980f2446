package dev.mqttra.client;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.link.Agreement;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.Subscribe;
import java.util.ArrayList;
import java.util.List;

/** The client's end of a network connection whose other end is the test. */
final class WireLink implements Link {
    final SimulatedOwner owner;
    LinkHandler handler;
    boolean reading = true;
    boolean writable = true;
    boolean closed;
    boolean silentClose;
    boolean broken;
    Agreement agreement;
    int largestPayload = Integer.MAX_VALUE;
    int longestFilter = Integer.MAX_VALUE;
    private final List<Packet> queued = new ArrayList<>();
    private final List<Packet> written = new ArrayList<>();

    WireLink(SimulatedOwner owner) {
        this.owner = owner;
    }

    @Override
    public boolean send(Packet packet) {
        if (packet instanceof Subscribe subscribe
                && subscribe.subscriptions().get(0).filter().toString().length() > longestFilter) {
            return false;
        }
        if (!closed) {
            queued.add(packet);
        }
        return true;
    }

    @Override
    public boolean publish(Message message, QoS qos, boolean retain, boolean dup, int packetId, CopyProperties copy) {
        return message.payload().length <= largestPayload
                && send(new Publish(copy.applyTo(message), qos, retain, dup, packetId));
    }

    @Override
    public void flush() {
        if (broken) {
            throw new IllegalStateException("broken link");
        }
        written.addAll(queued);
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
    public void agreed(Agreement newAgreement) {
        agreement = newAgreement;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            written.addAll(queued);
            queued.clear();
            if (!silentClose) {
                owner.execute(() -> handler.onClosed("closed here", owner.now()));
            }
        }
    }

    @Override
    public boolean local() {
        return false;
    }

    @Override
    public String peer() {
        return "simulated";
    }

    /** What left since the last call. */
    List<Packet> written() {
        List<Packet> packets = List.copyOf(written);
        written.clear();
        return packets;
    }

    /** One batch arrives. */
    void receive(Packet... packets) {
        owner.run(() -> {
            for (Packet packet : packets) {
                handler.onPacket(packet, owner.now());
            }
            handler.onBatchEnd(owner.now());
        });
    }

    void violate(ProtocolViolation violation) {
        owner.run(() -> handler.onViolation(violation, owner.now()));
    }

    void becomeWritable() {
        writable = true;
        owner.run(() -> handler.onWritable(owner.now()));
    }

    /** The peer closes. */
    void lose() {
        closed = true;
        owner.run(() -> handler.onClosed("reset by peer", owner.now()));
    }
}
