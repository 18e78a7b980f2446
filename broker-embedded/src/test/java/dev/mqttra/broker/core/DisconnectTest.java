package dev.mqttra.broker.core;

import static dev.mqttra.broker.core.Rig.connect5;
import static dev.mqttra.broker.core.Rig.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PingReq;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the broker ends a connection: with the most specific reason in 5.0, without a word in 3.x. */
class DisconnectTest {

    private static void assertEnded(Device device, ReasonCode reason) {
        List<Packet> packets = device.takePackets();
        assertThat(packets).isNotEmpty();
        // The last packet of the connection [MQTT-3.14.4-1].
        assertThat(packets.get(packets.size() - 1))
                .isInstanceOfSatisfying(
                        Disconnect.class, last -> assertThat(last.reason()).isEqualTo(reason));
        assertThat(device.closed()).isTrue();
    }

    private static void assertEndedWithoutAWord(Device device) {
        assertThat(device.take()).isEmpty();
        assertThat(device.closed()).isTrue();
    }

    private static Device old(Rig rig, String clientId) {
        return rig.open().up(Rig.connectPacket(clientId, true, 10, null));
    }

    @Test
    void tellsWhoseSessionIsTakenOver() { // [MQTT-3.1.4-3]
        Rig rig = new Rig();
        Device first = rig.clean5("a");
        Device second = rig.clean5("a");
        assertEnded(first, ReasonCode.SESSION_TAKEN_OVER);
        assertThat(second.closed()).isFalse();
        Device third = old(rig, "a");
        assertEnded(second, ReasonCode.SESSION_TAKEN_OVER);
        rig.clean5("a");
        assertEndedWithoutAWord(third); // 3.1.1 [MQTT-3.1.4-2]
    }

    @Test
    void tellsWhoWasSilentTooLong() { // [MQTT-3.1.2-22], and [MQTT-3.2.2-22]: the client's own keep-alive counts
        Rig rig = new Rig();
        Device device = rig.open().up(connect5("a", true, 10, null, Properties.NONE));
        Device old = old(rig, "b");
        rig.advance(Duration.ofSeconds(14));
        assertThat(device.closed()).isFalse();
        rig.advance(Duration.ofSeconds(1));
        assertEnded(device, ReasonCode.KEEP_ALIVE_TIMEOUT);
        assertEndedWithoutAWord(old);
    }

    @Test
    void tellsThatItShutsDown() {
        Rig rig = new Rig();
        Device device = rig.clean5("a");
        Device old = old(rig, "b");
        rig.core.close(rig.now);
        assertEnded(device, ReasonCode.SERVER_SHUTTING_DOWN);
        assertEndedWithoutAWord(old);
    }

    @Test
    void tellsTheViolation() {
        assertEnded(
                new Rig().clean5("a").send(connect5("a", true, Properties.NONE)),
                ReasonCode.PROTOCOL_ERROR); // [MQTT-3.1.0-2]
        assertEnded(new Rig().clean5("a").send(new ConnAck(false, ReasonCode.SUCCESS)), ReasonCode.PROTOCOL_ERROR);
        Device device = new Rig().clean5("a");
        device.violate();
        assertEnded(device, ReasonCode.MALFORMED_PACKET);
        Rig rig = new Rig();
        Device old = old(rig, "a");
        old.violate();
        assertEndedWithoutAWord(old);
    }

    @Test
    void tellsWhatTheDecoderFinds() {
        BrokerConfig config = BrokerConfig.builder()
                .maximumPacketSize(1_024)
                .topicAliasMaximum(1)
                .build();
        String connect = "10 0E 00 04 4D 51 54 54 05 02 00 00 00 00 01 61";
        assertEnded(new Rig(config).open().bytes(connect).bytes("30 81 08"), ReasonCode.PACKET_TOO_LARGE);
        assertEnded(
                new Rig(config).open().bytes(connect).bytes("30 06 00 00 03 23 00 00"), ReasonCode.TOPIC_ALIAS_INVALID);
        assertEnded(
                new Rig(config).open().bytes(connect).bytes("36 06 00 01 61 00 01 00"), ReasonCode.MALFORMED_PACKET);
        assertEnded(new Rig(config).open().bytes(connect).bytes("30 05 00 01 2B 00 78"), ReasonCode.TOPIC_NAME_INVALID);
    }

