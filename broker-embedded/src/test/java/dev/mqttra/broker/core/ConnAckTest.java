package dev.mqttra.broker.core;

import static dev.mqttra.broker.core.Rig.connect5;
import static dev.mqttra.broker.core.Rig.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.Authenticator.Decision;
import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.protocol.link.Agreement;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PingReq;
import dev.mqttra.protocol.packet.PingResp;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a client of 5.0 asks for and what CONNACK tells it. */
class ConnAckTest {

    private static ConnAck answer(Rig rig, Connect connect) {
        return answer(rig.open().send(connect));
    }

    private static ConnAck answer(Device device) {
        List<Packet> packets = device.takePackets();
        assertThat(packets).hasSize(1); // [MQTT-3.2.0-2]
        return (ConnAck) packets.get(0);
    }

    private static Properties accepted(BrokerConfig.Builder config, Connect connect) {
        ConnAck answer = answer(new Rig(config.build()), connect);
        assertThat(answer.reason()).isEqualTo(ReasonCode.SUCCESS);
        return answer.properties();
    }

    private static Properties accepted(Properties asked) {
        return accepted(BrokerConfig.builder(), connect5("a", true, asked));
    }

    @Test
    void acceptsAndAnnouncesItsOwnLimits() { // [MQTT-3.1.4-5]
        BrokerConfig.Builder config = BrokerConfig.builder()
                .maximumUnacknowledgedMessages(20)
                .maximumPacketSize(5_000)
                .topicAliasMaximum(7);
        assertThat(accepted(config, connect5("a", true, Properties.NONE)))
                .isEqualTo(Properties.builder()
                        .number(Property.RECEIVE_MAXIMUM, 20)
                        .number(Property.MAXIMUM_PACKET_SIZE, 5_000)
                        .number(Property.TOPIC_ALIAS_MAXIMUM, 7)
                        .build());
    }

    @Test
    void saysNothingThatSilenceMeans() {
        BrokerConfig.Builder config = BrokerConfig.builder()
                .maximumUnacknowledgedMessages(100_000)
                .maximumPacketSize(5_000)
                .topicAliasMaximum(0);
        assertThat(accepted(config, connect5("a", true, Properties.NONE)))
                .isEqualTo(with(Property.MAXIMUM_PACKET_SIZE, 5_000));
    }

    @Test
    void tellsTheIdentifierThatItInvented() { // [MQTT-3.1.3-6, MQTT-3.1.3-7, MQTT-3.2.2-16]
        Rig rig = new Rig();
        Device first = rig.open().send(connect5("", true, with(Property.SESSION_EXPIRY_INTERVAL, 60)));
        String id = answer(first).properties().string(Property.ASSIGNED_CLIENT_IDENTIFIER);
        String other = answer(rig, connect5("", false, Properties.NONE))
                .properties()
                .string(Property.ASSIGNED_CLIENT_IDENTIFIER);
        assertThat(id).isNotBlank().isNotEqualTo(other);
        first.subscribe("x", QoS.AT_LEAST_ONCE).cut();
        ConnAck again = answer(rig, connect5(id, false, Properties.NONE));
        assertThat(again.sessionPresent()).isTrue();
        assertThat(again.properties().has(Property.ASSIGNED_CLIENT_IDENTIFIER)).isFalse();
    }

    @Test
    void takesAnyIdentifier() { // [MQTT-3.1.3-5]
        for (String id : List.of("a", "0123456789abcdefghijkLM", "x".repeat(300), "with space/+#", "é")) {
            assertThat(answer(new Rig(), connect5(id, true, Properties.NONE)).reason())
                    .as(id)
                    .isEqualTo(ReasonCode.SUCCESS);
        }
    }

