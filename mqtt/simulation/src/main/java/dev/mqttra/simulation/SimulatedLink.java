package dev.mqttra.simulation;

import dev.mqttra.protocol.codec.PacketDecoder;
import dev.mqttra.protocol.codec.PacketEncoder;
import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.codec.PublishHeader;
import dev.mqttra.protocol.link.Agreement;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a simulated connection: real bytes by the real codec, in pieces that arrive in order, later. Once it is cut
 * nothing arrives any more, and each end notices in its own time, or when it closes the link itself.
 */
final class SimulatedLink implements Link {
    private static final int LARGEST_PACKET = 1 << 20;

    /** What may be on its way before the link is not writable. */
    private static final int WRITABLE = 4_096;

    private final Network network;
    private final SimulatedTime time;
    private final boolean server;
    private final String name;
    private final Consumer<Runnable> owner;
    private final PacketEncoder encoder = new PacketEncoder();
    private final PacketDecoder decoder;
    private final ArrayDeque<byte[]> unread = new ArrayDeque<>();
    private ByteBuffer out = ByteBuffer.allocate(1 << 12);
    private byte[] undecoded = new byte[0];
    private @Nullable SimulatedLink other;
    private @Nullable LinkHandler handler;
    private boolean reading = true;
    private boolean closed;
    private boolean told;
    private boolean violated;
    private boolean cut;
    private boolean writable = true;
    private boolean endOfStream;
    private int onTheWay;
    private long lastArrival;

    SimulatedLink(Network network, SimulatedTime time, boolean server, String name, Consumer<Runnable> owner) {
        this.network = network;
        this.time = time;
        this.server = server;
        this.name = name;
        this.owner = owner;
        decoder = new PacketDecoder(server ? PacketDecoder.Reader.SERVER : PacketDecoder.Reader.CLIENT, LARGEST_PACKET);
    }

    void join(SimulatedLink otherEnd) {
        other = otherEnd;
    }

    void handler(LinkHandler newHandler) {
        handler = newHandler;
        time.after(0, this::read);
    }

    private SimulatedLink other() {
        return Objects.requireNonNull(other);
    }

    @Override
    public boolean send(Packet packet) {
        if (closed) {
            return true;
        }
        if (packet instanceof Publish copy) {
            return publish(copy.message(), copy.qos(), copy.retain(), copy.dup(), copy.packetId(), CopyProperties.NONE);
        }
        Packet fitting = encoder.forPeer(packet);
        if (fitting == null) {
            return false;
        }
        network.trace(name, fitting);
        encoder.encode(fitting, room(encoder.size(fitting)));
        return true;
    }

    @Override
    public boolean publish(Message message, QoS qos, boolean retain, boolean dup, int packetId, CopyProperties copy) {
        if (closed) {
            return true;
        }
        PublishHeader header = encoder.publish(message, qos, retain, dup, packetId, copy);
        if (header == null) {
            return false;
        }
        network.trace(name, new Publish(message, qos, retain, dup, packetId));
        ByteBuffer to = room(header.size());
        header.write(to);
        to.put(message.payload());
        return true;
    }

    private ByteBuffer room(int size) {
        if (out.remaining() < size) {
            ByteBuffer larger = ByteBuffer.allocate(2 * (out.position() + size));
            larger.put(out.flip());
            out = larger;
        }
        return out;
    }

    @Override
    public void flush() {
        out.flip();
        while (out.hasRemaining()) {
            byte[] piece = new byte[network.piece(out.remaining())];
            out.get(piece);
            transmit(piece);
        }
        out.clear();
    }

    private void transmit(byte[] piece) {
        onTheWay += piece.length;
        writable = writable && onTheWay < WRITABLE;
        if (!cut && network.cutsNow()) {
            cutOff();
        }
        if (!cut) {
            arriveInOrder(() -> other().arrived(piece));
        }
    }

    /** The connection breaks here: what is on its way is lost, in both directions. */
    private void cutOff() {
        network.trace(name, "is cut off");
        cut = true;
        other().cut = true;
        time.after(network.untilNoticed(), () -> lost("the network is gone"));
        time.after(network.untilNoticed(), () -> other().lost("the network is gone"));
    }

    private void arriveInOrder(Runnable arrival) {
        lastArrival = Math.max(lastArrival, time.now() + network.delay());
        time.after(lastArrival - time.now(), arrival);
    }

    private void arrived(byte[] piece) {
        if (!cut) {
            unread.add(piece);
            read();
        }
    }

    private void read() {
        while (reading && handler != null && !unread.isEmpty() && !told && !cut) {
            byte[] piece = unread.remove();
            other().taken(piece.length);
            owner.accept(() -> decode(piece));
        }
        if (endOfStream && unread.isEmpty()) {
            lost("closed by the peer");
        }
    }

    private void taken(int bytes) {
        onTheWay -= bytes;
        if (!writable && onTheWay < WRITABLE / 2) {
            writable = true;
            time.after(0, () -> {
                if (!told && handler != null) {
                    owner.accept(() -> Objects.requireNonNull(handler).onWritable(time.now()));
                }
            });
        }
    }

    private void decode(byte[] piece) {
        LinkHandler to = Objects.requireNonNull(handler);
        ByteBuffer in = ByteBuffer.wrap(concat(undecoded, piece));
        try {
            for (Packet packet = next(in); packet != null; packet = next(in)) {
                if (server && packet instanceof Connect connect) {
                    encoder.version(connect.version());
                }
                to.onPacket(packet, time.now());
            }
            undecoded = Arrays.copyOfRange(in.array(), in.position(), in.limit());
        } catch (ProtocolViolation violation) {
            violated = true;
            to.onViolation(violation, time.now());
        }
        to.onBatchEnd(time.now());
    }

    private @Nullable Packet next(ByteBuffer in) throws ProtocolViolation {
        return closed || violated ? null : decoder.decode(in);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private void lost(String why) {
        if (!told) {
            told = true;
            closed = true;
            network.trace(name, "ends: " + why);
            LinkHandler to = handler;
            if (to != null) {
                owner.accept(() -> to.onClosed(why, time.now()));
            }
        }
    }

    @Override
    public boolean writable() {
        return writable;
    }

    @Override
    public void reading(boolean on) {
        reading = on;
        if (on) {
            time.after(0, this::read);
        }
    }

    @Override
    public void agreed(Agreement agreement) {
        encoder.version(agreement.version());
        decoder.version(agreement.version());
        decoder.topicAliasMaximum(agreement.topicAliasMaximum());
        encoder.peer(
                agreement.peerTopicAliasMaximum(), agreement.peerMaximumPacketSize(), agreement.problemInformation());
    }

    @Override
    public void close() {
        if (!closed) {
            flush();
            closed = true;
            if (!cut) {
                arriveInOrder(() -> other().ended());
            }
            time.after(0, () -> lost("closed here"));
        }
    }

    private void ended() {
        if (!cut) {
            endOfStream = true;
            read();
        }
    }

    @Override
    public boolean local() {
        return false;
    }

    @Override
    public String peer() {
        return name;
    }
}
