package dev.mqttra.kill;

import dev.mqttra.protocol.codec.PacketDecoder;
import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.ReasonCode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client through the network, packet by packet: the ledger learns what goes by, and a packet may be the
 * step at which the server is killed. The client is a bean's or, where the broker is in the server, a publisher: then the
 * messages go the other way, and mean the same.
 */
final class Wire implements Closeable {
    private static final int LARGEST_PACKET = 1 << 20;
    private static final int ALIASES = 1_000;

    private final int number;
    private final Channel channel;
    private final Ledger ledger;
    private final Trigger trigger;
    private final Network network;
    private final Socket client;
    private final Socket broker;
    private final Map<Integer, Long> messages = new ConcurrentHashMap<>();
    private final AtomicInteger ends = new AtomicInteger(2);
    private volatile MqttVersion version = MqttVersion.V3_1_1;
    private volatile boolean broken;

    Wire(int number, Channel channel, Ledger ledger, Trigger trigger, Network network, Socket client, int port)
            throws IOException {
        this.number = number;
        this.channel = channel;
        this.ledger = ledger;
        this.trigger = trigger;
        this.network = network;
        this.client = client;
        this.broker = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setTcpNoDelay(true);
        broker.setTcpNoDelay(true);
    }

    void start() {
        Threads.start(channel + " to the broker", () -> copy(client, broker, true));
        Threads.start(channel + " to the server", () -> copy(broker, client, false));
    }

    /**
     * Whichever side ends, the other is told, and read from to its end: otherwise the system would throw away what has
     * been sent to it and not been read there yet, an acknowledgement that the ledger knows of for instance.
     */
    private void copy(Socket from, Socket to, boolean toBroker) {
        PacketDecoder.Reader reader = toBroker ? PacketDecoder.Reader.SERVER : PacketDecoder.Reader.CLIENT;
        PacketDecoder decoder = new PacketDecoder(reader, LARGEST_PACKET);
        decoder.topicAliasMaximum(ALIASES);
        try {
            InputStream in = from.getInputStream();
            Frames frames = new Frames(to.getOutputStream());
            byte[] piece = new byte[16_384];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                if (!broken) {
                    network.delay();
                    decoder.version(version);
                    frames.add(piece, n);
                    pass(frames, decoder);
                }
            }
        } catch (IOException e) {
            // The other side was killed.
        } catch (ProtocolViolation e) {
            network.failed(channel + ": " + e);
        }
        end(to);
        if (ends.decrementAndGet() == 0) {
            close();
        }
    }

    private void pass(Frames frames, PacketDecoder decoder) throws ProtocolViolation {
        for (Packet packet = frames.next(decoder); packet != null && !broken; packet = frames.next(decoder)) {
            if (packet instanceof Connect connect) {
                version = connect.version();
                network.connected(connect.clientId());
                decoder.version(version);
            }
            long message = message(packet);
            if (trigger.reached(Step.of(packet.type(), false), channel, message)) {
                cut();
            } else {
                note(packet, message);
                frames.forward();
                trigger.reached(Step.of(packet.type(), true), channel, message);
            }
        }
    }

    /** The number of the message a packet is about, 0 for none. */
    private long message(Packet packet) {
        if (packet instanceof Publish publish) {
            return Long.parseLong(new String(publish.message().payload(), StandardCharsets.UTF_8).split(" ")[0]);
        }
        int id = packet instanceof PubAck ack
                ? ack.packetId()
                : packet instanceof PubRec rec
                        ? rec.packetId()
                        : packet instanceof PubRel rel
                                ? rel.packetId()
                                : packet instanceof PubComp comp ? comp.packetId() : 0;
        return messages.getOrDefault(id, 0L);
    }

    private void note(Packet packet, long message) {
        if (packet instanceof Publish publish) {
            messages.put(publish.packetId(), message);
            ledger.delivered(message, number);
        } else if ((packet instanceof PubAck || packet instanceof PubRec) && message != 0) {
            if (reason(packet) == ReasonCode.NO_MATCHING_SUBSCRIBERS) {
                ledger.unwanted(message);
            } else {
                ledger.settled(message, number);
            }
        }
    }

    private static ReasonCode reason(Packet packet) {
        return packet instanceof PubAck ack ? ack.reason() : ((PubRec) packet).reason();
    }

    /** Nothing goes through any more, and both sides see an end. */
    void cut() {
        broken = true;
        end(client);
        end(broker);
    }

    private static void end(Socket socket) {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // it is gone already
        }
    }

    @Override
    public void close() {
        network.ended(this);
        closeQuietly(client);
        closeQuietly(broker);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed then
        }
    }

    /** Bytes until they are whole packets. To a side that is gone nothing is written any more. */
    private static final class Frames {
        private final OutputStream out;
        private ByteBuffer bytes = ByteBuffer.allocate(1 << 16).limit(0);
        private int start;
        private @Nullable IOException gone;

        Frames(OutputStream out) {
            this.out = out;
        }

        void add(byte[] piece, int length) {
            bytes.compact();
            if (bytes.remaining() < length) {
                bytes = ByteBuffer.allocate(2 * (bytes.capacity() + length)).put(bytes.flip());
            }
            bytes.put(piece, 0, length).flip();
        }

        @Nullable
        Packet next(PacketDecoder decoder) throws ProtocolViolation {
            start = bytes.position();
            return decoder.decode(bytes);
        }

        void forward() {
            try {
                if (gone == null) {
                    out.write(bytes.array(), start, bytes.position() - start);
                }
            } catch (IOException e) {
                gone = e;
            }
        }
    }
}
