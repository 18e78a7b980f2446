package dev.mqttra.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PingResp;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.SubAck;
import dev.mqttra.protocol.packet.Subscribe;
import dev.mqttra.protocol.topic.TopicFilter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How connections end in 5.0, by either side. */
class EndingTest {
    private final Rig rig = new Rig(Rig.config(MqttVersion.V5_0));

    private static Properties expiry(long seconds) {
        return Properties.builder()
                .number(Property.SESSION_EXPIRY_INTERVAL, seconds)
                .build();
    }

    private static List<Packet> closed(Rig rig, Goodbye goodbye) {
        rig.connected();
        rig.client.close(goodbye);
        List<Packet> written = rig.written();
        assertThat(rig.link().closed).isTrue();
        assertThat(rig.client.state()).isEqualTo(ClientState.CLOSED);
        return written;
    }

    private static void assertFarewell(Rig rig, ReasonCode code, String why) {
        Disconnect said = (Disconnect) rig.link().written().get(0);
        assertThat(said.reason()).isEqualTo(code);
        assertThat(said.properties().string(Property.REASON_STRING)).contains(why);
        assertThat(rig.links.get(rig.links.size() - 1).closed).isTrue();
    }

    /** [MQTT-3.14.4-1, MQTT-3.14.4-2] */
    @Test
    void anOrdinaryGoodbyeIsShort() {
        assertThat(closed(rig, Goodbye.NORMAL)).containsExactly(new Disconnect(ReasonCode.SUCCESS));
        rig.client.publish(Rig.message("t", "late"), QoS.AT_MOST_ONCE, false);
        assertThat(rig.written()).isEmpty();
    }

    @Test
    void aGoodbyeMayLeaveTheWillAndChangeTheSessionsLife() {
        assertThat(closed(rig, new Goodbye(true, Duration.ofSeconds(9))))
                .containsExactly(new Disconnect(ReasonCode.DISCONNECT_WITH_WILL_MESSAGE, expiry(9)));
        assertThat(closed(new Rig(Rig.config(MqttVersion.V5_0)), new Goodbye(false, Duration.ZERO)))
                .containsExactly(new Disconnect(ReasonCode.SUCCESS, expiry(0)));
    }

    /** From 0 to anything else would be a protocol error [5.0 3.14.2.2.2]. */
    @Test
    void aSessionThatEndsWithItsConnectionIsNotProlonged() {
        Rig clean = new Rig(Rig.config(MqttVersion.V5_0).cleanStart(true));
        assertThat(closed(clean, new Goodbye(false, Duration.ofSeconds(9))))
                .containsExactly(new Disconnect(ReasonCode.SUCCESS));
    }

    @Test
    void in3OnlySilencePublishesTheWill() {
        assertThat(closed(new Rig(), new Goodbye(true, Duration.ZERO))).isEmpty();
        assertThat(closed(new Rig(), new Goodbye(false, Duration.ZERO)))
                .containsExactly(new Disconnect(ReasonCode.SUCCESS));
    }

    @Test
    void aSessionsLifeIsChecked() {
        assertThatThrownBy(() -> new Goodbye(false, Duration.ofMillis(1))).hasMessageContaining("whole seconds");
        assertThatThrownBy(() -> new Goodbye(false, Duration.ofSeconds(-1))).hasMessageContaining("whole seconds");
    }

    /** [MQTT-4.13.2-1] What the server says is told; where it points to is not followed. */
    @Test
    void theServersGoodbyeIsTold() {
        rig.connected();
        rig.link()
                .receive(new Disconnect(
                        ReasonCode.USE_ANOTHER_SERVER,
                        Properties.builder()
                                .string(Property.REASON_STRING, "too busy")
                                .string(Property.SERVER_REFERENCE, "other.example")
                                .build()));
        assertThat(rig.events.all)
                .endsWith(
                        "disconnected: the server disconnected: USE_ANOTHER_SERVER, too busy, see server other.example");
        assertThat(rig.links.get(0).closed).isTrue();
        assertThat(rig.links.get(0).written()).as("nothing is answered").isEmpty();
        rig.comeBack(true);
        assertThat(rig.client.state()).isEqualTo(ClientState.CONNECTED);
    }