    @Test
    void tellsASessionExpiryThatIsLessThanAskedFor() {
        BrokerConfig.Builder config = BrokerConfig.builder().maximumSessionExpiry(Duration.ofMinutes(1));
        for (long asked : new long[] {61, 0xFFFF_FFFFL}) {
            assertThat(accepted(config, connect5("a", true, with(Property.SESSION_EXPIRY_INTERVAL, asked)))
                            .number(Property.SESSION_EXPIRY_INTERVAL, -1))
                    .isEqualTo(60);
        }
        assertThat(accepted(config, connect5("a", true, with(Property.SESSION_EXPIRY_INTERVAL, 60)))
                        .has(Property.SESSION_EXPIRY_INTERVAL))
                .isFalse();
    }

    @Test
    void tellsAKeepAliveWhereTheClientAsksForMoreOrForNone() {
        BrokerConfig.Builder config = BrokerConfig.builder().maximumKeepAlive(Duration.ofSeconds(30));
        for (int asked : new int[] {0, 31, 65_535}) {
            assertThat(accepted(config, connect5("a", true, asked, null, Properties.NONE))
                            .number(Property.SERVER_KEEP_ALIVE, -1))
                    .isEqualTo(30);
        }
        assertThat(accepted(config, connect5("a", true, 30, null, Properties.NONE))
                        .has(Property.SERVER_KEEP_ALIVE))
                .isFalse();
        assertThat(accepted(BrokerConfig.builder(), connect5("a", true, 0, null, Properties.NONE))
                        .has(Property.SERVER_KEEP_ALIVE))
                .isFalse();
    }

    @Test
    void enforcesItsOwnKeepAliveWhereItToldOne() {
        Rig rig = new Rig(
                BrokerConfig.builder().maximumKeepAlive(Duration.ofSeconds(30)).build());
        Device device = rig.open().up(connect5("a", true, 0, null, Properties.NONE));
        Device old = rig.open().up(Rig.connectPacket("b", true, 100, null));
        rig.advance(Duration.ofMillis(44_999));
        assertThat(device.closed()).isFalse();
        rig.advance(Duration.ofMillis(1));
        assertThat(device.closed()).isTrue();
        // It could not be told.
        rig.advance(Duration.ofSeconds(104));
        assertThat(old.closed()).isFalse();
        rig.advance(Duration.ofSeconds(1));
        assertThat(old.closed()).isTrue();
    }

    @Test
    void givesResponseInformationOnlyToWhoAsks() { // [MQTT-3.1.2-28]
        BrokerConfig.Builder config = BrokerConfig.builder().responseInformation("answers/{clientId}/");
        Properties asking = with(Property.REQUEST_RESPONSE_INFORMATION, 1);
        assertThat(accepted(config, connect5("a", true, asking)).string(Property.RESPONSE_INFORMATION))
                .isEqualTo("answers/a/");
        for (Properties silent : List.of(Properties.NONE, with(Property.REQUEST_RESPONSE_INFORMATION, 0))) {
            assertThat(accepted(config, connect5("a", true, silent)).has(Property.RESPONSE_INFORMATION))
                    .isFalse();
        }
        assertThat(accepted(asking).has(Property.RESPONSE_INFORMATION)).isFalse();
    }

    @Test
    void saysThatItRetainsNothingAndTakesNoRetainedWill() { // [MQTT-3.2.2-13]
        BrokerConfig.Builder config = BrokerConfig.builder().maximumRetainedMessages(0);
        assertThat(accepted(config, connect5("a", true, Properties.NONE)).number(Property.RETAIN_AVAILABLE, -1))
                .isZero();
        Rig rig = new Rig(config.build());
        Device refused =
                rig.open().send(connect5("b", true, 0, Rig.will("w", "", QoS.AT_MOST_ONCE, true), Properties.NONE));
        assertThat(answer(refused)).isEqualTo(new ConnAck(false, ReasonCode.RETAIN_NOT_SUPPORTED));
        assertThat(refused.closed()).isTrue();
        // 3.1.1 cannot be told: its will goes out and is not kept.
        assertThat(answer(rig, Rig.connectPacket("c", true, 0, Rig.will("w", "", QoS.AT_MOST_ONCE, true)))
                        .reason())
                .isEqualTo(ReasonCode.SUCCESS);
    }

