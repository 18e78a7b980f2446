package dev.mqttra.broker.core;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.store.MemoryStore;
import dev.mqttra.broker.store.Store;
import dev.mqttra.protocol.codec.PacketDecoder;
import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.link.LinkHandler;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.Subscribe;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.packet.Unsubscribe;
import dev.mqttra.protocol.packet.Will;
import dev.mqttra.protocol.session.Deadlines;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A broker core on simulated time with simulated links: the test is its thread and its clock. */
final class Rig {
    /** Negative and about to pass zero: nothing may depend on the sign of a time. */
    long now = -Duration.ofSeconds(3).toNanos();

    final BrokerCore core;
    private final ArrayDeque<LongConsumer> posted = new ArrayDeque<>();
    private final List<Device> devices = new ArrayList<>();

    Rig() {
        this(BrokerConfig.builder().build());
    }

    Rig(BrokerConfig config) {
        this(config, new MemoryStore());
    }

    Rig(BrokerConfig config, Store store) {
        core = new BrokerCore(config, store, posted::add, new Random(7), now);
    }

    /** Does what was posted to the owner, and tells the broker of links that are closed, until nothing is left. */
    void settle() {
        for (boolean busy = true; busy; ) {
            busy = false;
            for (LongConsumer command = posted.poll(); command != null; command = posted.poll()) {
                busy = true;
                command.accept(now);
            }
            for (Device device : List.copyOf(devices)) {
                if (device.link.closed && !device.link.told) {
                    busy = true;
                    device.link.told = true;
                    device.handler.onClosed("closed", now);
                }
            }
        }
    }

    /** Lets time pass, with every deadline on the way kept to the nanosecond. */
    void advance(Duration time) {
        long end = now + time.toNanos();
        for (long next = core.nextDeadline(now); next != Deadlines.NEVER && next - end <= 0; ) {
            now = next;
            core.onDeadline(now);
            settle();
            next = core.nextDeadline(now);
        }
        now = end;
    }

    /** A link from the network, nothing said yet. */
    Device open() {
        return open(false);
    }

    Device open(boolean local) {
        return new Device(local);
    }

    /** A client with a clean session. */
    Device clean(String clientId) {
        return open().connect(clientId, true);
    }

    /** A client of 5.0 whose session ends with its connection, welcomed. */
    Device clean5(String clientId) {
        return open().up(connect5(clientId, true, Properties.NONE));
    }

    /** A client whose session persists. */
    Device persistent(String clientId) {
        return open().connect(clientId, false);
    }

    /** A client inside the VM, with a clean session. */
    Device local(String clientId) {
        return open(true).connect(clientId, true);
    }

    static Connect connectPacket(String clientId, boolean clean, int keepAlive, @Nullable Will will) {
        return new Connect(MqttVersion.V3_1_1, clientId, clean, keepAlive, will, null, null, Properties.NONE);
    }

    /** CONNECT of 5.0. */
    static Connect connect5(String clientId, boolean cleanStart, Properties properties) {
        return connect5(clientId, cleanStart, 0, null, properties);
    }

    static Connect connect5(
            String clientId, boolean cleanStart, int keepAlive, @Nullable Will will, Properties properties) {
        return new Connect(MqttVersion.V5_0, clientId, cleanStart, keepAlive, will, null, null, properties);
    }

    static Properties with(Property property, long value) {
        return Properties.builder().number(property, value).build();
    }

    static Will will(String topic, String payload, QoS qos, boolean retain) {
        return new Will(message(topic, payload), qos, retain);
    }

    static Message message(String topic, String payload) {
        return new Message(TopicName.of(topic), payload.getBytes(StandardCharsets.UTF_8));
    }

