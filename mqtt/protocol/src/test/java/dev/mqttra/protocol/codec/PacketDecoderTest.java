package dev.mqttra.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mqttra.protocol.codec.PacketDecoder.Reader;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.ReasonCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** What a decoder remembers between packets, and its limits. */
class PacketDecoderTest {

    @Test
    void takesAPacketOfJustTheMaximumSize() throws ProtocolViolation {
        PacketDecoder decoder = new PacketDecoder(Reader.SERVER, 7);
        assertThat(decoder.decode(bytes("30 05 00 01 'a' 01 02"))).isNotNull();
        assertThat(refusal(decoder, "30 06 00 01 'a' 01 02 03")).isEqualTo(ReasonCode.PACKET_TOO_LARGE);
    }

    @Test
    void refusesATooLargePacketByItsHeader() {
        assertThat(refusal(new PacketDecoder(Reader.SERVER, 1000), "30 FF FF FF 7F"))
                .isEqualTo(ReasonCode.PACKET_TOO_LARGE);
        assertThat(refusal(new PacketDecoder(Reader.SERVER, 1000), "10 E8 07")).isEqualTo(ReasonCode.PACKET_TOO_LARGE);
    }

    @Test
    void refusesAWrongTypeByItsFirstByte() {
        assertThat(refusal(new PacketDecoder(Reader.SERVER, 1000), "D0")).isEqualTo(ReasonCode.PROTOCOL_ERROR);
    }

    @Test
    void saysHowManyBytesAreNeeded() throws ProtocolViolation {
        PacketDecoder decoder = new PacketDecoder(Reader.SERVER, Integer.MAX_VALUE);
        assertThat(decoder.decode(bytes("30"))).isNull();
        assertThat(decoder.needed()).isEqualTo(2);
        assertThat(decoder.decode(bytes("30 FF"))).isNull();
        assertThat(decoder.needed()).isEqualTo(3);
        assertThat(decoder.decode(bytes("30 FF FF FF 7F 00"))).isNull();
        assertThat(decoder.needed()).isEqualTo(268_435_460);
    }

    @Test
    void takesTheVersionFromConnect() throws ProtocolViolation {
        PacketDecoder decoder = new PacketDecoder(Reader.SERVER, 1000);
        assertThat(decoder.version()).isEqualTo(MqttVersion.V3_1_1);
        ByteBuffer in = bytes("10 0D 00 04 'MQTT' 05 02 00 00 00 00 00 30 05 00 01 'a' 00 'p'");
        decoder.decode(in);
        assertThat(decoder.version()).isEqualTo(MqttVersion.V5_0);
        assertThat(((Publish) decoder.decode(in)).message().payload()).isEqualTo(new byte[] {'p'});
    }

