package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicName;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The topic names that came lately on one connection, found by their bytes in the buffer: a repeated topic costs no
 * allocation and no validation, and is the same object again, which makes what is keyed by it quick too. One place for
 * each hash; the later name takes it. Small to begin with, larger where names drive one another out, and bounded, as
 * there may be very many connections.
 */
final class TopicCache {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final int LARGEST = 256;
    private static final int LONGEST_NAME = 256;

    private @Nullable TopicName[] names = new TopicName[8];
    private int evictions;

    /**
     * @param in big-endian
     */
    TopicName get(ByteBuffer in, int at, int length) throws ProtocolViolation {
        if (length > LONGEST_NAME) {
            return make(in, at, length);
        }
        int slot = hash(in, at, length) & names.length - 1;
        TopicName known = names[slot];
        if (known != null && same(known.utf8(), in, at, length)) {
            return known;
        }
        TopicName made = make(in, at, length);
        if (known != null && ++evictions > names.length && names.length < LARGEST) {
            evictions = 0;
            names = new TopicName[names.length * 2];
            slot = hash(in, at, length) & names.length - 1;
        }
        names[slot] = made;
        return made;
    }

    /** Eight bytes at a step, the last step overlapping the one before. */
    private static int hash(ByteBuffer in, int at, int length) {
        long h = length;
        if (length < Long.BYTES) {
            for (int i = 0; i < length; i++) {
                h = h << 8 ^ in.get(at + i);
            }
            h *= MIX;
        } else {
            int last = at + length - Long.BYTES;
            for (int i = at; i < last; i += Long.BYTES) {
                h = mix(h ^ in.getLong(i));
            }
            h = mix(h ^ in.getLong(last));
        }
        return (int) (h >>> 40);
    }

    private static long mix(long h) {
        long m = h * MIX;
        return m ^ m >>> 32;
    }

    private static boolean same(byte[] name, ByteBuffer in, int at, int length) {
        if (name.length != length) {
            return false;
        }
        if (length < Long.BYTES) {
            for (int i = 0; i < length; i++) {
                if (name[i] != in.get(at + i)) {
                    return false;
                }
            }
            return true;
        }
        int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            if ((long) LONGS.get(name, i) != in.getLong(at + i)) {
                return false;
            }
        }
        return (long) LONGS.get(name, last) == in.getLong(at + last);
    }

    private static TopicName make(ByteBuffer in, int at, int length) throws ProtocolViolation {
        byte[] utf8 = new byte[length];
        in.get(at, utf8, 0, length);
        try {
            return TopicName.ofUtf8(utf8);
        } catch (IllegalArgumentException e) {
            boolean wildcard = hasWildcard(utf8);
            throw new ProtocolViolation(
                    wildcard ? ReasonCode.TOPIC_NAME_INVALID : ReasonCode.MALFORMED_PACKET,
                    String.valueOf(e.getMessage()));
        }
    }

    private static boolean hasWildcard(byte[] utf8) {
        for (byte b : utf8) {
            if (b == '+' || b == '#') {
                return true;
            }
        }
        return false;
    }
}