    @Test
    void aSessionThatWasTakenOverIsNotFoughtFor() {
        rig.connected();
        for (int i = 0; i < 8; i++) {
            rig.link().receive(new Disconnect(ReasonCode.SESSION_TAKEN_OVER));
            rig.comeBack(false);
        }
        rig.link().receive(new Disconnect(ReasonCode.SESSION_TAKEN_OVER));
        int before = rig.attempts;
        rig.owner.pass(Duration.ofSeconds(1));
        assertThat(rig.attempts).as("the wait has grown").isEqualTo(before);
        assertThat(rig.client.lastFailure()).contains("SESSION_TAKEN_OVER");
    }

    /** [MQTT-4.13.2-1] */
    @Test
    void aRefusalSaysWhyAndEndsTheConnection() {
        rig.started();
        Properties why =
                Properties.builder().string(Property.REASON_STRING, "not you").build();
        rig.link().receive(new ConnAck(false, ReasonCode.BANNED, why));
        assertThat(rig.client.lastFailure()).isEqualTo("simulated refused the connection: BANNED, not you");
        assertThat(rig.link().closed).isTrue();
        assertThat(rig.link().written()).isEmpty();
    }

    /** [MQTT-4.13.1-1] */
    @ParameterizedTest
    @EnumSource(
            value = ReasonCode.class,
            names = {"MALFORMED_PACKET", "PROTOCOL_ERROR", "TOPIC_ALIAS_INVALID", "PACKET_TOO_LARGE"})
    void whatBreaksTheProtocolIsAnsweredWithItsCode(ReasonCode code) {
        rig.connected();
        rig.link().violate(new ProtocolViolation(code, "nonsense"));
        assertFarewell(rig, code, "nonsense");
        assertThat(rig.events.all.get(1)).contains(code + ": nonsense");
    }

    @Test
    void aCodeThatAClientMayNotSendIsAProtocolError() {
        rig.connected();
        rig.link().violate(new ProtocolViolation(ReasonCode.TOPIC_FILTER_INVALID, "a filter"));
        assertFarewell(rig, ReasonCode.PROTOCOL_ERROR, "a filter");
    }

    /** [MQTT-4.8.0-1] */
    @Test
    void whatMayNotComeNowIsAProtocolError() {
        rig.started();
        rig.link().receive(new PingResp());
        assertFarewell(rig, ReasonCode.PROTOCOL_ERROR, "PINGRESP before CONNACK");
        rig.comeBack(false);
        rig.link().receive(new ConnAck(false, ReasonCode.SUCCESS));
        assertFarewell(rig, ReasonCode.PROTOCOL_ERROR, "unexpected CONNACK");
        rig.comeBack(false);
        rig.client.subscribe(TopicFilter.of("t"), QoS.AT_MOST_ONCE, delivery -> {});
        Subscribe asked = (Subscribe) rig.written().get(0);
        rig.link().receive(new SubAck(asked.packetId(), List.of(ReasonCode.SUCCESS, ReasonCode.GRANTED_QOS_1)));
        assertFarewell(rig, ReasonCode.PROTOCOL_ERROR, "SUBACK has 2 codes for 1");
    }

    @Test
    void aGoodbyeBeforeConnackIsAProtocolError() {
        rig.started();
        rig.link().receive(new Disconnect(ReasonCode.SERVER_BUSY));
        assertFarewell(rig, ReasonCode.PROTOCOL_ERROR, "DISCONNECT before CONNACK");
    }

    /** [MQTT-3.2.2-4] */
    @Test
    void aSessionThatTheClientDoesNotHaveIsLeft() {
        Rig clean = new Rig(Rig.config(MqttVersion.V5_0).cleanStart(true));
        clean.started();
        clean.accept(true);
        assertFarewell(clean, ReasonCode.PROTOCOL_ERROR, "Session Present with a clean start");
    }

    /** [MQTT-3.1.0-1] CONNECT is the first, and until CONNACK the only packet. */
    @Test
    void nothingLeavesBeforeConnack() {
        rig.client.publish(Rig.message("t", "x"), QoS.AT_MOST_ONCE, false);
        rig.client.subscribe(TopicFilter.of("t"), QoS.AT_MOST_ONCE, delivery -> {});
        rig.started();
        assertThat(rig.written()).isEmpty();
        rig.accept(false);
        assertThat(rig.written()).hasSize(2);
    }
}