    @Test
    void saysWhyUnlessTheClientDoesNotWantToKnow() { // [MQTT-3.1.2-29]
        Rig rig = new Rig();
        Device curious = rig.clean5("a");
        Device indifferent = rig.open().up(connect5("b", true, with(Property.REQUEST_PROBLEM_INFORMATION, 0)));
        curious.violate();
        indifferent.violate();
        assertThat(curious.takePackets())
                .containsExactly(new Disconnect(
                        ReasonCode.MALFORMED_PACKET,
                        Properties.builder()
                                .string(Property.REASON_STRING, "nonsense")
                                .build()));
        assertThat(indifferent.takePackets()).containsExactly(new Disconnect(ReasonCode.MALFORMED_PACKET));
    }

    @Test
    void enforcesTheReceiveMaximumThatItTold() { // [MQTT-3.3.4-7], [MQTT-4.9.0-1]
        Rig rig =
                new Rig(BrokerConfig.builder().maximumUnacknowledgedMessages(2).build());
        Device device = rig.clean5("a");
        // At QoS 2 an exchange counts until its PUBREL.
        device.publish("x", "1", QoS.EXACTLY_ONCE, 1).publish("x", "2", QoS.EXACTLY_ONCE, 2);
        assertThat(device.take()).containsExactly("PUBREC id1", "PUBREC id2");
        device.send(new PubRel(1, ReasonCode.SUCCESS)).publish("x", "3", QoS.EXACTLY_ONCE, 3);
        assertThat(device.take()).containsExactly("PUBCOMP id1", "PUBREC id3");
        device.publish("x", "0", QoS.AT_MOST_ONCE, 0); // costs nothing
        assertThat(device.closed()).isFalse();
        device.publish("x", "4", QoS.AT_LEAST_ONCE, 4);
        assertEnded(device, ReasonCode.RECEIVE_MAXIMUM_EXCEEDED);
    }

    @Test
    void answersEverythingElseWhileTheReceiveMaximumIsUsedUp() { // [MQTT-4.9.0-3]
        Rig rig =
                new Rig(BrokerConfig.builder().maximumUnacknowledgedMessages(1).build());
        Device bean = rig.local("bean").subscribe("x", QoS.AT_LEAST_ONCE);
        bean.take();
        Device device = rig.clean5("a").publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        device.send(PingReq.INSTANCE).publish("y", "2");
        assertThat(device.take()).hasSize(1);
        assertThat(device.link.reading).isTrue();
        bean.ack(1);
        assertThat(device.take()).containsExactly("PUBACK id1");
    }

    @Test
    void keepsToTheReceiveMaximumOfTheClient() { // [MQTT-3.3.4-9, MQTT-3.3.4-10, MQTT-4.9.0-2]
        Rig rig = new Rig();
        Device device = rig.open().up(connect5("a", true, with(Property.RECEIVE_MAXIMUM, 2)));
        device.subscribe("x", QoS.EXACTLY_ONCE).take();
        Device publisher = rig.clean("p");
        publisher.publish("x", "1", QoS.EXACTLY_ONCE, 1);
        publisher.publish("x", "2", QoS.AT_LEAST_ONCE, 2);
        publisher.publish("x", "3", QoS.AT_LEAST_ONCE, 3);
        assertThat(device.take()).containsExactly("PUBLISH x=1 qos2 id1", "PUBLISH x=2 qos1 id2");
        device.send(PingReq.INSTANCE);
        assertThat(device.take()).hasSize(1);
        device.send(new PubRec(1, ReasonCode.SUCCESS));
        assertThat(device.take()).containsExactly("PUBREL id1");
        device.send(new PubAck(2, ReasonCode.SUCCESS));
        assertThat(device.take()).containsExactly("PUBLISH x=3 qos1 id3");
    }

    @Test
    void ignoresWhatComesAfterDisconnect() {
        Rig rig = new Rig();
        Device listener = rig.clean("l").subscribe("#", QoS.AT_MOST_ONCE);
        listener.take();
        Device device = rig.clean5("a");
        device.send(
                new Disconnect(ReasonCode.SUCCESS),
                new Publish(Rig.message("x", "1"), QoS.AT_MOST_ONCE, false, false, 0));
        assertThat(listener.take()).isEmpty();
        assertEndedWithoutAWord(device);
    }
}
