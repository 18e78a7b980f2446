package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import dev.mqttra.protocol.topic.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one packet between its header and its end, from the buffer as it is: no slice for each packet. One
 * reader lives as long as its connection and holds what the connection remembers.
 */
final class PacketReader {
    static final byte[] EMPTY = new byte[0];
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    final boolean fromServer;
    final TopicAliases aliases = new TopicAliases();
    private final TopicCache topics = new TopicCache();
    MqttVersion version = MqttVersion.V3_1_1;
    private ByteBuffer in = NOTHING;
    private int position;
    private int end;

    PacketReader(boolean fromServer) {
        this.fromServer = fromServer;
    }

    void begin(ByteBuffer buffer, int from, int to) {
        in = buffer;
        position = from;
        end = to;
    }

    boolean isV5() {
        return version == MqttVersion.V5_0;
    }

    int remaining() {
        return end - position;
    }

    /**
     * Lets only so many of the bytes that remain be read, for a part of the packet with a length of its own.
     *
     * @return how many remain after that part, for {@link #widen}
     */
    int narrow(int length) {
        int after = remaining() - length;
        end -= after;
        return after;
    }

    /** The part has been read: what comes after it may be. */
    void widen(int after) {
        end += after;
    }

    int oneByte() throws ProtocolViolation {
        return in.get(take(1)) & 0xFF;
    }

    int twoByteInteger() throws ProtocolViolation {
        return in.getShort(take(2)) & 0xFFFF;
    }

    long fourByteInteger() throws ProtocolViolation {
        return in.getInt(take(4)) & 0xFFFFFFFFL;
    }

    /** In the shortest form and of at most four bytes [MQTT-1.5.5-1]. */
    int variableByteInteger() throws ProtocolViolation {
        int value = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            int b = oneByte();
            value |= (b & 0x7F) << shift;
            if (b < 0x80) {
                if (b == 0 && shift > 0) {
                    throw malformed("a variable byte integer has needless bytes");
                }
                return value;
            }
        }
        throw malformed("a variable byte integer has at most four bytes");
    }

    /** 1 to 65535 [MQTT-2.2.1-3, MQTT-2.2.1-4]. */
    int packetId() throws ProtocolViolation {
        int id = twoByteInteger();
        if (id == 0) {
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "packet identifier 0");
        }
        return id;
    }

    byte[] binary() throws ProtocolViolation {
        return bytes(twoByteInteger());
    }

    /** All that is left of the packet. */
    byte[] rest() throws ProtocolViolation {
        return bytes(remaining());
    }

    String string() throws ProtocolViolation {
        byte[] utf8 = binary();
        if (!Utf8.isValid(utf8, 0, utf8.length)) {
            throw malformed("a string is well-formed UTF-8 without U+0000");
        }
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** The topic name of a PUBLISH or a will, null where it is empty. */
    @Nullable
    TopicName topic() throws ProtocolViolation {
        int length = twoByteInteger();
        return length == 0 ? null : topics.get(in, take(length), length);
    }

    TopicFilter filter() throws ProtocolViolation {
        String text = string();
        try {
            return TopicFilter.of(text);
        } catch (IllegalArgumentException e) {
            throw new ProtocolViolation(ReasonCode.TOPIC_FILTER_INVALID, String.valueOf(e.getMessage()));
        }
    }

    static ProtocolViolation malformed(String message) {
        return new ProtocolViolation(ReasonCode.MALFORMED_PACKET, message);
    }

    private byte[] bytes(int length) throws ProtocolViolation {
        int from = take(length);
        if (length == 0) {
            return EMPTY;
        }
        byte[] bytes = new byte[length];
        in.get(from, bytes, 0, length);
        return bytes;
    }

    /** Steps over a field and tells where it begins; nothing beyond the packet is ever read. */
    private int take(int length) throws ProtocolViolation {
        int from = position;
        if (length > end - from) {
            throw malformed("a field of " + length + " bytes runs past the end");
        }
        position = from + length;
        return from;
    }
}
