package dev.mqttra.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mqttra.protocol.codec.PacketDecoder.Reader;
import dev.mqttra.protocol.packet.Auth;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.SubAck;
import dev.mqttra.protocol.packet.UnsubAck;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** All 256 values as the reason code of every packet from either side: {@code wire/reasons.csv}. */
class ReasonTableTest {

    @TestFactory
    List<DynamicTest> everyCodeOfEveryPacket() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String[] row : WireTable.read("/wire/reasons.csv")) {
            List<Integer> codes = Arrays.stream(row[2].split(" "))
                    .map(code -> Integer.parseInt(code, 16))
                    .toList();
            for (Reader reader : Reader.values()) {
                String from = reader == Reader.SERVER ? "client" : "server";
                if (row[1].equals("both") || row[1].equals(from)) {
                    tests.add(
                            DynamicTest.dynamicTest(row[0] + " from a " + from, () -> checkAll(row[0], reader, codes)));
                }
            }
        }
        return tests;
    }

    private static void checkAll(String packet, Reader reader, List<Integer> allowed) {
        for (int code = 0; code < 256; code++) {
            boolean right = allowed.contains(code);
            assertThat(outcome(bytes(packet, code), reader))
                    .as("%s %02X", packet, code)
                    .isEqualTo(right ? ReasonCode.SUCCESS : ReasonCode.PROTOCOL_ERROR);
            ReasonCode reason = ReasonCode.of(code);
            // What a packet has from one side only the encoder cannot tell, as it does not know its side.
            boolean ofOneSide = packet.equals("DISCONNECT") || packet.equals("AUTH");
            if (reason != null && !ofOneSide) {
                checkWriting(make(packet, reason), right);
            }
        }
    }

    private static void checkWriting(Packet packet, boolean right) {
        PacketEncoder encoder = new PacketEncoder();
        encoder.version(MqttVersion.V5_0);
        if (right) {
            assertThat(encoder.size(packet)).isPositive();
        } else {
            assertThatIllegalArgumentException().as("%s", packet).isThrownBy(() -> encoder.size(packet));
        }
    }

    private static ReasonCode outcome(byte[] bytes, Reader reader) {
        PacketDecoder decoder = new PacketDecoder(reader, Integer.MAX_VALUE);
        decoder.version(MqttVersion.V5_0);
        try {
            assertThat(decoder.decode(ByteBuffer.wrap(bytes))).isNotNull();
            return ReasonCode.SUCCESS;
        } catch (ProtocolViolation violation) {
            return violation.reason();
        }
    }

    private static byte[] bytes(String packet, int code) {
        String hex = String.format("%02X", code);
        return WireTable.bytes(
                switch (packet) {
                    case "CONNACK" -> "20 03 00 " + hex + " 00";
                    case "PUBACK" -> "40 03 00 01 " + hex;
                    case "PUBREC" -> "50 03 00 01 " + hex;
                    case "PUBREL" -> "62 03 00 01 " + hex;
                    case "PUBCOMP" -> "70 03 00 01 " + hex;
                    case "SUBACK" -> "90 04 00 01 00 " + hex;
                    case "UNSUBACK" -> "B0 04 00 01 00 " + hex;
                    case "DISCONNECT" -> "E0 01 " + hex;
                    case "AUTH" -> "F0 06 " + hex + " 04 15 00 01 'm'";
                    default -> throw new IllegalArgumentException(packet);
                });
    }

    private static Packet make(String packet, ReasonCode reason) {
        Properties method =
                Properties.builder().string(Property.AUTHENTICATION_METHOD, "m").build();
        return switch (packet) {
            case "CONNACK" -> new ConnAck(false, reason);
            case "PUBACK" -> new PubAck(1, reason);
            case "PUBREC" -> new PubRec(1, reason);
            case "PUBREL" -> new PubRel(1, reason);
            case "PUBCOMP" -> new PubComp(1, reason);
            case "SUBACK" -> new SubAck(1, List.of(reason));
            case "UNSUBACK" -> new UnsubAck(1, List.of(reason));
            case "DISCONNECT" -> new Disconnect(reason);
            case "AUTH" -> new Auth(reason, method);
            default -> throw new IllegalArgumentException(packet);
        };
    }
}
