package dev.mqttra.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttra.client.PublishFailedException.Cause;
import dev.mqttra.protocol.link.Agreement;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.PingReq;
import dev.mqttra.protocol.packet.PingResp;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.UserProperty;
import dev.mqttra.protocol.packet.Will;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What client and server of 5.0 tell each other in CONNECT and CONNACK, and what follows from it. */
class TermsTest {
    private final Rig rig = new Rig(Rig.config(MqttVersion.V5_0));

    private CompletableFuture<Void> publish(String text, QoS qos, boolean retain) {
        CompletableFuture<Void> stage =
                rig.client.publish(Rig.message("t", text), qos, retain).toCompletableFuture();
        rig.owner.runAll();
        return stage;
    }

    private static PublishFailedException failure(CompletableFuture<Void> stage) {
        return (PublishFailedException)
                stage.handle((nothing, failure) -> failure).join();
    }

    @Test
    void connectSaysWhatIsConfigured() {
        Will will = new Will(
                new Message(
                        TopicName.of("w"),
                        new byte[0],
                        Properties.builder()
                                .number(Property.WILL_DELAY_INTERVAL, 9)
                                .string(Property.CONTENT_TYPE, "x")
                                .build()),
                QoS.AT_LEAST_ONCE,
                false);
        Rig full = new Rig(Rig.config(MqttVersion.V5_0)
                .sessionExpiry(Duration.ofHours(1))
                .receiveMaximum(7)
                .maximumPacketSize(1_000)
                .topicAliasMaximum(3)
                .requestResponseInformation(true)
                .userProperties(List.of(new UserProperty("a", "b")))
                .will(will));
        Properties properties = Properties.builder()
                .number(Property.SESSION_EXPIRY_INTERVAL, 3_600)
                .number(Property.RECEIVE_MAXIMUM, 7)
                .number(Property.MAXIMUM_PACKET_SIZE, 1_000)
                .number(Property.TOPIC_ALIAS_MAXIMUM, 3)
                .number(Property.REQUEST_RESPONSE_INFORMATION, 1)
                .userProperty("a", "b")
                .build();
        assertThat(full.started())
                .isEqualTo(new Connect(MqttVersion.V5_0, "rig", false, 60, will, null, null, properties));
        assertThat(full.link().agreement)
                .as("before CONNACK")
                .isEqualTo(new Agreement(MqttVersion.V5_0, 3, 0, Agreement.NO_LIMIT, true));
    }

    /** [MQTT-3.1.2-4, MQTT-3.1.2-23] CleanSession of 3.x is Clean Start and Session Expiry together. */
    @Test
    void theSessionLastsForEverOrAsLongAsTheConnection() {
        assertThat(rig.started().properties().number(Property.SESSION_EXPIRY_INTERVAL, 0))
                .isEqualTo(ConnectionTerms.SESSION_NEVER_EXPIRES);
        Connect clean = new Rig(Rig.config(MqttVersion.V5_0).cleanStart(true)).started();
        assertThat(clean.cleanStart()).isTrue();
        assertThat(clean.properties().has(Property.SESSION_EXPIRY_INTERVAL)).isFalse();
    }

    @Test
    void theTermsAreWhatTheServerSaid() {
        rig.saying(Property.SESSION_EXPIRY_INTERVAL, 60)
                .saying(Property.RECEIVE_MAXIMUM, 5)
                .saying(Property.MAXIMUM_PACKET_SIZE, 2_000)
                .saying(Property.MAXIMUM_QOS, 1)
                .saying(Property.RETAIN_AVAILABLE, 0)
                .saying(Property.WILDCARD_SUBSCRIPTION_AVAILABLE, 0)
                .saying(Property.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0)
                .saying(Property.SHARED_SUBSCRIPTION_AVAILABLE, 0)
                .saying(Property.TOPIC_ALIAS_MAXIMUM, 10)
                .saying(Property.SERVER_KEEP_ALIVE, 30);
        rig.connAckProperties = rig.connAckProperties.toBuilder()
                .string(Property.ASSIGNED_CLIENT_IDENTIFIER, "given")
                .string(Property.RESPONSE_INFORMATION, "answers/")
                .userProperty("a", "b")
                .build();
        rig.connected();
        assertThat(rig.client.terms())
                .isEqualTo(new ConnectionTerms(
                        MqttVersion.V5_0,
                        "given",
                        30,
                        60,
                        5,
                        2_000,
                        QoS.AT_LEAST_ONCE,
                        false,
                        false,
                        false,
                        false,
                        10,
                        "answers/",
                        List.of(new UserProperty("a", "b"))));
    }

