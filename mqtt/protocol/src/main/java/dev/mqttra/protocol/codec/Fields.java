package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.topic.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The sizes and the writing of the data types [5.0 1.5]. */
final class Fields {
    static final int HIGHEST_VARIABLE_BYTE_INTEGER = 268_435_455;

    private Fields() {}

    static int variableByteIntegerSize(int value) {
        return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : 4;
    }

    static void putVariableByteInteger(ByteBuffer out, int value) {
        int rest = value;
        while (rest >= 0x80) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    /** Size of a whole packet in bytes: what a Maximum Packet Size is compared with. */
    static int packetSize(int remainingLength) {
        return 1 + variableByteIntegerSize(remainingLength) + remainingLength;
    }

    static int checkLength(int remainingLength) {
        if (remainingLength > HIGHEST_VARIABLE_BYTE_INTEGER) {
            throw new IllegalArgumentException("a remaining length is at most 268,435,455, not " + remainingLength);
        }
        return remainingLength;
    }

    static void putTwoByteInteger(ByteBuffer out, int value) {
        out.putShort((short) value);
    }

    static void putPacketId(ByteBuffer out, int id) {
        out.putShort((short) checkPacketId(id));
    }

    static int checkPacketId(int id) {
        if (id < 1 || id > 65_535) {
            throw new IllegalArgumentException("a packet identifier is 1 to 65535, not " + id);
        }
        return id;
    }

    /**
     * The size with its length.
     *
     * @throws IllegalArgumentException if it cannot be written as a string of MQTT
     */
    static int stringSize(String text) {
        return 2 + Utf8.length(text, "string");
    }

    /** Writes a string that {@link #stringSize} has accepted. */
    static void putString(ByteBuffer out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) utf8.length).put(utf8);
    }

    static int binarySize(byte[] bytes) {
        if (bytes.length > 65_535) {
            throw new IllegalArgumentException("binary data has at most 65,535 bytes, this " + bytes.length);
        }
        return 2 + bytes.length;
    }

    static void putBinary(ByteBuffer out, byte[] bytes) {
        out.putShort((short) bytes.length).put(bytes);
    }
}
