package dev.mqttra.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mqttra.protocol.codec.PacketDecoder.Reader;
import dev.mqttra.protocol.packet.Auth;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.SubAck;
import dev.mqttra.protocol.packet.Subscribe;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.packet.UnsubAck;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a peer of 5.0 asked for: topic aliases, its maximum packet size, problem information; and what a copy says. */
class PacketEncoderPeerTest {
    private static final Properties EXPLAINED = Properties.builder()
            .string(Property.REASON_STRING, "why")
            .userProperty("k", "v")
            .build();
    private static final Properties USER =
            Properties.builder().userProperty("k", "v").build();
    private final PacketEncoder encoder = new PacketEncoder();
    private final PacketDecoder decoder = new PacketDecoder(Reader.CLIENT, Integer.MAX_VALUE);

    @BeforeEach
    void version5() {
        encoder.version(MqttVersion.V5_0);
        decoder.version(MqttVersion.V5_0);
    }

    @Test
    void withoutAMaximumThereIsNoAlias() {
        for (int i = 0; i < 3; i++) {
            assertThat(write("a/b/c")).isEqualTo("30 08 00 05 'a/b/c' 00");
        }
    }

    @Test
    void aTopicThatComesAgainGetsAnAliasWithinTheMaximum() {
        encoder.peer(1, Long.MAX_VALUE, true);
        assertThat(write("a/b/c")).isEqualTo("30 08 00 05 'a/b/c' 00");
        assertThat(write("a/b/c")).isEqualTo("30 0B 00 05 'a/b/c' 03 23 00 01");
        assertThat(write("a/b/c")).isEqualTo("30 06 00 00 03 23 00 01");
        assertThat(write("d/e/f")).isEqualTo("30 08 00 05 'd/e/f' 00");
        assertThat(write("a/b/c")).isEqualTo("30 06 00 00 03 23 00 01");
        assertThat(write("d/e/f")).isEqualTo("30 0B 00 05 'd/e/f' 03 23 00 01");
        assertThat(write("a/b/c")).isEqualTo("30 08 00 05 'a/b/c' 00");
    }

    @Test
    void aShortTopicGetsNone() {
        encoder.peer(10, Long.MAX_VALUE, true);
        for (int i = 0; i < 3; i++) {
            assertThat(write("abc")).isEqualTo("30 06 00 03 'abc' 00");
        }
    }

    @Test
    void a3xPeerGetsNone() {
        encoder.version(MqttVersion.V3_1_1);
        encoder.peer(10, Long.MAX_VALUE, true);
        for (int i = 0; i < 3; i++) {
            assertThat(write("a/b/c")).isEqualTo("30 07 00 05 'a/b/c'");
        }
    }

    @Test
    void aNewConnectionHasNoAliases() {
        encoder.peer(10, Long.MAX_VALUE, true);
        write("a/b/c");
        write("a/b/c");
        encoder.peer(10, Long.MAX_VALUE, true);
        assertThat(write("a/b/c")).isEqualTo("30 08 00 05 'a/b/c' 00");
    }

    @Test
    void whoeverReadsThemGetsTheTopics() throws ProtocolViolation {
        int maximum = 20;
        encoder.peer(maximum, Long.MAX_VALUE, true);
        decoder.topicAliasMaximum(maximum);
        int saved = 0;
        for (int i = 0; i < 10_000; i++) {
            String topic = "plant/" + (i * i % 97 % 31) + "/temperature";
            byte[] bytes = bytes(topic, CopyProperties.NONE);
            Publish read = (Publish) decoder.decode(ByteBuffer.wrap(bytes));
            assertThat(read.message().topic().toString()).isEqualTo(topic);
            assertThat(read.message().properties().isEmpty()).isTrue();
            saved += topic.length() + 5 - bytes.length;
        }
        assertThat(saved).isPositive();
    }

    @Test
    void anAliasNeverMakesAPacketTooLarge() {
        encoder.peer(1, 10, true);
        for (int i = 0; i < 3; i++) {
            assertThat(write("a/b/c")).isEqualTo("30 08 00 05 'a/b/c' 00");
        }
        assertThat(write("a/b/cd")).isNull();
    }

    @Test
    void aCopySaysItsIdentifiersAndTheSecondsLeft() throws ProtocolViolation {
        Properties published = Properties.builder()
                .number(Property.MESSAGE_EXPIRY_INTERVAL, 60)
                .string(Property.CONTENT_TYPE, "t")
                .userProperty("k", "v")
                .build();
        Message message = new Message(TopicName.of("a"), new byte[] {1}, published);
        for (CopyProperties copy : List.of(
                CopyProperties.NONE,
                new CopyProperties(new int[] {1, 200}, CopyProperties.AS_PUBLISHED),
                new CopyProperties(new int[] {268_435_455}, 7),
                CopyProperties.NONE.expiring(0),
                CopyProperties.NONE.expiring(0xFFFF_FFFFL))) {
            Publish read = (Publish) decoder.decode(ByteBuffer.wrap(bytes(message, copy)));
            assertThat(read.message()).as("%s", copy).isEqualTo(copy.applyTo(message));
        }
        CopyProperties left = new CopyProperties(new int[] {9}, 7);
        assertThat(left.applyTo(message).properties().number(Property.MESSAGE_EXPIRY_INTERVAL, -1))
                .isEqualTo(7);
        assertThat(left.applyTo(message).properties().subscriptionIdentifiers()).containsExactly(9);
        assertThat(CopyProperties.NONE.applyTo(message)).isSameAs(message);
    }

    @Test
    void aCopyAddsExpiryWhereThePublisherSaidNone() {
        assertThat(hex(bytes("a", CopyProperties.NONE.expiring(258)))).isEqualTo("30 09 00 01 61 05 02 00 00 01 02");
    }

