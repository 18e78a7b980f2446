package dev.mqttra.broker.core;

import static dev.mqttra.broker.core.Rig.connect5;
import static dev.mqttra.broker.core.Rig.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a session of 5.0 lives, and who finds it again. */
class SessionExpiryTest {
    private static final long FOR_EVER = 0xFFFF_FFFFL;

    private static Properties expiry(long seconds) {
        return with(Property.SESSION_EXPIRY_INTERVAL, seconds);
    }

    /** Connects with Clean Start 0 and says whether the session was present. */
    private static boolean present(Rig rig, Properties properties) {
        Device device = rig.open().send(connect5("s", false, properties));
        ConnAck answer = (ConnAck) device.takePackets().get(0);
        assertThat(answer.reason()).isEqualTo(ReasonCode.SUCCESS);
        return answer.sessionPresent();
    }

    private static Device begun(Rig rig, Properties properties) {
        return rig.open().up(connect5("s", true, properties)).subscribe("x", QoS.AT_LEAST_ONCE);
    }

    @Test
    void keepsASessionForAsLongAsItsClientAsked() { // [MQTT-3.1.2-23, MQTT-4.1.0-2, MQTT-3.1.2-5, MQTT-3.2.2-3]
        Rig rig = new Rig();
        begun(rig, expiry(60)).cut();
        rig.advance(Duration.ofMillis(59_999));
        assertThat(present(rig, expiry(60))).isTrue();
    }

    @Test
    void forgetsItThen() { // [MQTT-4.1.0-2, MQTT-3.1.2-6]
        Rig rig = new Rig();
        begun(rig, expiry(60)).disconnect();
        rig.advance(Duration.ofSeconds(60));
        assertThat(rig.core.statistics().sessions()).isZero();
        assertThat(rig.core.statistics().subscriptions()).isZero();
        assertThat(present(rig, expiry(60))).isFalse();
    }

    @Test
    void forgetsItAtOnceWhereNothingIsSaid() {
        Rig rig = new Rig();
        begun(rig, Properties.NONE).cut();
        assertThat(rig.core.statistics().sessions()).isZero();
        assertThat(present(rig, Properties.NONE)).isFalse();
    }

    @Test
    void keepsItForEverWhereTheClientSaysSo() {
        Rig rig = new Rig();
        begun(rig, expiry(FOR_EVER)).cut();
        rig.advance(Duration.ofDays(30_000));
        assertThat(present(rig, expiry(FOR_EVER))).isTrue();
    }

    @Test
    void neverEndsItWhileItsClientIsThere() { // [MQTT-4.1.0-1]
        Rig rig = new Rig();
        begun(rig, expiry(5)).cut();
        rig.advance(Duration.ofSeconds(4));
        assertThat(present(rig, expiry(5))).isTrue();
        rig.advance(Duration.ofDays(2));
        assertThat(rig.core.statistics().sessions()).isEqualTo(1);
    }

    @Test
    void countsFromTheEndOfTheConnection() {
        Rig rig = new Rig();
        begun(rig, expiry(5)).cut();
        rig.advance(Duration.ofSeconds(4));
        Device back = rig.open().up(connect5("s", false, expiry(5)));
        rig.advance(Duration.ofSeconds(4));
        back.cut();
        rig.advance(Duration.ofMillis(4_999));
        assertThat(present(rig, expiry(5))).isTrue();
    }

    @Test
    void takesTheIntervalOfTheLastConnect() {
        Rig rig = new Rig();
        begun(rig, expiry(FOR_EVER)).cut();
        Device shorter = rig.open().up(connect5("s", false, Properties.NONE));
        shorter.cut();
        assertThat(rig.core.statistics().sessions()).isZero();
    }