    @Test
    void refusesAWillWithoutLimitsNever() { // [MQTT-3.2.2-9, MQTT-3.2.2-12]: QoS 2 is always taken, and nothing said
        Connect connect = connect5("a", true, 0, Rig.will("w", "x", QoS.EXACTLY_ONCE, true), Properties.NONE);
        assertThat(accepted(BrokerConfig.builder(), connect).has(Property.MAXIMUM_QOS))
                .isFalse();
    }

    @Test
    void tellsWhereToGoInstead() {
        Rig moved = new Rig(BrokerConfig.builder()
                .authenticator(login -> CompletableFuture.completedFuture(
                        Decision.redirect(login.clientId().equals("moved"), "other.example:8883")))
                .build());
        assertThat(answer(moved, connect5("moved", true, Properties.NONE)))
                .isEqualTo(new ConnAck(
                        false,
                        ReasonCode.SERVER_MOVED,
                        Properties.builder()
                                .string(Property.SERVER_REFERENCE, "other.example:8883")
                                .build()));
        ConnAck elsewhere = answer(moved, connect5("busy", true, Properties.NONE));
        assertThat(elsewhere.reason()).isEqualTo(ReasonCode.USE_ANOTHER_SERVER);
        assertThat(elsewhere.properties().string(Property.SERVER_REFERENCE)).isEqualTo("other.example:8883");
        assertThat(answer(moved, Rig.connectPacket("moved", true, 0, null)).properties())
                .isEqualTo(Properties.NONE);
    }

    @Test
    void agreesWithItsLinkOnWhatTheClientTakes() { // [MQTT-3.1.2-24, MQTT-3.1.2-26, MQTT-3.1.2-27, MQTT-3.1.2-29]
        Rig rig = new Rig(BrokerConfig.builder().topicAliasMaximum(20).build());
        Properties asked = Properties.builder()
                .number(Property.TOPIC_ALIAS_MAXIMUM, 5)
                .number(Property.MAXIMUM_PACKET_SIZE, 2_000)
                .number(Property.REQUEST_PROBLEM_INFORMATION, 0)
                .build();
        assertThat(rig.open().up(connect5("a", true, asked)).link.agreed)
                .isEqualTo(new Agreement(MqttVersion.V5_0, 20, 5, 2_000, false));
        assertThat(rig.clean5("b").link.agreed)
                .isEqualTo(new Agreement(MqttVersion.V5_0, 20, 0, Agreement.NO_LIMIT, true));
        assertThat(rig.open().up(connect5("c", true, with(Property.TOPIC_ALIAS_MAXIMUM, 65_535))).link.agreed)
                .isEqualTo(new Agreement(MqttVersion.V5_0, 20, 20, Agreement.NO_LIMIT, true));
        assertThat(rig.clean("d").link.agreed).isEqualTo(Agreement.of(MqttVersion.V3_1_1));
    }

    @Test
    void hasNoLimitsInsideTheVm() {
        Rig rig = new Rig(BrokerConfig.builder()
                .maximumUnacknowledgedMessages(1)
                .maximumKeepAlive(Duration.ofSeconds(1))
                .build());
        Device bean = rig.open(true).send(connect5("a", true, Properties.NONE));
        assertThat(answer(bean)).isEqualTo(new ConnAck(false, ReasonCode.SUCCESS));
        assertThat(bean.link.agreed).isEqualTo(Agreement.of(MqttVersion.V5_0));
        rig.advance(Duration.ofDays(1));
        assertThat(bean.closed()).isFalse();
    }