    /** How a packet reads in an expectation: {@code PUBLISH a/b=x qos1 retain dup id7}. */
    static String text(Packet packet) {
        if (packet instanceof Publish p) {
            return "PUBLISH " + p.message().topic() + "="
                    + new String(p.message().payload(), StandardCharsets.UTF_8)
                    + " qos" + p.qos().value() + (p.retain() ? " retain" : "") + (p.dup() ? " dup" : "")
                    + (p.packetId() == 0 ? "" : " id" + p.packetId());
        } else if (packet instanceof PubAck p) {
            return "PUBACK id" + p.packetId() + (p.reason().isError() ? " " + p.reason() : "");
        } else if (packet instanceof PubRec p) {
            return "PUBREC id" + p.packetId();
        } else if (packet instanceof PubRel p) {
            return "PUBREL id" + p.packetId();
        } else if (packet instanceof PubComp p) {
            return "PUBCOMP id" + p.packetId();
        } else if (packet instanceof Disconnect p) {
            return "DISCONNECT " + p.reason();
        }
        return packet.toString();
    }

    /** One client's end. Each call is a batch of its own, as packets of separate reads. */
    final class Device {
        private final PacketDecoder decoder =
                new PacketDecoder(PacketDecoder.Reader.SERVER, core.config.maximumPacketSize());
        final SimulatedLink link;
        final LinkHandler handler;

        Device(boolean local) {
            link = new SimulatedLink("device" + devices.size(), local);
            handler = core.connected(link, now);
            devices.add(this);
            settle();
        }

        Device connect(String clientId, boolean clean) {
            return send(connectPacket(clientId, clean, 0, null));
        }

        /** Connects and forgets the CONNACK. */
        Device up(Connect connect) {
            send(connect);
            take();
            return this;
        }

        Device send(Packet... packets) {
            for (Packet packet : packets) {
                handler.onPacket(packet, now);
            }
            handler.onBatchEnd(now);
            settle();
            return this;
        }

        Device subscribe(String filter, QoS qos) {
            send(new Subscribe(1, List.of(new Subscription(TopicFilter.of(filter), qos)), Properties.NONE));
            return this;
        }

        Device unsubscribe(String filter) {
            return send(new Unsubscribe(2, List.of(TopicFilter.of(filter)), Properties.NONE));
        }

        Device publish(String topic, String payload) {
            return send(new Publish(message(topic, payload), QoS.AT_MOST_ONCE, false, false, 0));
        }

        Device publish(String topic, String payload, QoS qos, int id) {
            return send(new Publish(message(topic, payload), qos, false, false, id));
        }

        Device retain(String topic, String payload, QoS qos, int id) {
            return send(new Publish(message(topic, payload), qos, true, false, id));
        }

        Device ack(int id) {
            return send(new PubAck(id, ReasonCode.SUCCESS));
        }

        void disconnect() {
            send(new Disconnect(ReasonCode.SUCCESS));
        }

        /** The network breaks. */
        void cut() {
            link.closed = true;
            settle();
        }

        /** What the bytes of one read bring, as a link decodes them. */
        Device bytes(String hex) {
            ByteBuffer in = ByteBuffer.wrap(HexFormat.ofDelimiter(" ").parseHex(hex));
            try {
                for (Packet packet = decoder.decode(in); packet != null; packet = decoder.decode(in)) {
                    handler.onPacket(packet, now);
                }
                handler.onBatchEnd(now);
            } catch (ProtocolViolation violation) {
                handler.onBatchEnd(now);
                handler.onViolation(violation, now);
            }
            settle();
            return this;
        }

        void violate() {
            handler.onViolation(new ProtocolViolation(ReasonCode.MALFORMED_PACKET, "nonsense"), now);
            settle();
        }

        void writable(boolean on) {
            link.writable = on;
            if (on) {
                handler.onWritable(now);
                settle();
            }
        }

        /** What arrived since the last call, as text. */
        List<String> take() {
            return link.take().stream().map(Rig::text).toList();
        }

        List<Packet> takePackets() {
            return link.take();
        }

        boolean closed() {
            return link.closed;
        }
    }
}