    @Test
    void discardsItForCleanStart() { // [MQTT-3.1.2-4, MQTT-3.1.4-4, MQTT-3.2.2-2]
        Rig rig = new Rig();
        begun(rig, expiry(FOR_EVER)).cut();
        Device fresh = rig.open().send(connect5("s", true, expiry(FOR_EVER)));
        assertThat(((ConnAck) fresh.takePackets().get(0)).sessionPresent()).isFalse();
        assertThat(rig.core.statistics().subscriptions()).isZero();
        fresh.cut();
        assertThat(present(rig, Properties.NONE)).isTrue();
    }

    @Test
    void boundsWhatAClientMayAskFor() {
        Rig rig = new Rig(BrokerConfig.builder()
                .maximumSessionExpiry(Duration.ofSeconds(10))
                .build());
        begun(rig, expiry(FOR_EVER)).cut();
        rig.advance(Duration.ofMillis(9_999));
        assertThat(present(rig, expiry(20))).isTrue();
        Device leaving = rig.open().up(connect5("s", false, expiry(1)));
        leaving.send(new Disconnect(ReasonCode.SUCCESS, expiry(1_000)));
        rig.advance(Duration.ofSeconds(10));
        assertThat(rig.core.statistics().sessions()).isZero();
    }

    @Test
    void letsDisconnectChangeTheInterval() {
        Rig rig = new Rig();
        begun(rig, expiry(5)).send(new Disconnect(ReasonCode.SUCCESS, expiry(50)));
        rig.advance(Duration.ofSeconds(49));
        assertThat(present(rig, expiry(50))).isTrue();
        rig.open().up(connect5("s", false, expiry(50))).send(new Disconnect(ReasonCode.SUCCESS, expiry(0)));
        assertThat(rig.core.statistics().sessions()).isZero();
        begun(rig, expiry(5)).send(new Disconnect(ReasonCode.SUCCESS, expiry(FOR_EVER)));
        rig.advance(Duration.ofDays(9_000));
        assertThat(present(rig, expiry(50))).isTrue();
    }

    @Test
    void doesNotLetDisconnectProlongASessionThatEndsWithItsConnection() {
        Rig rig = new Rig();
        Device listener = rig.clean("l").subscribe("w", QoS.AT_MOST_ONCE);
        listener.take();
        Device device =
                rig.open().up(connect5("s", true, 0, Rig.will("w", "gone", QoS.AT_MOST_ONCE, false), Properties.NONE));
        device.send(new Disconnect(ReasonCode.SUCCESS, expiry(1)));
        assertThat(device.take()).containsExactly("DISCONNECT PROTOCOL_ERROR");
        assertThat(rig.core.statistics().sessions()).isEqualTo(1);
        // It was no valid DISCONNECT, so that the will is not deleted.
        assertThat(listener.take()).containsExactly("PUBLISH w=gone qos0");
        Device zero = rig.clean5("z");
        zero.send(new Disconnect(ReasonCode.SUCCESS, expiry(0)));
        assertThat(zero.take()).isEmpty();
    }

    @Test
    void endsASessionOfNoIntervalWhenItIsTakenOver() {
        Rig rig = new Rig();
        begun(rig, Properties.NONE);
        assertThat(present(rig, Properties.NONE)).isFalse();
        assertThat(rig.core.statistics().subscriptions()).isZero();
    }

    @Test
    void resumesASessionThatIsTakenOver() {
        Rig rig = new Rig();
        begun(rig, expiry(1));
        assertThat(present(rig, expiry(1))).isTrue();
        assertThat(rig.core.statistics().subscriptions()).isEqualTo(1);
    }

    @Test
    void isOneSessionWhateverVersionItsClientSpeaks() {
        Rig rig = new Rig();
        rig.persistent("s").subscribe("x", QoS.AT_LEAST_ONCE).disconnect();
        assertThat(present(rig, expiry(9))).isTrue();
        rig.persistent("s").disconnect();
        rig.advance(Duration.ofDays(99));
        assertThat(present(rig, expiry(9))).isTrue();
    }
}
