package dev.mqttra.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.protocol.packet.Packet;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every line of the table of packets: read, and written again. */
class PacketWireTest {

    static List<WireTable.Row> rows() {
        return WireTable.packets();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readsAndWrites(WireTable.Row row) {
        ByteBuffer in = ByteBuffer.wrap(row.bytes());
        assertThat(outcome(row, in)).isEqualTo(row.outcome());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readsFromTheMiddleOfADirectBuffer(WireTable.Row row) {
        ByteBuffer in = ByteBuffer.allocateDirect(row.bytes().length + 14);
        in.position(7).put(row.bytes()).flip().position(7);
        assertThat(outcome(row, in)).isEqualTo(row.outcome());
    }

    private static String outcome(WireTable.Row row, ByteBuffer in) {
        PacketDecoder decoder = new PacketDecoder(row.reader(), Integer.MAX_VALUE);
        decoder.version(row.version());
        decoder.topicAliasMaximum(10);
        int start = in.position();
        Packet packet;
        try {
            packet = decoder.decode(in);
        } catch (ProtocolViolation e) {
            return "!" + e.reason();
        }
        if (packet == null) {
            assertThat(in.position()).isEqualTo(start);
            assertThat(decoder.needed()).isGreaterThan(in.remaining());
            return "...";
        }
        assertThat(in.remaining()).isZero();
        if (row.again() != null) {
            PacketEncoder encoder = new PacketEncoder();
            encoder.version(decoder.version());
            ByteBuffer out = ByteBuffer.allocate(encoder.size(packet));
            encoder.encode(packet, out);
            assertThat(out.remaining()).isZero();
            assertThat(hex(out.array())).isEqualTo(hex(row.again()));
        }
        return packet.toString();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
