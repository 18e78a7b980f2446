package dev.mqttra.broker.core;

import static dev.mqttra.broker.core.Rig.connect5;
import static dev.mqttra.broker.core.Rig.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.Authenticator.Decision;
import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.UserProperty;
import dev.mqttra.protocol.packet.Will;
import dev.mqttra.protocol.topic.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The will in 5.0: when it goes out, what cancels it, and what it carries [5.0 3.1.2.5, 3.1.3.2]. */
class WillDelayTest {
    private static final String GONE = "PUBLISH w=gone qos0";

    private final Rig rig = new Rig();
    private final Device listener = listener(rig);

    private static Device listener(Rig rig) {
        Device device = rig.clean("l").subscribe("w", QoS.AT_MOST_ONCE);
        device.take();
        return device;
    }

    private static Will delayed(long seconds) {
        Message message = Rig.message("w", "gone");
        return new Will(
                new Message(message.topic(), message.payload(), with(Property.WILL_DELAY_INTERVAL, seconds)),
                QoS.AT_MOST_ONCE,
                false);
    }

    private Device device(long delay, long expiry) {
        return rig.open().up(connect5("d", true, 0, delayed(delay), with(Property.SESSION_EXPIRY_INTERVAL, expiry)));
    }

    private Device back(boolean cleanStart) {
        return rig.open().up(connect5("d", cleanStart, with(Property.SESSION_EXPIRY_INTERVAL, 1_000)));
    }

    private void assertAfter(Duration time, String... published) {
        rig.advance(time);
        assertThat(listener.take()).containsExactly(published);
    }

    @Test
    void waitsForItsDelay() { // [MQTT-3.1.2-8]
        device(10, 1_000).cut();
        assertAfter(Duration.ofMillis(9_999));
        assertAfter(Duration.ofMillis(1), GONE);
        assertAfter(Duration.ofDays(1)); // [MQTT-3.1.2-10]
    }

    @Test
    void doesNotOutwaitItsSession() { // [MQTT-3.1.2-8]
        device(1_000, 10).cut();
        assertAfter(Duration.ofMillis(9_999));
        assertAfter(Duration.ofMillis(1), GONE);
        assertAfter(Duration.ofDays(1));
    }

    @Test
    void goesOutAtOnceWithASessionThatEndsWithItsConnection() {
        device(1_000, 0).cut();
        assertAfter(Duration.ZERO, GONE);
    }

    @Test
    void isCancelledByAClientThatIsBackInTime() { // [MQTT-3.1.3-9]
        device(10, 1_000).cut();
        rig.advance(Duration.ofSeconds(9));
        Device back = back(false);
        assertAfter(Duration.ofDays(1));
        back.cut(); // [MQTT-3.1.2-12]: this connection had none
        assertAfter(Duration.ofDays(1));
    }

    @Test
    void isCancelledByATakeOverOfTheSession() {
        device(10, 1_000);
        back(false);
        assertAfter(Duration.ofDays(1));
    }

    @Test
    void goesOutOnATakeOverWithoutADelay() {
        device(0, 1_000);
        back(false);
        assertAfter(Duration.ZERO, GONE);
    }

    @Test
    void goesOutAtOnceWhenCleanStartEndsItsSession() { // [MQTT-3.1.2-8]
        device(10, 1_000);
        back(true);
        assertAfter(Duration.ZERO, GONE);
        device(10, 1_000).cut();
        assertAfter(Duration.ofSeconds(1));
        back(true);
        assertAfter(Duration.ZERO, GONE);
        assertAfter(Duration.ofDays(1));
    }

    @Test
    void isDeletedByAnOrdinaryDisconnect() { // [MQTT-3.14.4-3, MQTT-3.1.2-10]
        device(0, 1_000).disconnect();
        device(10, 0).disconnect();
        assertAfter(Duration.ofDays(1));
    }

    @ParameterizedTest
    @EnumSource(names = {"DISCONNECT_WITH_WILL_MESSAGE", "UNSPECIFIED_ERROR", "ADMINISTRATIVE_ACTION"})
    void survivesAnyOtherDisconnect(ReasonCode reason) { // [MQTT-3.1.2-8]
        device(10, 1_000).send(new Disconnect(reason));
        assertAfter(Duration.ofSeconds(9));
        assertAfter(Duration.ofSeconds(1), GONE);
    }

    @Test
    void goesOutWhenDisconnectEndsTheSession() {
        device(10, 1_000)
                .send(new Disconnect(
                        ReasonCode.DISCONNECT_WITH_WILL_MESSAGE, with(Property.SESSION_EXPIRY_INTERVAL, 0)));
        assertAfter(Duration.ZERO, GONE);
    }