    /** [MQTT-3.2.2-15, MQTT-3.2.2-17, MQTT-3.2.2-18, MQTT-3.3.2-9, MQTT-3.3.2-10] The codec holds to these. */
    @Test
    void theLinkLearnsAliasesAndSizesOfBothSides() {
        rig.saying(Property.TOPIC_ALIAS_MAXIMUM, 10)
                .saying(Property.MAXIMUM_PACKET_SIZE, 2_000)
                .connected();
        assertThat(rig.link().agreement).isEqualTo(new Agreement(MqttVersion.V5_0, 16, 10, 2_000, true));
        rig.connAckProperties = Properties.NONE;
        rig.reconnected(true);
        assertThat(rig.link().agreement.peerTopicAliasMaximum()).isZero();
    }

    /** [MQTT-3.1.2-21, MQTT-3.2.2-21] */
    @Test
    void theServersKeepAliveHolds() {
        rig.saying(Property.SERVER_KEEP_ALIVE, 8).connected();
        rig.owner.pass(Duration.ofSeconds(6));
        assertThat(rig.written()).containsExactly(new PingReq());
        rig.link().receive(new PingResp());
        rig.owner.pass(Duration.ofSeconds(5));
        assertThat(rig.written()).isEmpty();
        rig.owner.pass(Duration.ofSeconds(1));
        assertThat(rig.written()).containsExactly(new PingReq());
    }

    /** [MQTT-3.1.2-20] Not only where the client asked for a keep alive. */
    @Test
    void aServerCanTurnKeepAliveOnAndOff() {
        Rig off = new Rig(Rig.config(MqttVersion.V5_0).keepAlive(Duration.ZERO));
        off.saying(Property.SERVER_KEEP_ALIVE, 8).connected();
        off.owner.pass(Duration.ofSeconds(6));
        assertThat(off.written()).containsExactly(new PingReq());
        rig.saying(Property.SERVER_KEEP_ALIVE, 0).connected();
        rig.owner.pass(Duration.ofHours(1));
        assertThat(rig.written()).isEmpty();
    }

    @Test
    void aClientWithoutANameGetsOneOrLeaves() {
        Rig nameless = new Rig(ClientConfig.builder().version(MqttVersion.V5_0));
        assertThat(nameless.started().clientId()).isEmpty();
        nameless.connAckProperties = Properties.builder()
                .string(Property.ASSIGNED_CLIENT_IDENTIFIER, "given")
                .build();
        nameless.accept(false);
        assertThat(nameless.client.terms().clientId()).isEqualTo("given");
        nameless.connAckProperties = Properties.NONE;
        nameless.reconnected(false);
        assertThat(nameless.events.all.get(2)).contains("no Assigned Client Identifier");
    }

    /** [MQTT-3.3.4-7, MQTT-4.9.0-1, MQTT-4.9.0-2] */
    @Test
    void theServersReceiveMaximumIsKept() {
        rig.saying(Property.RECEIVE_MAXIMUM, 2).connected();
        publish("a", QoS.AT_LEAST_ONCE, false);
        publish("b", QoS.EXACTLY_ONCE, false);
        publish("c", QoS.AT_LEAST_ONCE, false);
        assertThat(rig.written())
                .extracting(packet -> ((Publish) packet).packetId())
                .containsExactly(1, 2);
        rig.link().receive(new PubRec(2));
        assertThat(rig.written()).as("PUBREC gives nothing back").containsExactly(new PubRel(2));
        rig.link().receive(new PubAck(1));
        assertThat(rig.written())
                .extracting(packet -> ((Publish) packet).packetId())
                .containsExactly(3);
    }

