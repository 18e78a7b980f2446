package dev.mqttra.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mqttra.protocol.packet.Auth;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.SubAck;
import dev.mqttra.protocol.packet.Subscribe;
import dev.mqttra.protocol.packet.UnsubAck;
import dev.mqttra.protocol.packet.Unsubscribe;
import dev.mqttra.protocol.topic.TopicName;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the older versions make of a packet of 5.0, and what nobody may write. */
class PacketEncoderTest {
    private static final Properties REASON =
            Properties.builder().string(Property.REASON_STRING, "why").build();
    private final PacketEncoder encoder = new PacketEncoder();

    @Test
    void dropsPropertiesAndReasonCodesIn3() {
        assertThat(write(new PubAck(1, ReasonCode.QUOTA_EXCEEDED, REASON))).isEqualTo(hex("40 02 00 01"));
        assertThat(write(new Disconnect(ReasonCode.SERVER_BUSY, REASON))).isEqualTo(hex("E0 00"));
        assertThat(write(new UnsubAck(1, List.of(ReasonCode.NO_SUBSCRIPTION_EXISTED), REASON)))
                .isEqualTo(hex("B0 02 00 01"));
        Properties type =
                Properties.builder().string(Property.CONTENT_TYPE, "t").build();
        Message message = new Message(TopicName.of("a"), new byte[] {1}, type);
        assertThat(write(new Publish(message, QoS.AT_MOST_ONCE, false, false, 0)))
                .isEqualTo(hex("30 04 00 01 'a' 01"));
    }

    @Test
    void refusedSubscriptionsIn3() {
        SubAck subAck = new SubAck(1, List.of(ReasonCode.GRANTED_QOS_2, ReasonCode.NOT_AUTHORIZED));
        assertThat(write(subAck)).isEqualTo(hex("90 04 00 01 02 80"));
        encoder.version(MqttVersion.V3_1);
        assertThat(write(subAck)).isEqualTo(hex("90 04 00 01 02 00"));
    }

    @ParameterizedTest
    @CsvSource({
        "UNSUPPORTED_PROTOCOL_VERSION, 01",
        "CLIENT_IDENTIFIER_NOT_VALID, 02",
        "SERVER_UNAVAILABLE, 03",
        "SERVER_BUSY, 03",
        "QUOTA_EXCEEDED, 03",
        "USE_ANOTHER_SERVER, 03",
        "BAD_USER_NAME_OR_PASSWORD, 04",
        "NOT_AUTHORIZED, 05",
        "BANNED, 05"
    })
    void mapsTheCodesOfConnAckIn3(ReasonCode reason, String code) {
        assertThat(write(new ConnAck(false, reason, REASON))).isEqualTo(hex("20 02 00 " + code));
    }

    @Test
    void hasNoReturnCodeForEveryReason() {
        refuses(new ConnAck(false, ReasonCode.MALFORMED_PACKET));
    }

    @Test
    void neverSendsSessionPresentIn31() {
        encoder.version(MqttVersion.V3_1);
        assertThat(write(new ConnAck(true, ReasonCode.SUCCESS))).isEqualTo(hex("20 02 00 00"));
    }

    /** As the size of a packet is judged: a broker drops it, a client is told [v3.1-37]. */
    @Test
    void sendsNoTopicOfMoreThan32767CharactersIn31ButReadsIt() throws ProtocolViolation {
        encoder.version(MqttVersion.V3_1);
        assertThat(copy("é".repeat(32_767))).isNotNull();
        assertThat(copy("a".repeat(32_768))).isNull();
        Message longest = new Message(TopicName.of("a".repeat(65_535)), new byte[0]);
        assertThat(encoder.fits(longest, QoS.AT_MOST_ONCE, CopyProperties.NONE)).isFalse();
        for (MqttVersion version : MqttVersion.values()) {
            encoder.version(version);
            PacketDecoder decoder = new PacketDecoder(PacketDecoder.Reader.CLIENT, Integer.MAX_VALUE);
            decoder.version(version);
            Publish publish = new Publish(longest, QoS.AT_MOST_ONCE, false, false, 0);
            assertThat(decoder.decode(ByteBuffer.wrap(write(publish)))).isEqualTo(publish);
        }
    }

