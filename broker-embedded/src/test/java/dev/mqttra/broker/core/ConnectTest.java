package dev.mqttra.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.Authenticator.Decision;
import dev.mqttra.broker.Authenticator.Login;
import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.protocol.packet.Auth;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PingReq;
import dev.mqttra.protocol.packet.PingResp;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** From the link's beginning to CONNACK, and what closes a connection. */
class ConnectTest {
    private static final ConnAck WELCOME = new ConnAck(false, ReasonCode.SUCCESS);

    private static Connect connect(MqttVersion version, String clientId, boolean clean) {
        return new Connect(version, clientId, clean, 0, null, null, null, Properties.NONE);
    }

    private static void assertRefused(Device device, ReasonCode reason) {
        assertThat(device.takePackets()).singleElement().isInstanceOfSatisfying(ConnAck.class, answer -> {
            assertThat(answer.reason()).isEqualTo(reason);
            assertThat(answer.sessionPresent()).isFalse(); // [MQTT-3.2.2-4], 5.0 [MQTT-3.2.2-6]
        });
        assertThat(device.closed()).isTrue();
    }

    @Test
    void acceptsAndAnswersPings() {
        Rig rig = new Rig();
        Device device = rig.clean("a");
        assertThat(device.takePackets()).containsExactly(WELCOME);
        device.send(PingReq.INSTANCE);
        assertThat(device.takePackets()).containsExactly(PingResp.INSTANCE);
        assertThat(rig.core.statistics().connections()).isEqualTo(1);
        assertThat(rig.core.statistics().sessions()).isEqualTo(1);
        device.disconnect();
        assertThat(device.closed()).isTrue();
        assertThat(rig.core.statistics().connections()).isZero();
        assertThat(rig.core.statistics().sessions()).isZero();
    }

    @Test
    void servesWhatWasSentTogetherWithConnect() {
        Rig rig = new Rig();
        Device device = rig.open();
        device.send(Rig.connectPacket("a", true, 0, null), PingReq.INSTANCE);
        assertThat(device.takePackets()).containsExactly(WELCOME, PingResp.INSTANCE);
    }

    @Test
    void answersAnUnknownVersionBeforeItCloses() {
        assertRefused(
                new Rig().open().bytes("10 0D 00 04 4D 51 54 54 09 02 00 00 00 01 61"), // [MQTT-3.1.2-2]
                ReasonCode.UNSUPPORTED_PROTOCOL_VERSION);
        assertRefused(
                new Rig().open().bytes("10 0F 00 06 4D 51 49 73 64 70 02 02 00 00 00 01 61"), // v3.1-2
                ReasonCode.UNSUPPORTED_PROTOCOL_VERSION);
    }

