package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.PacketType;
import dev.mqttra.protocol.packet.QoS;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One copy of a message about to be written: everything but the payload, which its copies share. A {@link PacketEncoder}
 * has one and uses it again for each copy, so it is good until the next one is asked for. What it has taken on, the
 * caller writes, in the order it asked: the peer is told a topic alias once.
 */
public final class PublishHeader {
    /** In characters [3.1 2.2], although its appendix A says 64k: sent within the former, read up to 65,535 bytes. */
    private static final int LONGEST_TOPIC_OF_3_1 = 32_767;

    private static final byte[] NOTHING = new byte[0];

    private MqttVersion version = MqttVersion.V3_1_1;
    private @Nullable Message message;
    private byte[] topic = NOTHING;
    private byte[] payload = NOTHING;
    private CopyProperties copy = CopyProperties.NONE;
    private int flags;
    private int packetId;
    private int alias;
    private int propertiesLength;
    private int length;

    PublishHeader() {}

    /** Size of the whole packet in bytes, with its payload. */
    public int size() {
        return Fields.packetSize(length);
    }

    /**
     * Writes all but the payload.
     *
     * @param out big-endian, with room for {@link #size()} bytes less the payload's
     */
    public void write(ByteBuffer out) {
        Message written = message;
        if (written == null || out.remaining() < size() - payload.length) {
            throw new IllegalArgumentException(
                    "room for " + (size() - payload.length) + " bytes is needed, not " + out.remaining());
        }
        out.put((byte) (PacketType.PUBLISH.value() << 4 | flags));
        Fields.putVariableByteInteger(out, length);
        out.putShort((short) topic.length).put(topic);
        if (packetId != 0) {
            out.putShort((short) packetId);
        }
        if (version == MqttVersion.V5_0) {
            Fields.putVariableByteInteger(out, propertiesLength);
            PropertiesCodec.writeCopy(written.properties(), copy, alias, out);
        }
        forget();
    }

    /** A connection that is quiet for hours must not hold the last message it sent. */
    void forget() {
        message = null;
        topic = NOTHING;
        payload = NOTHING;
        copy = CopyProperties.NONE;
    }

    /** False where the packet is larger than the peer takes. Judged with the topic in full, whatever aliases there are. */
    boolean prepare(
            Message newMessage,
            QoS qos,
            boolean retain,
            boolean dup,
            int newPacketId,
            CopyProperties newCopy,
            PacketEncoder encoder) {
        version = encoder.version();
        message = newMessage;
        topic = newMessage.topic().utf8();
        payload = newMessage.payload();
        copy = newCopy;
        flags = PublishCodec.flags(qos, retain, dup);
        packetId = qos == QoS.AT_MOST_ONCE ? 0 : Fields.checkPacketId(newPacketId);
        alias = 0;
        propertiesLength = version == MqttVersion.V5_0 ? PropertiesCodec.copyLength(newMessage.properties(), copy) : 0;
        length = Fields.checkLength(length());
        boolean tooLongFor31 = version == MqttVersion.V3_1
                && topic.length > LONGEST_TOPIC_OF_3_1
                && newMessage.topic().toString().length() > LONGEST_TOPIC_OF_3_1;
        return !tooLongFor31 && Fields.packetSize(length) <= encoder.peerMaximumPacketSize();
    }

    /** Takes an alias where that is of use and still fits. */
    void alias(OutboundAliases aliases, long maximumPacketSize) {
        Message named = message;
        int found = named == null ? 0 : aliases.find(named.topic());
        if (named == null || found == 0) {
            return;
        }
        int former = propertiesLength;
        propertiesLength += PropertiesCodec.ALIAS_SIZE;
        if (found > 0) {
            topic = NOTHING;
            alias = found;
            length = length();
            return;
        }
        int longer = length();
        if (longer <= Fields.HIGHEST_VARIABLE_BYTE_INTEGER && Fields.packetSize(longer) <= maximumPacketSize) {
            alias = -found;
            length = longer;
            aliases.assign(alias, named.topic());
        } else {
            propertiesLength = former;
        }
    }

    private int length() {
        int header = 2 + topic.length + (packetId == 0 ? 0 : 2);
        if (version == MqttVersion.V5_0) {
            header += Fields.variableByteIntegerSize(propertiesLength) + propertiesLength;
        }
        return Math.addExact(header, payload.length);
    }
}