    private PublishHeader copy(String topic) {
        Message message = new Message(TopicName.of(topic), new byte[0]);
        return encoder.publish(message, QoS.AT_MOST_ONCE, false, false, 0, CopyProperties.NONE);
    }

    @Test
    void refusesAPasswordThatIsNoStringIn31() {
        Connect connect =
                new Connect(MqttVersion.V3_1, "c", true, 0, null, "u", new byte[] {(byte) 0xFF}, Properties.NONE);
        refuses(connect);
    }

    @Test
    void dropsDupAtQos0() {
        Message message = new Message(TopicName.of("a"), new byte[0]);
        assertThat(write(new Publish(message, QoS.AT_MOST_ONCE, true, true, 7))).isEqualTo(hex("31 03 00 01 'a'"));
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void refusesIdentifier0(MqttVersion version) {
        encoder.version(version);
        Message message = new Message(TopicName.of("a"), new byte[0]);
        refuses(new PubAck(0));
        refuses(new PubAck(65_536));
        refuses(new Publish(message, QoS.AT_LEAST_ONCE, false, false, 0));
        refuses(new Subscribe(1, List.of(), Properties.NONE));
        refuses(new Unsubscribe(1, List.of(), Properties.NONE));
        refuses(new SubAck(1, List.of()));
    }

    @Test
    void refusesAuthIn3() {
        refuses(new Auth(ReasonCode.SUCCESS));
    }

    @Test
    void refusesWhatAPacketOf5DoesNotKnow() {
        encoder.version(MqttVersion.V5_0);
        refuses(new PubAck(1, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND));
        refuses(new Disconnect(ReasonCode.BAD_AUTHENTICATION_METHOD));
        refuses(new ConnAck(true, ReasonCode.NOT_AUTHORIZED));
        refuses(new Auth(ReasonCode.SUCCESS));
        refuses(new PubAck(
                1,
                ReasonCode.SUCCESS,
                Properties.builder().number(Property.TOPIC_ALIAS, 1).build()));
        refuses(new UnsubAck(1, List.of()));
    }

    @Test
    void refusesStringsThatAreNone() {
        for (String id : new String[] {"\uD800", "\uDC00a", "a\0", "\uD83D", "x".repeat(65_536), "é".repeat(32_768)}) {
            refuses(connect(id, null, null, 0));
        }
        write(connect("é".repeat(32_767), null, null, 0));
    }

    @Test
    void refusesFieldsOutOfRange() {
        refuses(connect("", null, null, 65_536));
        refuses(connect("", null, new byte[1], 0));
        refuses(connect("", "u", new byte[65_536], 0));
    }

    @Test
    void writesNothingWithoutRoom() {
        ByteBuffer out = ByteBuffer.allocate(3);
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.encode(new PubAck(1), out));
        assertThat(out.position()).isZero();
    }

    @Test
    void keepsPropertiesWithinTheirTypes() {
        Properties.Builder builder = Properties.builder();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.number(Property.CONTENT_TYPE, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.number(Property.RECEIVE_MAXIMUM, 65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.number(Property.WILL_DELAY_INTERVAL, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.string(Property.CORRELATION_DATA, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.binary(Property.REASON_STRING, new byte[0]));
    }

    private static Connect connect(String id, String userName, byte[] password, int keepAlive) {
        return new Connect(MqttVersion.V3_1_1, id, true, keepAlive, null, userName, password, Properties.NONE);
    }

    private void refuses(Packet packet) {
        ByteBuffer out = ByteBuffer.allocate(200_000);
        assertThatIllegalArgumentException().as("%s", packet).isThrownBy(() -> encoder.encode(packet, out));
        assertThat(out.position()).isZero();
    }

    private byte[] write(Packet packet) {
        ByteBuffer out = ByteBuffer.allocate(encoder.size(packet));
        encoder.encode(packet, out);
        return out.array();
    }

    private static byte[] hex(String text) {
        return WireTable.bytes(text);
    }
}