    @Test
    void theOwnBoundHoldsWhereItIsLower() {
        Rig bound = new Rig(Rig.config(MqttVersion.V5_0).maximumInFlight(1));
        bound.saying(Property.RECEIVE_MAXIMUM, 2).connected();
        bound.client.publish(Rig.message("t", "a"), QoS.AT_LEAST_ONCE, false);
        bound.client.publish(Rig.message("t", "b"), QoS.AT_LEAST_ONCE, false);
        assertThat(bound.written()).hasSize(1);
    }

    /** [MQTT-3.3.4-8, MQTT-4.9.0-3] */
    @Test
    void whoMayNotPublishStillSpeaks() {
        rig.saying(Property.RECEIVE_MAXIMUM, 1).connected();
        publish("a", QoS.AT_LEAST_ONCE, false);
        publish("b", QoS.AT_LEAST_ONCE, false);
        rig.written();
        rig.client.subscribe(TopicFilter.of("x"), QoS.AT_LEAST_ONCE, new Rig.Keeper());
        assertThat(rig.written()).hasSize(1);
        rig.link().receive(Rig.arriving("nobody", "x", QoS.AT_LEAST_ONCE, 9));
        assertThat(rig.written()).containsExactly(new PubAck(9));
        rig.owner.pass(Duration.ofSeconds(45));
        assertThat(rig.written()).containsExactly(new PingReq());
    }

    /** [MQTT-3.2.2-11] */
    @Test
    void noQoSAboveTheServersIsPublishedWith() {
        rig.saying(Property.MAXIMUM_QOS, 1).connected();
        CompletableFuture<Void> two = publish("2", QoS.EXACTLY_ONCE, false);
        CompletableFuture<Void> one = publish("1", QoS.AT_LEAST_ONCE, false);
        assertThat(rig.written()).hasSize(1);
        assertThat(failure(two).what()).isEqualTo(Cause.QOS_NOT_SUPPORTED);
        assertThat(failure(two).reasonCode()).isEqualTo(ReasonCode.QOS_NOT_SUPPORTED);
        assertThat(failure(two)).hasMessageContaining("the server supports no QoS 2, QoS 1 at most");
        assertThat(failure(two).isRetryable()).isFalse();
        rig.link().receive(new PubAck(1));
        assertThat(one).isCompleted();
        assertThat(rig.client.statistics().pending()).isZero();
    }

    /** [MQTT-3.2.2-14] */
    @Test
    void nothingIsRetainedWhereTheServerDoesNot() {
        rig.saying(Property.RETAIN_AVAILABLE, 0).connected();
        CompletableFuture<Void> retained = publish("r", QoS.AT_MOST_ONCE, true);
        assertThat(rig.written()).isEmpty();
        assertThat(failure(retained).what()).isEqualTo(Cause.RETAIN_NOT_SUPPORTED);
        assertThat(failure(retained)).hasMessageContaining("retains no messages");
    }

    /** [MQTT-3.2.2-15] The codec knows the size, see the link. */
    @Test
    void nothingLargerThanTheServerTakesIsSent() {
        rig.saying(Property.MAXIMUM_PACKET_SIZE, 40).connected();
        rig.link().largestPayload = 3;
        CompletableFuture<Void> zero = publish("large", QoS.AT_MOST_ONCE, false);
        CompletableFuture<Void> one = publish("large", QoS.AT_LEAST_ONCE, false);
        CompletableFuture<Void> fits = publish("fit", QoS.AT_MOST_ONCE, false);
        assertThat(rig.written()).hasSize(1);
        assertThat(failure(zero).what()).isEqualTo(Cause.TOO_LARGE);
        assertThat(failure(one)).hasMessageContaining("the server's maximum packet size, 40 bytes");
        assertThat(failure(one).reasonCode()).isEqualTo(ReasonCode.PACKET_TOO_LARGE);
        assertThat(fits).isCompleted();
    }