    @Test
    void goesOutWhenAnotherUserEndsTheSession() {
        Device ann = rig.open()
                .up(new Connect(
                        MqttVersion.V5_0,
                        "d",
                        true,
                        0,
                        delayed(10),
                        "ann",
                        null,
                        with(Property.SESSION_EXPIRY_INTERVAL, 99)));
        ann.cut();
        rig.open().up(new Connect(MqttVersion.V5_0, "d", false, 0, null, "bob", null, Properties.NONE));
        assertAfter(Duration.ZERO, GONE);
    }

    @Test
    void isNotLostWhenTheBrokerCloses() {
        device(10, 1_000).cut();
        rig.core.close(rig.now);
        assertAfter(Duration.ZERO, GONE);
    }

    @Test
    void carriesItsPropertiesButTheDelay() { // [MQTT-3.1.3-10], [MQTT-3.1.2-14]
        Properties properties = Properties.builder()
                .number(Property.WILL_DELAY_INTERVAL, 5)
                .number(Property.PAYLOAD_FORMAT_INDICATOR, 1)
                .string(Property.CONTENT_TYPE, "text/plain")
                .string(Property.RESPONSE_TOPIC, "answers")
                .binary(Property.CORRELATION_DATA, new byte[] {7})
                .userProperty("b", "2")
                .userProperty("a", "1")
                .userProperty("b", "1")
                .build();
        Device curious = rig.clean5("c").subscribe("w", QoS.AT_MOST_ONCE);
        curious.take();
        Will will = new Will(new Message(TopicName.of("w"), new byte[] {1}, properties), QoS.AT_MOST_ONCE, false);
        rig.open()
                .up(connect5("d", true, 0, will, with(Property.SESSION_EXPIRY_INTERVAL, 5)))
                .cut();
        rig.advance(Duration.ofSeconds(5));
        Publish published = (Publish) curious.takePackets().get(0);
        assertThat(published.retain()).isFalse();
        assertThat(published.message().properties())
                .isEqualTo(properties.toBuilder()
                        .remove(Property.WILL_DELAY_INTERVAL)
                        .build());
        assertThat(published.message().properties().userProperties())
                .isEqualTo(List.of(new UserProperty("b", "2"), new UserProperty("a", "1"), new UserProperty("b", "1")));
    }

    @Test
    void beginsToExpireWhenItIsPublished() { // [5.0 3.1.3.2.4]
        Properties properties = Properties.builder()
                .number(Property.WILL_DELAY_INTERVAL, 100)
                .number(Property.MESSAGE_EXPIRY_INTERVAL, 10)
                .build();
        Message message = new Message(TopicName.of("w"), new byte[] {1}, properties);
        Device away = rig.open().up(connect5("c", true, with(Property.SESSION_EXPIRY_INTERVAL, 1_000)));
        away.subscribe("w", QoS.AT_LEAST_ONCE).cut();
        rig.open()
                .up(connect5(
                        "d",
                        true,
                        0,
                        new Will(message, QoS.AT_LEAST_ONCE, false),
                        with(Property.SESSION_EXPIRY_INTERVAL, 1_000)))
                .cut();
        rig.advance(Duration.ofSeconds(104));
        Publish published = (Publish) rig.open()
                .send(connect5("c", false, Properties.NONE))
                .takePackets()
                .get(1);
        assertThat(published.message().properties()).isEqualTo(with(Property.MESSAGE_EXPIRY_INTERVAL, 6));
    }

    @Test
    void isRetainedWhereItAsksToBe() { // [MQTT-3.1.2-15]
        rig.open()
                .up(connect5("d", true, 0, Rig.will("w", "gone", QoS.AT_LEAST_ONCE, true), Properties.NONE))
                .cut();
        assertThat(rig.clean("late").subscribe("w", QoS.AT_MOST_ONCE).take()).contains("PUBLISH w=gone qos0 retain");
    }

    @Test
    void doesNotGoOutWhereItsClientMayNotPublish() { // [MQTT-3.1.4-2]
        assertAfter(Duration.ZERO);
        Device system = rig.clean("s").subscribe("$SYS/x", QoS.AT_MOST_ONCE);
        system.take();
        rig.open()
                .up(connect5("d", true, 0, Rig.will("$SYS/x", "forged", QoS.AT_MOST_ONCE, true), Properties.NONE))
                .cut();
        assertThat(system.take()).isEmpty();
        assertThat(rig.core.statistics().refusedPublishes()).isEqualTo(1);
    }

    @Test
    void isNoneOfAClientThatIsRefused() { // [MQTT-3.1.4-6]
        Rig strict = new Rig(BrokerConfig.builder()
                .authenticator(login -> CompletableFuture.completedFuture(
                        login.clientId().equals("l") ? Decision.accept(null) : Decision.refuse()))
                .build());
        Device heir = listener(strict);
        strict.open().up(connect5("d", true, 0, delayed(0), Properties.NONE)).cut();
        assertThat(heir.take()).isEmpty();
    }
}
