package dev.mqttra.protocol.codec;

import com.sun.management.ThreadMXBean;
import dev.mqttra.protocol.codec.PacketDecoder.Reader;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.SubAck;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fuzzer calls with bytes of its choice: two that say who reads how, then what a peer sends on one connection.
 * Whatever it is, the outcome is packets and then perhaps one {@link ProtocolViolation}; the same however the bytes are
 * split; for memory in proportion to the bytes that came, not to what they announce; and what was read and is written
 * again reads the same.
 */
public final class PacketFuzzer {
    private static final int ALIASES = 300;

    /**
     * The costliest packets are those of empty user properties, or of the shortest filters: about 35 bytes for each that
     * came, and five times as many with the fuzzer's hooks in all comparisons of strings.
     */
    private static final int ALLOCATED_PER_BYTE = 400;

    /** Less than the longest string that a length of two bytes can announce. */
    private static final int ALLOCATED_AT_ALL = 60_000;

    private static final int MEASUREMENTS = 5;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private PacketFuzzer() {}

    /** The bytes for the fuzzer that have these come to that reader. */
    public static byte[] input(Reader reader, MqttVersion version, int step, byte[] sent) {
        return ByteBuffer.allocate(2 + sent.length)
                .put((byte) (version.ordinal() << 1 | reader.ordinal()))
                .put((byte) step)
                .put(sent)
                .array();
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        Reader reader = Reader.values()[input[0] & 1];
        MqttVersion version = MqttVersion.values()[Math.min(input[0] >> 1 & 3, 2)];
        int step = 1 + (input[1] & 0xFF);
        ByteBuffer sent = ByteBuffer.wrap(input, 2, input.length - 2).slice();
        long allowed = ALLOCATED_AT_ALL + (long) ALLOCATED_PER_BYTE * input.length;
        // The first time classes are loaded.
        long allocated = Long.MAX_VALUE;
        for (int i = 0; i < MEASUREMENTS && allocated > allowed; i++) {
            allocated = allocated(reader, version, sent);
        }
        check(allocated <= allowed, allocated + " bytes were allocated for " + input.length);
        Outcome atOnce = new Outcome(reader, version).read(sent.duplicate(), sent.limit());
        Outcome inSteps = new Outcome(reader, version).read(sent.duplicate(), step);
        check(atOnce.packets.equals(inSteps.packets) && atOnce.refused == inSteps.refused, "the split matters");
        for (int i = 0; i < atOnce.packets.size(); i++) {
            checkWriting(atOnce.packets.get(i), reader, atOnce.versions.get(i));
        }
    }

    private static long allocated(Reader reader, MqttVersion version, ByteBuffer sent) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        new Outcome(reader, version).read(sent.duplicate(), sent.limit());
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** What one connection's bytes come to. */
    private static final class Outcome {
        final PacketDecoder decoder;
        final List<Packet> packets = new ArrayList<>();

        /** Of each packet: a CONNECT sets it, wherever it comes. */
        final List<MqttVersion> versions = new ArrayList<>();

        @Nullable
        ReasonCode refused;

        Outcome(Reader reader, MqttVersion version) {
            decoder = decoder(reader, version);
        }

        Outcome read(ByteBuffer in, int step) {
            int end = in.limit();
            in.limit(0);
            try {
                while (in.limit() < end) {
                    in.limit(Math.min(end, in.limit() + step));
                    int start = in.position();
                    for (Packet packet = decoder.decode(in); packet != null; packet = decoder.decode(in)) {
                        packets.add(packet);
                        versions.add(decoder.version());
                        check(in.position() > start, "a packet of no bytes");
                        start = in.position();
                    }
                    check(in.position() == start, "bytes of an unfinished packet were taken");
                    check(decoder.needed() > in.remaining(), "needs no more than there is");
                }
            } catch (ProtocolViolation violation) {
                refused = violation.reason();
            }
            return this;
        }
    }

    private static void checkWriting(Packet packet, Reader reader, MqttVersion version) {
        if (!isWritable(packet, version)) {
            return;
        }
        PacketEncoder encoder = new PacketEncoder();
        encoder.version(version);
        ByteBuffer out = ByteBuffer.allocate(encoder.size(packet));
        encoder.encode(packet, out);
        check(!out.hasRemaining(), "the size is not what is written");
        try {
            Packet again = decoder(reader, version).decode(out.flip());
            check(packet.equals(again), packet + " was read, written, and read as " + again);
        } catch (ProtocolViolation violation) {
            throw new AssertionError(packet + " was read, and written as " + violation, violation);
        }
    }

    /** Read because others send them, never sent: code 8C in DISCONNECT; the failure of a SUBACK in 3.1. */
    private static boolean isWritable(Packet packet, MqttVersion version) {
        if (packet instanceof Disconnect disconnect) {
            return disconnect.reason() != ReasonCode.BAD_AUTHENTICATION_METHOD;
        }
        return version != MqttVersion.V3_1
                || !(packet instanceof SubAck subAck)
                || subAck.reasons().stream().noneMatch(ReasonCode::isError);
    }

    private static PacketDecoder decoder(Reader reader, MqttVersion version) {
        PacketDecoder decoder = new PacketDecoder(reader, Integer.MAX_VALUE);
        decoder.version(version);
        decoder.topicAliasMaximum(ALIASES);
        return decoder;
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