    @Test
    void endsWithAClientThatTakesNoPacketAsLargeAsConnack() {
        Rig rig = new Rig();
        Device device = rig.open();
        device.link.takesNothing = true;
        device.send(connect5("a", true, with(Property.SESSION_EXPIRY_INTERVAL, 9)));
        assertThat(device.closed()).isTrue();
        assertThat(rig.core.statistics().sessions()).isZero();
        // A session that waits goes on waiting.
        rig.open()
                .up(connect5("a", true, with(Property.SESSION_EXPIRY_INTERVAL, 9)))
                .cut();
        rig.advance(Duration.ofSeconds(8));
        Device back = rig.open();
        back.link.takesNothing = true;
        back.send(connect5("a", false, with(Property.SESSION_EXPIRY_INTERVAL, 9)));
        assertThat(back.closed()).isTrue();
        assertThat(rig.core.statistics().sessions()).isEqualTo(1);
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.core.statistics().sessions()).isZero();
    }

    @Test
    void saysWhyUnlessTheClientDoesNotWantToKnow() { // [MQTT-3.1.2-29]
        Rig rig = new Rig(BrokerConfig.builder()
                .authenticator(login ->
                        CompletableFuture.completedFuture(Decision.refuse(ReasonCode.BANNED, "come back tomorrow")))
                .build());
        Device refused = rig.open().send(connect5("a", true, Properties.NONE));
        ConnAck answer = answer(refused);
        assertThat(answer.reason()).isEqualTo(ReasonCode.BANNED);
        assertThat(answer.properties().string(Property.REASON_STRING)).isEqualTo("come back tomorrow");
        assertThat(refused.closed()).isTrue(); // [MQTT-3.1.4-2]
        assertThat(answer(rig, connect5("a", true, with(Property.REQUEST_PROBLEM_INFORMATION, 0))))
                .isEqualTo(new ConnAck(false, ReasonCode.BANNED));
    }

    @Test
    void refusesSilentlyWhatNoReturnCodeOf3Says() { // 3.1.1 [MQTT-3.1.4-1, MQTT-3.2.2-6]
        Device device = new Rig().open().bytes("10 0D 00 04 4D 51 54 54 04 03 00 00 00 01 61");
        assertThat(device.take()).isEmpty();
        assertThat(device.closed()).isTrue();
    }

    @Test
    void answersAMalformedConnectOf5WithItsReason() { // [MQTT-3.1.4-1]
        Device flags = new Rig().open().bytes("10 0E 00 04 4D 51 54 54 05 03 00 00 00 00 01 61");
        assertThat(answer(flags).reason()).isEqualTo(ReasonCode.MALFORMED_PACKET);
        assertThat(flags.closed()).isTrue();
        Device twice =
                new Rig().open().bytes("10 18 00 04 4D 51 54 54 05 02 00 00 0A 11 00 00 00 01 11 00 00 00 01 00 01 61");
        assertThat(answer(twice).reason()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
    }

    @Test
    void saysNothingBeforeConnect() { // [MQTT-3.2.0-1, MQTT-3.14.0-1]
        for (String hex : List.of("C0 00", "C0 01 00", "F0 00", "30 03 00 01 61")) {
            Device device = new Rig().open().bytes(hex);
            assertThat(device.take()).as(hex).isEmpty();
            assertThat(device.closed()).as(hex).isTrue();
        }
        Rig rig = new Rig();
        Device silent = rig.open();
        rig.core.close(rig.now);
        assertThat(silent.take()).isEmpty();
    }

    @Test
    void servesWhatWasSentTogetherWithConnect() {
        Device device = new Rig().open().send(connect5("a", true, Properties.NONE), PingReq.INSTANCE);
        List<Packet> packets = device.takePackets();
        assertThat(packets).hasSize(2);
        assertThat(packets.get(1)).isEqualTo(PingResp.INSTANCE); // [MQTT-3.12.4-1]
    }

    @Test
    void hasNoWordFor31And311ButTheCode() {
        for (MqttVersion version : List.of(MqttVersion.V3_1, MqttVersion.V3_1_1)) {
            Connect connect = new Connect(version, "a", true, 0, null, null, null, Properties.NONE);
            BrokerConfig.Builder config = BrokerConfig.builder()
                    .maximumRetainedMessages(0)
                    .responseInformation("r")
                    .maximumKeepAlive(Duration.ofSeconds(1));
            assertThat(accepted(config, connect)).isEqualTo(Properties.NONE);
        }
    }
}
