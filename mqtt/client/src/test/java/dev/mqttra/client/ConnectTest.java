package dev.mqttra.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.PingReq;
import dev.mqttra.protocol.packet.PingResp;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.Will;
import dev.mqttra.protocol.topic.TopicFilter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Attempts, connections and their ends, on simulated time. */
class ConnectTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void connectSaysWhatIsConfigured() {
        Will will = new Will(Rig.message("gone", "x"), QoS.AT_LEAST_ONCE, true);
        byte[] password = {1, 2};
        Rig rig = new Rig(Rig.config()
                .keepAlive(Duration.ofSeconds(20))
                .userName("u")
                .password(password)
                .will(will));
        assertThat(rig.client.state()).isEqualTo(ClientState.NEW);
        rig.client.start();
        rig.client.start();
        assertThat(rig.written())
                .containsExactly(
                        new Connect(MqttVersion.V3_1_1, "rig", false, 20, will, "u", password, Properties.NONE));
        assertThat(rig.link().agreement.version()).isEqualTo(MqttVersion.V3_1_1);
        assertThat(rig.attempts).isEqualTo(1);
        assertThat(rig.client.state()).isEqualTo(ClientState.CONNECTING);
        rig.accept(false);
        assertThat(rig.client.state()).isEqualTo(ClientState.CONNECTED);
        assertThat(rig.events.all).containsExactly("connected false");
        assertThat(rig.client.statistics().connects()).isEqualTo(1);
    }

    @Test
    void anUnreachableServerIsTriedForEver() {
        Rig rig = new Rig();
        rig.network = Rig.Network.REFUSES;
        rig.client.start();
        rig.owner.pass(Duration.ofHours(1));
        assertThat(rig.attempts).isBetween(150, 500); // every 15 s on average, at the most every 30 s
        assertThat(rig.events.all).startsWith("failed 1: refused", "failed 2: refused");
        assertThat(rig.client.state()).isEqualTo(ClientState.WAITING);
        assertThat(rig.client.lastFailure()).isEqualTo("refused");
        rig.network = Rig.Network.OPENS;
        rig.comeBack(false);
        assertThat(rig.client.state()).isEqualTo(ClientState.CONNECTED);
        assertThat(rig.client.lastFailure()).isNull();
        assertThat(rig.client.statistics().connectFailures()).isEqualTo(rig.attempts - 1);
    }

    @Test
    void theNextServerIsTriedAtOnce() {
        Rig rig = new Rig();
        rig.network = Rig.Network.REFUSES;
        rig.servers = 3;
        rig.client.start();
        rig.owner.pass(Duration.ZERO);
        assertThat(rig.attempts).isEqualTo(3);
    }

    @Test
    void aTransportThatHangsIsGivenUpAndClosedWhenItComesLate() {
        Rig rig = new Rig(Rig.config().connectTimeout(Duration.ofSeconds(3)));
        rig.network = Rig.Network.HANGS;
        rig.client.start();
        rig.owner.pass(Duration.ofMillis(2_999));
        assertThat(rig.client.state()).isEqualTo(ClientState.CONNECTING);
        rig.owner.pass(Duration.ofMillis(1));
        assertThat(rig.events.all).containsExactly("failed 1: no connection within 3000 ms");
        rig.openLate();
        assertThat(rig.link().closed).isTrue();
        assertThat(rig.link().written()).isEmpty();
    }

    @Test
    void aServerThatDoesNotAnswerConnectIsGivenUp() {
        Rig rig = new Rig();
        rig.client.start();
        rig.owner.pass(Duration.ofSeconds(10));
        assertThat(rig.links.get(0).closed).isTrue();
        assertThat(rig.events.all).containsExactly("failed 1: no CONNACK from simulated within 10000 ms");
        rig.owner.pass(Duration.ofSeconds(1));
        assertThat(rig.links).hasSize(2);
    }

    @Test
    void aRefusalIsToldAndTriedAgain() {
        Rig rig = new Rig();
        rig.client.start();
        rig.owner.runAll();
        rig.link().receive(new ConnAck(false, ReasonCode.NOT_AUTHORIZED));
        assertThat(rig.link().closed).isTrue();
        assertThat(rig.events.all).containsExactly("refused 1: NOT_AUTHORIZED");
        rig.owner.pass(Duration.ofSeconds(1));
        rig.accept(false);
        assertThat(rig.client.state()).isEqualTo(ClientState.CONNECTED);
    }

    @Test
    void whatBreaksTheProtocolEndsTheConnectionOnly() {
        Rig rig = new Rig();
        rig.client.start();
        rig.owner.runAll();
        rig.link().receive(new PingResp());
        assertThat(rig.events.all.get(0)).startsWith("failed 1: simulated broke the protocol: PROTOCOL_ERROR");
        rig.comeBack(false);
        rig.link().receive(new ConnAck(false, ReasonCode.SUCCESS));
        assertThat(rig.events.all.get(2)).contains("unexpected CONNACK");
        rig.comeBack(false);
        rig.link().violate(new ProtocolViolation(ReasonCode.MALFORMED_PACKET, "nonsense"));
        assertThat(rig.events.all.get(4)).contains("MALFORMED_PACKET: nonsense");
        rig.comeBack(false);
        rig.link().receive(new Disconnect(ReasonCode.SUCCESS));
        assertThat(rig.events.all.get(6)).contains("unexpected DISCONNECT");
    }

    /** [MQTT-3.2.2-1] */
    @Test
    void sessionPresentAfterACleanStartIsAViolation() {
        Rig rig = new Rig(Rig.config().cleanStart(true));
        rig.client.start();
        rig.owner.runAll();
        rig.accept(true);
        assertThat(rig.events.all.get(0)).contains("Session Present with a clean start");
    }

    @Test
    void pingsKeepAConnectionAliveAndFindADeadOne() {
        Rig rig = new Rig(Rig.config().keepAlive(Duration.ofSeconds(20))).connected();
        for (int i = 0; i < 5; i++) {
            rig.owner.pass(Duration.ofSeconds(15));
            assertThat(rig.written()).containsExactly(new PingReq());
            rig.link().receive(new PingResp());
        }
        rig.owner.pass(Duration.ofSeconds(15));
        assertThat(rig.written()).containsExactly(new PingReq());
        rig.owner.pass(Duration.ofSeconds(9));
        assertThat(rig.link().closed).isFalse();
        rig.owner.pass(Duration.ofSeconds(1));
        assertThat(rig.links.get(0).closed).isTrue();
        assertThat(rig.events.all.get(1)).contains("no sign of life");
        assertThat(rig.client.lastFailure()).contains("no sign of life");
    }

    @Test
    void keepAliveZeroIsOff() {
        Rig rig = new Rig(Rig.config().keepAlive(Duration.ZERO)).connected();
        rig.owner.pass(Duration.ofDays(2));
        assertThat(rig.written()).isEmpty();
    }

    @Test
    void whoDoesNotReadPingsAndDeclaresNobodyDead() {
        Rig rig = new Rig(Rig.config().keepAlive(Duration.ofSeconds(20)).receiveMaximum(1));
        Rig.Keeper keeper = new Rig.Keeper();
        rig.client.subscribe(TopicFilter.of("t"), QoS.AT_LEAST_ONCE, keeper);
        rig.connected();
        rig.link().receive(Rig.arriving("t", "1", QoS.AT_LEAST_ONCE, 1));
        assertThat(rig.link().reading).isFalse();
        rig.owner.pass(LONG);
        assertThat(rig.link().closed).isFalse();
        assertThat(rig.written()).hasSize(4).containsOnly(new PingReq());
        keeper.last().acknowledge();
        rig.owner.runAll();
        assertThat(rig.link().reading).isTrue();
        rig.owner.pass(Duration.ofSeconds(9));
        assertThat(rig.link().closed).as("the server gets its time to answer").isFalse();
        rig.owner.pass(Duration.ofSeconds(1));
        assertThat(rig.links.get(0).closed).isTrue();
    }

    @Test
    void twoClientsWithOneIdentifierDoNotRace() {
        Rig rig = new Rig().connected();
        for (int i = 0; i < 8; i++) {
            rig.link().lose();
            rig.comeBack(false);
        }
        rig.link().lose();
        int before = rig.attempts;
        rig.owner.pass(Duration.ofSeconds(1));
        assertThat(rig.attempts).as("the wait has grown").isEqualTo(before);
    }

    @Test
    void aConnectionThatLastedBeginsTheBackoffAnew() {
        Rig rig = new Rig(Rig.config().keepAlive(Duration.ZERO)).connected();
        for (int i = 0; i < 8; i++) {
            rig.link().lose();
            rig.comeBack(false);
        }
        rig.owner.pass(Duration.ofHours(1));
        rig.link().lose();
        int before = rig.attempts;
        rig.owner.pass(Duration.ofSeconds(1));
        assertThat(rig.attempts).isEqualTo(before + 1);
    }

    @Test
    void aListenerThatThrowsHarmsNothing() {
        SimulatedOwner owner = new SimulatedOwner();
        MqttClient client = new MqttClient(
                Rig.config().build(),
                owner,
                (opened, failed) -> {
                    throw new IllegalStateException("connector");
                },
                new ClientListener() {
                    @Override
                    public void onConnectFailed(String reason, int attempt) {
                        throw new IllegalStateException("listener");
                    }
                },
                new java.util.SplittableRandom(1));
        client.start();
        owner.pass(LONG);
        assertThat(client.state()).isEqualTo(ClientState.WAITING);
        assertThat(client.statistics().connectFailures()).isGreaterThan(1);
    }
}
