package dev.mqttra.it;

import dev.mqttra.protocol.codec.PacketDecoder;
import dev.mqttra.protocol.codec.PacketEncoder;
import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PingReq;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.SubAck;
import dev.mqttra.protocol.packet.Subscribe;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.packet.Will;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A device packet by packet: it keeps what came in the order in which it came, sends as fast as the network takes it,
 * and answers what has to be answered. Nothing keeps it from being slow, silent or greedy.
 */
final class WireDevice implements AutoCloseable {
    private static final int LARGEST_PACKET = 1 << 20;
    private static final int BUFFER = 1 << 16;

    private final Socket socket;
    private final PacketEncoder encoder = new PacketEncoder();
    private final AtomicInteger packetIds = new AtomicInteger();
    private final List<Packet> received = new ArrayList<>();
    private volatile boolean ended;
    private volatile boolean withholding;

    private WireDevice(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
    }

    static WireDevice connect(int port, MqttVersion version) {
        return connect(port, version, 0, null);
    }

    /**
     * Connects; the port must be open.
     *
     * @param keepAlive seconds, which nobody keeps but {@link #ping}
     * @param willTopic where its will goes, null for none
     */
    static WireDevice connect(int port, MqttVersion version, int keepAlive, String willTopic) {
        try {
            WireDevice device = new WireDevice(port);
            device.encoder.version(version);
            Thread reader = new Thread(() -> device.read(version), "device");
            reader.setDaemon(true);
            reader.start();
            Will will = willTopic == null ? null : new Will(message(willTopic, "will"), QoS.AT_LEAST_ONCE, false);
            String id = "wire-" + UUID.randomUUID();
            device.send(new Connect(version, id, true, keepAlive, will, null, null, Properties.NONE));
            device.await(ConnAck.class, any -> true);
            return device;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on it answers no message. */
    WireDevice withhold() {
        withholding = true;
        return this;
    }

    WireDevice subscribe(String filter, int qos) {
        int id = packetIds.incrementAndGet();
        send(new Subscribe(id, List.of(new Subscription(TopicFilter.of(filter), QoS.of(qos))), Properties.NONE));
        await(SubAck.class, answer -> answer.packetId() == id);
        return this;
    }

    int publish(String topic, String text, int qos) {
        return publish(message(topic, text), qos);
    }

    /** Publishes and waits for nothing, not even for the broker to read. Returns the packet identifier, 0 at QoS 0. */
    int publish(Message message, int qos) {
        return publish(message, qos, false);
    }

    /** The same with the retain flag. */
    int publishRetained(String topic, String text, int qos) {
        return publish(message(topic, text), qos, true);
    }

    private int publish(Message message, int qos, boolean retain) {
        int id = qos == 0 ? 0 : packetIds.incrementAndGet();
        send(new Publish(message, QoS.of(qos), retain, false, id));
        return id;
    }

    static Message message(String topic, String text) {
        return new Message(TopicName.of(topic), text.getBytes(StandardCharsets.UTF_8));
    }

    void ping() {
        send(PingReq.INSTANCE);
    }

    /** The first packet of a kind, for which this waits. */
    <P extends Packet> P await(Class<P> kind, Predicate<P> wanted) {
        long deadline = System.nanoTime() + Device.LIMIT.toNanos();
        synchronized (received) {
            for (int next = 0; ; next++) {
                while (next == received.size()) {
                    awaitMore(deadline);
                }
                Packet packet = received.get(next);
                if (kind.isInstance(packet) && wanted.test(kind.cast(packet))) {
                    return kind.cast(packet);
                }
            }
        }
    }

    private void awaitMore(long deadline) {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (ended || millis <= 0) {
            throw new IllegalStateException((ended ? "The connection ended after " : "Nothing came after ") + received);
        }
        try {
            received.wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** PUBACK or PUBREC, the answer to a PUBLISH of this device. */
    Packet awaitAnswer(int id) {
        return await(Packet.class, packet -> isAnswer(packet, id));
    }

    /** The PUBLISH for a topic. */
    Publish awaitMessage(String topic) {
        return await(
                Publish.class, packet -> packet.message().topic().toString().equals(topic));
    }

    /** Whether the answer has come by now; what was on its way before is here then. */
    boolean isAnswered(int id) {
        subscribe("nothing/" + id, 0);
        return all(Packet.class).anyMatch(packet -> isAnswer(packet, id));
    }

    private static boolean isAnswer(Packet packet, int id) {
        return packet instanceof PubAck ack && ack.packetId() == id
                || packet instanceof PubRec rec && rec.packetId() == id;
    }

    /** What came, in its order. */
    List<Packet> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    <P extends Packet> Stream<P> all(Class<P> kind) {
        return received().stream().filter(kind::isInstance).map(kind::cast);
    }

    /** The texts of the messages that came, in their order. */
    List<String> texts() {
        return all(Publish.class).map(WireDevice::text).toList();
    }

    static String text(Publish packet) {
        return new String(packet.message().payload(), StandardCharsets.UTF_8);
    }

    /** Whether the broker has closed the connection. */
    boolean isEnded() {
        return ended;
    }

    private void send(Packet packet) {
        synchronized (encoder) {
            ByteBuffer bytes = ByteBuffer.allocate(encoder.size(packet));
            encoder.encode(packet, bytes);
            try {
                socket.getOutputStream().write(bytes.array());
            } catch (IOException e) {
                // The broker has closed the connection: the reader reads to its end and says so.
                return;
            }
        }
    }

    private void read(MqttVersion version) {
        PacketDecoder decoder = new PacketDecoder(PacketDecoder.Reader.CLIENT, LARGEST_PACKET);
        decoder.version(version);
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
        try {
            InputStream in = socket.getInputStream();
            for (int n = in.read(bytes.array(), 0, BUFFER);
                    n >= 0;
                    n = in.read(bytes.array(), bytes.position(), bytes.remaining())) {
                bytes.position(bytes.position() + n).flip();
                for (Packet packet = decoder.decode(bytes); packet != null; packet = decoder.decode(bytes)) {
                    came(packet);
                }
                bytes.compact();
            }
        } catch (IOException | ProtocolViolation e) {
            // The end, however it came.
        } finally {
            end();
        }
    }

    private void end() {
        synchronized (received) {
            ended = true;
            received.notifyAll();
        }
    }

    private void came(Packet packet) {
        synchronized (received) {
            received.add(packet);
            received.notifyAll();
        }
        if (withholding && packet instanceof Publish) {
            return;
        }
        if (packet instanceof Publish publish && publish.qos() == QoS.AT_LEAST_ONCE) {
            send(new PubAck(publish.packetId()));
        } else if (packet instanceof Publish publish && publish.qos() == QoS.EXACTLY_ONCE) {
            send(new PubRec(publish.packetId()));
        } else if (packet instanceof PubRel release) {
            send(new PubComp(release.packetId()));
        } else if (packet instanceof PubRec rec && !rec.reason().isError()) {
            send(new PubRel(rec.packetId()));
        }
    }

    /** Goes without a DISCONNECT. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
