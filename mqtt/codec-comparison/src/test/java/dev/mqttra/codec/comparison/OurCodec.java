package dev.mqttra.codec.comparison;

import dev.mqttra.protocol.codec.PacketDecoder;
import dev.mqttra.protocol.codec.PacketDecoder.Reader;
import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.Auth;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.SubAck;
import dev.mqttra.protocol.packet.Subscribe;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.packet.UnsubAck;
import dev.mqttra.protocol.packet.Unsubscribe;
import dev.mqttra.protocol.packet.UserProperty;
import dev.mqttra.protocol.packet.Will;
import java.nio.ByteBuffer;
import java.util.List;

/** The codec that is compared with the others. */
final class OurCodec implements Codec {

    @Override
    public boolean reads(Reader reader, MqttVersion version) {
        return true;
    }

    @Override
    public Reading read(Reader reader, MqttVersion version, byte[] bytes) {
        PacketDecoder decoder = new PacketDecoder(reader, Integer.MAX_VALUE);
        decoder.version(version);
        decoder.topicAliasMaximum(TOPIC_ALIAS_MAXIMUM);
        try {
            Packet packet = decoder.decode(ByteBuffer.wrap(bytes));
            return packet == null
                    ? Reading.waits()
                    : fields(packet, decoder.version()).reading();
        } catch (ProtocolViolation violation) {
            return Reading.refused(violation.reason() + ", " + violation.getMessage());
        }
    }

    private static Fields fields(Packet packet, MqttVersion version) {
        Fields fields = new Fields(packet.type().name());
        boolean v5 = version == MqttVersion.V5_0;
        if (packet instanceof Connect p) {
            connect(p, fields);
        } else if (packet instanceof ConnAck p) {
            fields.add("session present", p.sessionPresent()).add("reason", p.reason());
            properties("", p.properties(), fields);
        } else if (packet instanceof Publish p) {
            fields.add("topic", p.message().topic())
                    .add("payload", p.message().payload())
                    .add("qos", p.qos().value())
                    .add("retain", p.retain())
                    .add("dup", p.dup())
                    .add("packet id", p.packetId());
            properties("", p.message().properties(), fields);
        } else if (packet instanceof PubAck p) {
            acknowledgement(p.packetId(), p.reason(), p.properties(), fields);
        } else if (packet instanceof PubRec p) {
            acknowledgement(p.packetId(), p.reason(), p.properties(), fields);
        } else if (packet instanceof PubRel p) {
            acknowledgement(p.packetId(), p.reason(), p.properties(), fields);
        } else if (packet instanceof PubComp p) {
            acknowledgement(p.packetId(), p.reason(), p.properties(), fields);
        } else if (packet instanceof Subscribe p) {
            fields.add("packet id", p.packetId())
                    .add(
                            "subscriptions",
                            p.subscriptions().stream()
                                    .map(s -> subscription(s, v5))
                                    .toList());
            properties("", p.properties(), fields);
        } else if (packet instanceof SubAck p) {
            fields.add("packet id", p.packetId()).add("reasons", values(p.reasons()));
            properties("", p.properties(), fields);
        } else if (packet instanceof Unsubscribe p) {
            fields.add("packet id", p.packetId()).add("filters", p.filters());
            properties("", p.properties(), fields);
        } else if (packet instanceof UnsubAck p) {
            fields.add("packet id", p.packetId()).add("reasons", values(p.reasons()));
            properties("", p.properties(), fields);
        } else if (packet instanceof Disconnect p) {
            fields.add("reason", p.reason().value());
            properties("", p.properties(), fields);
        } else if (packet instanceof Auth p) {
            fields.add("reason", p.reason().value());
            properties("", p.properties(), fields);
        }
        return fields;
    }

    private static void connect(Connect p, Fields fields) {
        fields.add("version", p.version().level())
                .add("client id", p.clientId())
                .add("clean start", p.cleanStart())
                .add("keep alive", p.keepAlive())
                .add("user name", p.userName())
                .add("password", p.password());
        properties("", p.properties(), fields);
        Will will = p.will();
        fields.add("has will", will != null);
        if (will != null) {
            fields.add("will topic", will.message().topic())
                    .add("will payload", will.message().payload())
                    .add("will qos", will.qos().value())
                    .add("will retain", will.retain());
            properties("will ", will.message().properties(), fields);
        }
    }

    private static void acknowledgement(int packetId, ReasonCode reason, Properties properties, Fields fields) {
        fields.add("packet id", packetId).add("reason", reason.value());
        properties("", properties, fields);
    }

    private static String subscription(Subscription s, boolean v5) {
        String options = v5
                ? " " + s.noLocal() + " " + s.retainAsPublished() + " "
                        + s.retainHandling().ordinal()
                : "";
        return s.filter() + " " + s.qos().value() + options;
    }

    private static List<Integer> values(List<ReasonCode> reasons) {
        return reasons.stream().map(ReasonCode::value).toList();
    }

    private static void properties(String of, Properties properties, Fields fields) {
        properties.values().forEach((property, value) -> fields.property(of, property.id(), value));
        for (int identifier : properties.subscriptionIdentifiers()) {
            fields.property(of, 0x0B, identifier);
        }
        for (UserProperty user : properties.userProperties()) {
            fields.property(of, 0x26, user.name() + "=" + user.value());
        }
        fields.add(of + "properties", properties.isEmpty() ? "none" : "some");
    }
}
