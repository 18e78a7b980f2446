package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicName;
import java.nio.ByteBuffer;

/**
 * The hot path: a small PUBLISH of a known topic allocates the packet, the message and the payload. Copies for others
 * are written by {@link PublishHeader}.
 */
final class PublishCodec extends PacketCodec<Publish> {
    private static final int DUP = 0x08;
    private static final int RETAIN = 0x01;

    @Override
    Publish decode(PacketReader in, int flags) throws ProtocolViolation {
        int qosBits = flags >> 1 & 3;
        if (qosBits == 3) {
            throw PacketReader.malformed("QoS 3");
        }
        QoS qos = QoS.of(qosBits);
        boolean dup = (flags & DUP) != 0;
        if (dup && qosBits == 0) {
            if (in.isV5()) {
                throw PacketReader.malformed("DUP at QoS 0"); // [MQTT-3.3.1-2]
            }
            dup = false;
        }
        TopicName topic = in.topic();
        int packetId = qosBits == 0 ? 0 : in.packetId();
        Properties properties = Properties.NONE;
        if (in.isV5()) {
            Properties.Builder builder = PropertiesCodec.readBuilder(in, Carrier.PUBLISH);
            if (builder != null) {
                long alias = builder.takeNumber(Property.TOPIC_ALIAS, -1);
                if (alias >= 0) {
                    topic = in.aliases.resolve((int) alias, topic);
                }
                properties = builder.build();
            }
        }
        if (topic == null) {
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "the topic name is empty");
        }
        return new Publish(new Message(topic, in.rest(), properties), qos, (flags & RETAIN) != 0, dup, packetId);
    }

    @Override
    int flags(Publish packet, MqttVersion version) {
        return flags(packet.qos(), packet.retain(), packet.dup());
    }

    @Override
    int length(Publish packet, MqttVersion version) {
        if (packet.qos() != QoS.AT_MOST_ONCE) {
            Fields.checkPacketId(packet.packetId());
        }
        Message message = packet.message();
        int header = 2
                + message.topic().utf8().length
                + (packet.qos() == QoS.AT_MOST_ONCE ? 0 : 2)
                + (version == MqttVersion.V5_0 ? PropertiesCodec.size(message.properties(), Carrier.PUBLISH) : 0);
        return Math.addExact(header, message.payload().length);
    }

    @Override
    void encode(Publish packet, MqttVersion version, ByteBuffer out) {
        Message message = packet.message();
        byte[] topic = message.topic().utf8();
        out.putShort((short) topic.length).put(topic);
        if (packet.qos() != QoS.AT_MOST_ONCE) {
            out.putShort((short) packet.packetId());
        }
        if (version == MqttVersion.V5_0) {
            PropertiesCodec.write(message.properties(), out);
        }
        out.put(message.payload());
    }

    static int flags(QoS qos, boolean retain, boolean dup) {
        return qos.value() << 1 | (retain ? RETAIN : 0) | (dup && qos != QoS.AT_MOST_ONCE ? DUP : 0);
    }
}