    @Test
    void knowsTheClientIdentifiersOf31() {
        Rig rig = new Rig();
        assertRefused(rig.open().send(connect(MqttVersion.V3_1, "", true)), ReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
        assertRefused(
                rig.open().send(connect(MqttVersion.V3_1, "x".repeat(24), true)),
                ReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
        assertThat(rig.open()
                        .send(connect(MqttVersion.V3_1, "x".repeat(23), true))
                        .takePackets())
                .containsExactly(WELCOME);
    }

    @Test
    void neverSaysSessionPresentTo31() {
        Rig rig = new Rig();
        rig.open().send(connect(MqttVersion.V3_1, "a", false)).cut();
        assertThat(rig.open().send(connect(MqttVersion.V3_1, "a", false)).takePackets())
                .containsExactly(WELCOME);
    }

    @Test
    void inventsAnIdentifierForACleanSessionOnly() {
        Rig rig = new Rig();
        Device first = rig.clean("");
        Device second = rig.clean("");
        assertThat(first.takePackets()).containsExactly(WELCOME);
        assertThat(second.takePackets()).containsExactly(WELCOME);
        assertThat(first.closed()).isFalse();
        assertThat(rig.core.statistics().sessions()).isEqualTo(2);
        assertRefused(rig.persistent(""), ReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
    }

    @Test
    void closesOnAFirstPacketThatIsNotConnect() {
        Rig rig = new Rig();
        Device device = rig.open().send(PingReq.INSTANCE);
        assertThat(device.takePackets()).isEmpty();
        assertThat(device.closed()).isTrue();
        assertThat(rig.core.statistics().violations()).isEqualTo(1);
    }

    @Test
    void closesOnASecondConnectAndTheOthersDoNotNotice() {
        Rig rig = new Rig();
        Device other = rig.clean("other").subscribe("#", QoS.AT_MOST_ONCE);
        other.take();
        Device device = rig.clean("a");
        device.send(Rig.connectPacket("a", true, 0, null));
        assertThat(device.closed()).isTrue();
        rig.clean("b").publish("x", "1");
        assertThat(other.take()).containsExactly("PUBLISH x=1 qos0");
    }

    @Test
    void closesOnAPacketThatIsNotAClients() {
        Rig rig = new Rig();
        assertThat(rig.clean("a").send(WELCOME).closed()).isTrue();
        assertThat(rig.clean("b").send(PingResp.INSTANCE).closed()).isTrue();
        assertThat(rig.clean("c").send(new Auth(ReasonCode.SUCCESS)).closed()).isTrue();
    }

    @Test
    void ignoresWhatComesAfterDisconnect() {
        Rig rig = new Rig();
        Device listener = rig.clean("l").subscribe("#", QoS.AT_MOST_ONCE);
        listener.take();
        Device device = rig.clean("a");
        device.send(
                new dev.mqttra.protocol.packet.Disconnect(ReasonCode.SUCCESS),
                new Publish(Rig.message("x", "1"), QoS.AT_MOST_ONCE, false, false, 0));
        assertThat(listener.take()).isEmpty();
    }

    @Test
    void closesAConnectionWithoutConnectInTime() {
        Rig rig = new Rig(
                BrokerConfig.builder().connectTimeout(Duration.ofSeconds(4)).build());
        Device device = rig.open();
        rig.advance(Duration.ofMillis(3999));
        assertThat(device.closed()).isFalse();
        rig.advance(Duration.ofMillis(1));
        assertThat(device.closed()).isTrue();
        assertThat(rig.core.statistics().connections()).isZero();
    }

    @Test
    void connectEndsTheConnectTimeout() {
        Rig rig = new Rig();
        Device device = rig.clean("a");
        rig.advance(Duration.ofDays(300));
        assertThat(device.closed()).isFalse();
    }

    @Test
    void closesWhatIsMoreThanTheConnectionsAllow() {
        Rig rig = new Rig(BrokerConfig.builder().maximumConnections(2).build());
        Device first = rig.clean("a");
        rig.open();
        Device third = rig.open();
        assertThat(third.closed()).isTrue();
        assertThat(rig.core.statistics().refused()).isEqualTo(1);
        first.disconnect();
        assertThat(rig.clean("d").closed()).isFalse();
    }

    @Test
    void refusesWhatIsMoreThanTheSessionsAllow() {
        Rig rig = new Rig(BrokerConfig.builder().maximumSessions(1).build());
        rig.persistent("a").cut();
        assertRefused(rig.clean("b"), ReasonCode.QUOTA_EXCEEDED);
        assertThat(rig.persistent("a").takePackets()).containsExactly(new ConnAck(true, ReasonCode.SUCCESS));
    }

    /** An authenticator whose answers come when the test says. */
    private static final class Later {
        final List<Login> logins = new ArrayList<>();
        final List<CompletableFuture<Decision>> answers = new ArrayList<>();

        Rig rig() {
            return new Rig(BrokerConfig.builder()
                    .authenticator(login -> {
                        logins.add(login);
                        answers.add(new CompletableFuture<>());
                        return answers.get(answers.size() - 1);
                    })
                    .build());
        }
    }

    @Test
    void goesOnWhileTheAuthenticatorDecides() {
        Later later = new Later();
        Rig rig = later.rig();
        Device device = rig.open();
        byte[] password = "secret".getBytes(StandardCharsets.UTF_8);
        Packet publish = new Publish(Rig.message("x", "1"), QoS.AT_LEAST_ONCE, false, false, 1);
        device.send(
                new Connect(MqttVersion.V3_1_1, "a", true, 0, null, "ann", password, Properties.NONE),
                publish,
                PingReq.INSTANCE);
        assertThat(device.takePackets()).isEmpty();
        assertThat(device.link.reading).isFalse();
        Login login = later.logins.get(0);
        assertThat(login.userName()).isEqualTo("ann");
        assertThat(login.password()).isEqualTo(password);
        assertThat(login.toString()).doesNotContain("secret");

        later.answers.get(0).complete(Decision.accept("ann"));
        rig.settle();
        assertThat(device.take()).containsExactly(WELCOME.toString(), PingResp.INSTANCE.toString(), "PUBACK id1");
        assertThat(device.link.reading).isTrue();
    }

    @Test
    void processesNothingOfARefusedClient() {
        Later later = new Later();
        Rig rig = later.rig();
        Device device = rig.open();
        device.send(
                Rig.connectPacket("a", true, 0, Rig.will("w", "dead", QoS.AT_MOST_ONCE, true)),
                new Publish(Rig.message("x", "1"), QoS.AT_MOST_ONCE, true, false, 0));
        later.answers.get(0).complete(Decision.refuse());
        rig.settle();
        assertRefused(device, ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThat(rig.core.statistics().received()).isZero();
        assertThat(rig.core.statistics().retained()).isZero();
    }

    @Test
    void refusesWhenTheAuthenticatorFailsThrowsOrNeverAnswers() {
        Later later = new Later();
        Rig rig = later.rig();
        Device device = rig.clean("a");
        later.answers.get(0).completeExceptionally(new IllegalStateException("directory away"));
        rig.settle();
        assertRefused(device, ReasonCode.SERVER_UNAVAILABLE);

        Device silent = rig.clean("b");
        rig.advance(Duration.ofSeconds(11));
        assertRefused(silent, ReasonCode.SERVER_UNAVAILABLE);
        later.answers.get(1).complete(Decision.accept(null));
        rig.settle();
        assertThat(rig.core.statistics().sessions()).isZero();

        Rig throwing = new Rig(BrokerConfig.builder()
                .authenticator(login -> {
                    throw new IllegalStateException("a defect");
                })
                .build());
        assertRefused(throwing.clean("c"), ReasonCode.SERVER_UNAVAILABLE);
        Rig failed = new Rig(BrokerConfig.builder()
                .authenticator(login -> CompletableFuture.failedFuture(new IllegalStateException("failed")))
                .build());
        assertRefused(failed.clean("d"), ReasonCode.SERVER_UNAVAILABLE);
    }

    @Test
    void forgetsTheDecisionAboutAClientThatLeft() {
        Later later = new Later();
        Rig rig = later.rig();
        Device device = rig.clean("a");
        device.cut();
        later.answers.get(0).complete(Decision.accept(null));
        rig.settle();
        assertThat(rig.core.statistics().sessions()).isZero();
        assertThat(device.takePackets()).isEmpty();
    }

    @Test
    void doesNotAskAboutClientsInsideTheVm() {
        Rig rig = new Rig(BrokerConfig.builder()
                .authenticator(login -> CompletableFuture.completedFuture(Decision.refuse()))
                .build());
        assertRefused(rig.clean("a"), ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThat(rig.local("b").takePackets()).containsExactly(WELCOME);
    }

    @Test
    void closesASilentClientAfterOneAndAHalfTimesItsKeepAlive() {
        Rig rig = new Rig();
        Device device = rig.open().up(Rig.connectPacket("a", true, 10, null));
        rig.advance(Duration.ofSeconds(14));
        device.send(PingReq.INSTANCE);
        rig.advance(Duration.ofMillis(14_999));
        assertThat(device.closed()).isFalse();
        rig.advance(Duration.ofMillis(1));
        assertThat(device.closed()).isTrue();
    }

    @Test
    void keepsOutWhatBelongsInsideTheVm() {
        Rig rig = new Rig();
        Device inside = rig.local("app");
        assertRefused(rig.clean("app"), ReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
        assertThat(inside.closed()).isFalse();
        Device outside = rig.clean("tool");
        rig.local("tool");
        assertThat(outside.closed()).isTrue();
    }

    @Test
    void givesASessionToItsOwnUserOnly() {
        Rig rig = new Rig();
        Connect ann = new Connect(MqttVersion.V3_1_1, "a", false, 0, null, "ann", null, Properties.NONE);
        Connect bob = new Connect(MqttVersion.V3_1_1, "a", false, 0, null, "bob", null, Properties.NONE);
        Device first = rig.open().up(ann).subscribe("x", QoS.AT_LEAST_ONCE);
        first.cut();
        rig.clean("p").publish("x", "secret", QoS.AT_LEAST_ONCE, 1);
        assertThat(rig.open().send(bob).takePackets()).containsExactly(WELCOME);
    }

    @Test
    void closesEverythingWhenTheBrokerCloses() {
        Rig rig = new Rig();
        Device device = rig.clean("a");
        Device silent = rig.open();
        rig.core.close(rig.now);
        rig.settle();
        assertThat(device.closed()).isTrue();
        assertThat(silent.closed()).isTrue();
        assertThat(rig.open().closed()).isTrue();
        assertThat(rig.core.statistics().connections()).isZero();
    }
}
