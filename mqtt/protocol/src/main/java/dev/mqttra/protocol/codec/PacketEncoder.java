package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PacketType;
import dev.mqttra.protocol.packet.QoS;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Packets to bytes, of one connection. The exact size is known first, so that a caller finds room once. In 3.x
 * properties and reason codes are dropped and CONNACK's are mapped. One thread at a time.
 *
 * <p>What cannot be written is local misuse and an {@link IllegalArgumentException}, thrown before a byte is written: a
 * property that the packet does not know, AUTH in 3.x, packet identifier 0, a string with a lone surrogate, a packet of
 * more than 268,435,460 bytes.
 */
public final class PacketEncoder {
    private MqttVersion version = MqttVersion.V3_1_1;

    /** Sets the version of what comes next; 3.1.1 until then. A CONNECT is always written in its own. */
    public void version(MqttVersion newVersion) {
        version = Objects.requireNonNull(newVersion);
    }

    public MqttVersion version() {
        return version;
    }

    /** Size of the whole packet in bytes, with the fixed header: what a Maximum Packet Size is compared with. */
    public int size(Packet packet) {
        return withHeader(length(PacketCodec.of(packet), packet));
    }

    /**
     * Writes a packet.
     *
     * @param out big-endian, with room for {@link #size} bytes
     */
    public void encode(Packet packet, ByteBuffer out) {
        PacketCodec<Packet> codec = PacketCodec.of(packet);
        int length = length(codec, packet);
        checkRoom(out, withHeader(length));
        out.put((byte) (packet.type().value() << 4 | codec.flags(packet)));
        Fields.putVariableByteInteger(out, length);
        codec.encode(packet, version, out);
    }

    /** Size of the whole PUBLISH with its payload. */
    public int publishSize(Message message, QoS qos) {
        return withHeader(checkLength(PublishCodec.length(message, qos, version)));
    }

    /** Everything but the payload, so that a large payload is not copied but written beside it. */
    public void encodePublishHeader(
            Message message, QoS qos, boolean retain, boolean dup, int packetId, ByteBuffer out) {
        int length = checkLength(PublishCodec.length(message, qos, version));
        PublishCodec.checkId(qos, packetId);
        checkRoom(out, withHeader(length) - message.payload().length);
        out.put((byte) (PacketType.PUBLISH.value() << 4 | PublishCodec.flags(qos, retain, dup)));
        Fields.putVariableByteInteger(out, length);
        PublishCodec.encodeVariableHeader(message, qos, packetId, version, out);
    }

    private int length(PacketCodec<Packet> codec, Packet packet) {
        return checkLength(codec.length(packet, version));
    }

    private static int checkLength(int length) {
        if (length > Fields.HIGHEST_VARIABLE_BYTE_INTEGER) {
            throw new IllegalArgumentException("a remaining length is at most 268,435,455, not " + length);
        }
        return length;
    }

    private static int withHeader(int length) {
        return 1 + Fields.variableByteIntegerSize(length) + length;
    }

    private static void checkRoom(ByteBuffer out, int size) {
        if (out.remaining() < size) {
            throw new IllegalArgumentException("room for " + size + " bytes is needed, not " + out.remaining());
        }
    }
}