    @Test
    void saysWithAViolationTheVersionToAnswerIn() {
        PacketDecoder decoder = new PacketDecoder(Reader.SERVER, 1000);
        assertThat(violation(decoder, "10 0D 00 04 'MQTT' 05 03 00 00 00 00 00").version())
                .isEqualTo(MqttVersion.V5_0);
        assertThat(violation(new PacketDecoder(Reader.SERVER, 1000), "C0 01 00").version())
                .isEqualTo(MqttVersion.V3_1_1);
        assertThat(new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "a machine's").version())
                .isNull();
    }

    private static ProtocolViolation violation(PacketDecoder decoder, String hex) {
        return catchThrowableOfType(ProtocolViolation.class, () -> decoder.decode(bytes(hex)));
    }

    @Test
    void knowsTheVersionToRefuseAVersionIn() {
        assertThat(versionAfterRefusing("'MQTT' 06")).isEqualTo(MqttVersion.V5_0);
        assertThat(versionAfterRefusing("'MQTT' 02")).isEqualTo(MqttVersion.V3_1_1);
        assertThat(versionAfterRefusing("'MQTT' 84")).isEqualTo(MqttVersion.V3_1_1);
    }

    private static MqttVersion versionAfterRefusing(String nameAndLevel) {
        PacketDecoder decoder = new PacketDecoder(Reader.SERVER, 1000);
        assertThat(refusal(decoder, "10 0C 00 04 " + nameAndLevel + " 02 00 00 00 00"))
                .isEqualTo(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION);
        return decoder.version();
    }

    @Test
    void resolvesTopicAliases() throws ProtocolViolation {
        PacketDecoder decoder = version5();
        decoder.topicAliasMaximum(300);
        assertThat(topic(decoder, "30 07 00 01 'a' 03 23 00 01")).isEqualTo("a");
        assertThat(topic(decoder, "30 07 00 01 'b' 03 23 01 2C")).isEqualTo("b");
        assertThat(topic(decoder, "30 06 00 00 03 23 00 01")).isEqualTo("a");
        assertThat(topic(decoder, "30 06 00 00 03 23 01 2C")).isEqualTo("b");
        assertThat(topic(decoder, "30 07 00 01 'c' 03 23 00 01")).isEqualTo("c");
        assertThat(topic(decoder, "30 06 00 00 03 23 00 01")).isEqualTo("c");
        assertThat(refusal(decoder, "30 06 00 00 03 23 01 2B")).isEqualTo(ReasonCode.PROTOCOL_ERROR);
        assertThat(refusal(decoder, "30 06 00 00 03 23 01 2D")).isEqualTo(ReasonCode.TOPIC_ALIAS_INVALID);
    }

    @Test
    void takesNoAliasByDefault() {
        assertThat(refusal(version5(), "30 07 00 01 'a' 03 23 00 01")).isEqualTo(ReasonCode.TOPIC_ALIAS_INVALID);
    }

    @Test
    void givesARepeatedTopicAsTheSameObject() throws ProtocolViolation {
        PacketDecoder decoder = new PacketDecoder(Reader.SERVER, 1000);
        for (String topic : new String[] {"a", "1234567", "12345678", "plant/7/temperature"}) {
            assertThat(publish(decoder, topic).message().topic())
                    .isSameAs(publish(decoder, topic).message().topic());
        }
    }

    /** More topics than the cache has places, of every length about a step of its hash: each is read as it is. */
    @Test
    void readsEveryTopicAsItIsWhateverTheCacheHolds() throws ProtocolViolation {
        PacketDecoder decoder = new PacketDecoder(Reader.SERVER, 100_000);
        for (int round = 0; round < 3; round++) {
            for (int i = 1; i < 3000; i++) {
                String topic = "x".repeat(i % 300) + i;
                assertThat(publish(decoder, topic).message().topic()).hasToString(topic);
            }
        }
    }

    @Test
    void refusesALittleEndianBuffer() {
        ByteBuffer in = bytes("C0 00").order(ByteOrder.LITTLE_ENDIAN);
        assertThatThrownBy(() -> new PacketDecoder(Reader.SERVER, 1000).decode(in))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Publish publish(PacketDecoder decoder, String topic) throws ProtocolViolation {
        int length = topic.length();
        ByteBuffer in = ByteBuffer.allocate(length + 5).put((byte) 0x30);
        Fields.putVariableByteInteger(in, length + 2);
        Fields.putString(in, topic);
        return (Publish) decoder.decode(in.flip());
    }

    private static PacketDecoder version5() {
        PacketDecoder decoder = new PacketDecoder(Reader.SERVER, 1000);
        decoder.version(MqttVersion.V5_0);
        return decoder;
    }

    private static String topic(PacketDecoder decoder, String bytes) throws ProtocolViolation {
        return ((Publish) decoder.decode(bytes(bytes))).message().topic().toString();
    }

    private static ReasonCode refusal(PacketDecoder decoder, String bytes) {
        return catchThrowableOfType(ProtocolViolation.class, () -> decoder.decode(bytes(bytes)))
                .reason();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(WireTable.bytes(text));
    }
}