    @Test
    void aRepeatThatDoesNotFitAnyMoreFails() {
        rig.connected();
        CompletableFuture<Void> stage = publish("large", QoS.AT_LEAST_ONCE, false);
        rig.link().lose();
        rig.nextLink();
        rig.link().largestPayload = 3;
        rig.accept(true);
        assertThat(failure(stage).what()).isEqualTo(Cause.TOO_LARGE);
        assertThat(rig.client.statistics().pending()).isZero();
    }

    @Test
    void aRefusalSaysWhy() {
        rig.connected();
        CompletableFuture<Void> one = publish("a", QoS.AT_LEAST_ONCE, false);
        CompletableFuture<Void> two = publish("b", QoS.EXACTLY_ONCE, false);
        CompletableFuture<Void> nobody = publish("c", QoS.AT_LEAST_ONCE, false);
        Properties why =
                Properties.builder().string(Property.REASON_STRING, "so it is").build();
        rig.link().receive(new PubAck(1, ReasonCode.QUOTA_EXCEEDED, why));
        rig.link().receive(new PubRec(2, ReasonCode.NOT_AUTHORIZED, why));
        rig.link().receive(new PubAck(3, ReasonCode.NO_MATCHING_SUBSCRIBERS));
        assertThat(failure(one)).hasMessageContaining("the server refused: QUOTA_EXCEEDED, so it is");
        assertThat(failure(two)).hasMessageContaining("the server refused: NOT_AUTHORIZED, so it is");
        assertThat(nobody).as("no error").isCompleted();
    }

    /** [MQTT-3.3.4-6] */
    @Test
    void propertiesGoAlongButNotTheIdentifiersOfAReceivedMessage() {
        rig.connected();
        Properties own = Properties.builder()
                .number(Property.PAYLOAD_FORMAT_INDICATOR, 1)
                .number(Property.MESSAGE_EXPIRY_INTERVAL, 5)
                .string(Property.CONTENT_TYPE, "text/plain")
                .string(Property.RESPONSE_TOPIC, "answers/1")
                .binary(Property.CORRELATION_DATA, new byte[] {1})
                .userProperty("a", "b")
                .build();
        Properties received =
                own.toBuilder().number(Property.SUBSCRIPTION_IDENTIFIER, 7).build();
        rig.client.publish(new Message(TopicName.of("t"), new byte[0], received), QoS.AT_MOST_ONCE, false);
        Publish sent = (Publish) rig.written().get(0);
        assertThat(sent.message().properties()).isEqualTo(own);
    }

    @Test
    void whatIsNoPropertyOfAMessageIsRefused() {
        assertRefused(Properties.builder().number(Property.TOPIC_ALIAS, 1).build(), "TOPIC_ALIAS is no property");
        assertRefused(
                Properties.builder().number(Property.WILL_DELAY_INTERVAL, 1).build(),
                "WILL_DELAY_INTERVAL is no property of a message");
        assertRefused(
                Properties.builder()
                        .number(Property.PAYLOAD_FORMAT_INDICATOR, 2)
                        .build(),
                "0 or 1");
        assertRefused(
                Properties.builder().string(Property.RESPONSE_TOPIC, "a/+").build(),
                "a response topic has no wildcards");
    }

    private void assertRefused(Properties properties, String message) {
        assertThatThrownBy(() -> rig.client.publish(
                        new Message(TopicName.of("t"), new byte[0], properties), QoS.AT_MOST_ONCE, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
