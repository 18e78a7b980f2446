package dev.mqttra.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.protocol.codec.PacketDecoder.Reader;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.ReasonCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every property in every packet from either side, with each wrong value, once and twice: {@code wire/properties.csv}. */
class PropertyTableTest {
    /** A valid value of each type, with an authentication method in front where data needs one. */
    private static final Map<String, String> VALUES = Map.of(
            "byte", "01",
            "two", "00 01",
            "four", "00 00 00 01",
            "varint", "01",
            "string", "00 01 'x'",
            "binary", "00 01 FF",
            "pair", "00 01 'k' 00 01 'v'");

    private static final String METHOD = "15 00 01 'm'";

    /** By the letter of the table: who sends it, its first byte, and the fields around the properties. */
    private enum Where {
        P("cs", "30", "00 01 'a'", ""),
        W("c", "10", "00 04 'MQTT' 05 06 00 00 00 00 00", "00 01 'w' 00 00"),
        C("c", "10", "00 04 'MQTT' 05 02 00 00", "00 00"),
        K("s", "20", "00 00", ""),
        S("c", "82", "00 01", "00 01 'a' 00"),
        U("c", "A2", "00 01", "00 01 'a'"),
        D("cs", "E0", "00", ""),
        A("cs", "F0", "18", ""),
        N4("cs", "40", "00 01 00", ""),
        N5("cs", "50", "00 01 00", ""),
        N6("cs", "62", "00 01 00", ""),
        N7("cs", "70", "00 01 00", ""),
        N9("s", "90", "00 01", "00"),
        NB("s", "B0", "00 01", "00");

        final String senders;
        final String first;
        final String before;
        final String after;

        Where(String senders, String first, String before, String after) {
            this.senders = senders;
            this.first = first;
            this.before = before;
            this.after = after;
        }

        String letter() {
            return name().substring(name().length() - 1);
        }
    }

    @Test
    void theTableHasEveryProperty() {
        assertThat(WireTable.read("/wire/properties.csv").stream().map(row -> Integer.parseInt(row[0], 16)))
                .containsExactly(
                        Stream.of(Property.values()).map(Property::id).sorted().toArray(Integer[]::new));
    }

    @TestFactory
    List<DynamicTest> everyPropertyInEveryPacket() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String[] row : WireTable.read("/wire/properties.csv")) {
            for (Where where : Where.values()) {
                for (char sender : where.senders.toCharArray()) {
                    tests.add(DynamicTest.dynamicTest(
                            "property " + row[0] + " in " + where + " from " + sender,
                            () -> check(row, where, sender)));
                }
            }
        }
        return tests;
    }

    private static void check(String[] row, Where where, char sender) {
        List<String> carriers = List.of(row[2].split(" "));
        String property = row[0] + " " + VALUES.get(row[1]);
        String alone = row[0].equals("16") ? METHOD + " " + property : property;
        boolean carried = carriers.stream().anyMatch(carrier -> carrier.startsWith(where.letter()));
        boolean thisWay = carriers.contains(where.letter()) || carriers.contains(where.letter() + sender);
        if (!carried) {
            assertThat(outcome(where, sender, property)).isEqualTo(ReasonCode.MALFORMED_PACKET);
            return;
        }
        if (!thisWay) {
            assertThat(outcome(where, sender, property)).isEqualTo(ReasonCode.PROTOCOL_ERROR);
            return;
        }
        assertThat(outcome(where, sender, alone)).isEqualTo(ReasonCode.SUCCESS);
        boolean mayRepeat = row[0].equals("26") || row[0].equals("0B") && where == Where.P;
        assertThat(outcome(where, sender, alone + " " + property))
                .as("twice")
                .isEqualTo(mayRepeat ? ReasonCode.SUCCESS : ReasonCode.PROTOCOL_ERROR);
        for (String wrong : row[3].isEmpty() ? new String[0] : row[3].split(" ")) {
            assertThat(outcome(where, sender, row[0] + " " + wrong.replaceAll("(..)(?=.)", "$1 ")))
                    .as(wrong)
                    .isEqualTo(ReasonCode.PROTOCOL_ERROR);
        }
        assertThat(outcome(where, sender, row[0])).as("without a value").isEqualTo(ReasonCode.MALFORMED_PACKET);
    }

    private static ReasonCode outcome(Where where, char sender, String properties) {
        boolean needsMethod = where == Where.A && !properties.startsWith("15");
        String all = needsMethod && !properties.startsWith(METHOD) ? METHOD + " " + properties : properties;
        byte[] body = WireTable.bytes(where.before + " " + hex(WireTable.bytes(all).length) + " " + all
                + (where.after.isEmpty() ? "" : " " + where.after));
        PacketDecoder decoder = new PacketDecoder(sender == 'c' ? Reader.SERVER : Reader.CLIENT, Integer.MAX_VALUE);
        decoder.version(MqttVersion.V5_0);
        decoder.topicAliasMaximum(10);
        ByteBuffer in = ByteBuffer.allocate(2 + body.length)
                .put(WireTable.bytes(where.first))
                .put((byte) body.length)
                .put(body)
                .flip();
        try {
            assertThat(decoder.decode(in)).isNotNull();
            return ReasonCode.SUCCESS;
        } catch (ProtocolViolation violation) {
            return violation.reason();
        }
    }

    private static String hex(int length) {
        return String.format("%02X", length);
    }
}