    @Test
    void a3xPeerIsToldNothingOfIt() {
        encoder.version(MqttVersion.V3_1_1);
        assertThat(hex(bytes("a", new CopyProperties(new int[] {9}, 7)))).isEqualTo("30 03 00 01 61");
    }

    @Test
    void aCopyStaysWithinTheTypes() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CopyProperties(new int[] {0}, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new CopyProperties(new int[] {268_435_456}, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new CopyProperties(new int[0], -2));
        assertThatIllegalArgumentException().isThrownBy(() -> new CopyProperties(new int[0], 0x1_0000_0000L));
    }

    @Test
    void aPublishOfJustTheMaximumIsSentAndALargerOneIsNot() {
        encoder.peer(0, 9, true);
        Message fits = new Message(TopicName.of("abc"), new byte[1]);
        Message tooLarge = new Message(TopicName.of("abc"), new byte[2]);
        assertThat(encoder.fits(fits, QoS.AT_MOST_ONCE, CopyProperties.NONE)).isTrue();
        assertThat(bytes(fits, CopyProperties.NONE)).hasSize(9);
        assertThat(encoder.fits(tooLarge, QoS.AT_MOST_ONCE, CopyProperties.NONE))
                .isFalse();
        assertThat(bytes(tooLarge, CopyProperties.NONE)).isNull();
        assertThat(encoder.fits(fits, QoS.AT_LEAST_ONCE, CopyProperties.NONE)).isFalse();
    }

    /** With the size of the whole, without the reason string, and without the user properties too. */
    @ParameterizedTest
    @MethodSource("explained")
    void explanationsGoBeforeAPacketIsTooLarge(Packet packet, Packet userOnly, Packet bare) {
        encoder.peer(0, encoder.size(packet), true);
        assertThat(encoder.forPeer(packet)).isSameAs(packet);
        encoder.peer(0, encoder.size(packet) - 1, true);
        assertThat(encoder.forPeer(packet)).isEqualTo(userOnly);
        encoder.peer(0, encoder.size(userOnly) - 1, true);
        assertThat(encoder.forPeer(packet)).isEqualTo(bare);
        encoder.peer(0, encoder.size(bare) - 1, true);
        assertThat(encoder.forPeer(packet)).isNull();
    }

    @ParameterizedTest
    @MethodSource("explained")
    void whoWantsNoProblemInformationGetsItInConnAckAndDisconnectOnly(Packet packet, Packet userOnly, Packet bare) {
        encoder.peer(0, Long.MAX_VALUE, false);
        boolean always = packet instanceof ConnAck || packet instanceof Disconnect;
        assertThat(encoder.forPeer(packet)).isEqualTo(always ? packet : bare);
        assertThat(encoder.forPeer(bare)).isSameAs(bare);
    }

    static Stream<Arguments> explained() {
        return Stream.<Function<Properties, Packet>>of(
                        p -> new ConnAck(false, ReasonCode.BANNED, p),
                        p -> new PubAck(1, ReasonCode.QUOTA_EXCEEDED, p),
                        p -> new PubRec(1, ReasonCode.QUOTA_EXCEEDED, p),
                        p -> new PubRel(1, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, p, false),
                        p -> new PubComp(1, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, p),
                        p -> new SubAck(1, List.of(ReasonCode.NOT_AUTHORIZED), p),
                        p -> new UnsubAck(1, List.of(ReasonCode.NOT_AUTHORIZED), p),
                        p -> new Disconnect(ReasonCode.SERVER_BUSY, p),
                        p -> new Auth(
                                ReasonCode.SUCCESS,
                                p.toBuilder()
                                        .string(Property.AUTHENTICATION_METHOD, "m")
                                        .build()))
                .map(packet ->
                        Arguments.of(packet.apply(EXPLAINED), packet.apply(USER), packet.apply(Properties.NONE)));
    }

    @Test
    void noProblemInformationLeavesAPublishAlone() throws ProtocolViolation {
        encoder.peer(0, Long.MAX_VALUE, false);
        Message message = new Message(TopicName.of("a"), new byte[0], USER);
        Publish read = (Publish) decoder.decode(ByteBuffer.wrap(bytes(message, CopyProperties.NONE)));
        assertThat(read.message()).isEqualTo(message);
    }

    @Test
    void userPropertiesOfASubscribeAreNoExplanation() {
        Packet subscribe = new Subscribe(1, List.of(new Subscription(TopicFilter.of("a"), QoS.AT_MOST_ONCE)), USER);
        encoder.peer(0, encoder.size(subscribe), false);
        assertThat(encoder.forPeer(subscribe)).isSameAs(subscribe);
        encoder.peer(0, encoder.size(subscribe) - 1, true);
        assertThat(encoder.forPeer(subscribe)).isNull();
    }

    private @Nullable String write(String topic) {
        byte[] bytes = bytes(topic, CopyProperties.NONE);
        if (bytes == null) {
            return null;
        }
        String hex = hex(bytes);
        return hex.replace(hex(topic.getBytes(StandardCharsets.US_ASCII)), "'" + topic + "'");
    }

    private byte @Nullable [] bytes(String topic, CopyProperties copy) {
        return bytes(new Message(TopicName.of(topic), new byte[0]), copy);
    }

    private byte @Nullable [] bytes(Message message, CopyProperties copy) {
        PublishHeader header = encoder.publish(message, QoS.AT_MOST_ONCE, false, false, 0, copy);
        if (header == null) {
            return null;
        }
        ByteBuffer out = ByteBuffer.allocate(header.size());
        header.write(out);
        return out.put(message.payload()).array();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
    }
}
