package dev.mqttra.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.session.ReceiveFlow.Arrival;
import dev.mqttra.protocol.topic.TopicName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiveFlowTest {
    private ReceiveFlow flow = new ReceiveFlow(true);
    private SimulatedLink link = new SimulatedLink();

    ReceiveFlowTest() {
        flow.connected(link);
    }

    @Test
    void acknowledgesInTheOrderOfArrival() throws ProtocolViolation {
        Arrival one = arrive(1, QoS.AT_LEAST_ONCE);
        Arrival two = arrive(2, QoS.AT_LEAST_ONCE);
        Arrival three = arrive(3, QoS.EXACTLY_ONCE);
        Arrival four = arrive(4, QoS.EXACTLY_ONCE);
        four.complete(ReasonCode.SUCCESS);
        two.complete(ReasonCode.SUCCESS);
        assertThat(link.takeAll()).isEmpty();
        assertThat(flow.unacknowledged()).isEqualTo(4);
        one.complete(ReasonCode.NOT_AUTHORIZED);
        assertThat(link.takeAll()).containsExactly("PubAck 1 NOT_AUTHORIZED", "PubAck 2");
        three.complete(ReasonCode.SUCCESS);
        assertThat(link.takeAll()).containsExactly("PubRec 3", "PubRec 4");
        assertThat(flow.unacknowledged()).isZero();
    }

    @Test
    void insideTheVmEachLeavesAsItFinishes() throws ProtocolViolation {
        unordered();
        Arrival one = arrive(1, QoS.AT_LEAST_ONCE);
        Arrival two = arrive(2, QoS.AT_LEAST_ONCE);
        two.complete(ReasonCode.SUCCESS);
        one.complete(ReasonCode.SUCCESS);
        assertThat(link.takeAll()).containsExactly("PubAck 2", "PubAck 1");
    }

    @Test
    void theFirstOutcomeCounts() throws ProtocolViolation {
        Arrival one = arrive(1, QoS.AT_LEAST_ONCE);
        one.complete(ReasonCode.SUCCESS);
        one.complete(ReasonCode.UNSPECIFIED_ERROR);
        assertThat(link.takeAll()).containsExactly("PubAck 1");
    }

    @Test
    void qos2IsRecordedUntilPubRel() throws ProtocolViolation {
        arrive(1, QoS.EXACTLY_ONCE).complete(ReasonCode.SUCCESS);
        assertThat(again(1, QoS.EXACTLY_ONCE)).isNull();
        assertThat(arrive(1, QoS.EXACTLY_ONCE)).isNull();
        reconnect();
        assertThat(again(1, QoS.EXACTLY_ONCE)).isNull();
        flow.onPubRel(1);
        flow.onPubRel(1);
        assertThat(link.takeAll()).containsExactly("PubRec 1", "PubComp 1", "PubComp 1 PACKET_IDENTIFIER_NOT_FOUND");
        assertThat(arrive(1, QoS.EXACTLY_ONCE)).isNotNull();
    }

    @Test
    void aRefusalRecordsNothing() throws ProtocolViolation {
        arrive(1, QoS.EXACTLY_ONCE).complete(ReasonCode.QUOTA_EXCEEDED);
        flow.onPubRel(1);
        assertThat(link.takeAll()).containsExactly("PubRec 1 QUOTA_EXCEEDED", "PubComp 1 PACKET_IDENTIFIER_NOT_FOUND");
        assertThat(again(1, QoS.EXACTLY_ONCE)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRepeatJoinsWhatIsBeingDealtWith(boolean ordered) throws ProtocolViolation {
        flow = new ReceiveFlow(ordered);
        flow.connected(link);
        Arrival one = arrive(1, QoS.AT_LEAST_ONCE);
        Arrival two = arrive(2, QoS.EXACTLY_ONCE);
        assertThat(again(1, QoS.AT_LEAST_ONCE)).isNull();
        reconnect();
        assertThat(again(1, QoS.AT_LEAST_ONCE)).isNull();
        assertThat(again(2, QoS.EXACTLY_ONCE)).isNull();
        one.complete(ReasonCode.SUCCESS);
        two.complete(ReasonCode.SUCCESS);
        assertThat(link.takeAll()).containsExactly("PubAck 1", "PubRec 2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatFinishedBetweenConnectionsIsAcknowledgedAtItsRepeat(boolean ordered) throws ProtocolViolation {
        flow = new ReceiveFlow(ordered);
        flow.connected(link);
        Arrival one = arrive(1, QoS.AT_LEAST_ONCE);
        flow.disconnected();
        one.complete(ReasonCode.SUCCESS);
        link = new SimulatedLink();
        flow.connected(link);
        assertThat(link.takeAll()).isEmpty();
        assertThat(again(1, QoS.AT_LEAST_ONCE)).isNull();
        assertThat(link.takeAll()).containsExactly("PubAck 1");
        assertThat(flow.unacknowledged()).isZero();
    }

    @Test
    void whatIsNotRepeatedYetIsNotAcknowledged() throws ProtocolViolation {
        Arrival one = arrive(1, QoS.AT_LEAST_ONCE);
        Arrival two = arrive(2, QoS.AT_LEAST_ONCE);
        reconnect();
        again(2, QoS.AT_LEAST_ONCE);
        one.complete(ReasonCode.SUCCESS);
        assertThat(link.takeAll()).isEmpty();
        two.complete(ReasonCode.SUCCESS);
        again(1, QoS.AT_LEAST_ONCE);
        assertThat(link.takeAll()).containsExactly("PubAck 2", "PubAck 1");
    }

    @Test
    void anIdentifierIsUsedAnewOnlyAfterItsAcknowledgement() throws ProtocolViolation {
        arrive(1, QoS.AT_LEAST_ONCE);
        assertThat(violation(publish(1, QoS.AT_LEAST_ONCE, false))).isEqualTo(ReasonCode.PROTOCOL_ERROR);
        assertThat(violation(publish(1, QoS.EXACTLY_ONCE, true))).isEqualTo(ReasonCode.PROTOCOL_ERROR);
    }

    @Test
    void aSenderMayGiveUpAMessageOfAFormerConnection() throws ProtocolViolation {
        Arrival old = arrive(1, QoS.AT_LEAST_ONCE);
        reconnect();
        Arrival other = arrive(1, QoS.EXACTLY_ONCE);
        old.complete(ReasonCode.SUCCESS);
        assertThat(link.takeAll()).isEmpty();
        other.complete(ReasonCode.SUCCESS);
        assertThat(link.takeAll()).containsExactly("PubRec 1");
    }

    @Test
    void afterPubAckTheIdentifierIsNewEvenWithDup() throws ProtocolViolation {
        arrive(1, QoS.AT_LEAST_ONCE).complete(ReasonCode.SUCCESS);
        assertThat(again(1, QoS.AT_LEAST_ONCE)).isNotNull();
    }

    @Test
    void clearForgetsEverything() throws ProtocolViolation {
        Arrival one = arrive(1, QoS.AT_LEAST_ONCE);
        arrive(2, QoS.EXACTLY_ONCE).complete(ReasonCode.SUCCESS);
        link.takeAll();
        flow.disconnected();
        flow.clear();
        link = new SimulatedLink();
        flow.connected(link);
        Arrival anew = again(1, QoS.AT_LEAST_ONCE);
        assertThat(anew).isNotNull();
        assertThat(again(2, QoS.EXACTLY_ONCE)).isNotNull();
        one.complete(ReasonCode.SUCCESS);
        assertThat(link.takeAll()).isEmpty();
        anew.complete(ReasonCode.SUCCESS);
        assertThat(link.takeAll()).containsExactly("PubAck 1");
    }

    @Test
    void whatIsAbandonedIsNewOnTheNextConnection() throws ProtocolViolation {
        Arrival one = arrive(1, QoS.AT_LEAST_ONCE);
        one.abandon();
        one.complete(ReasonCode.SUCCESS);
        assertThat(link.takeAll()).isEmpty();
        assertThat(flow.unacknowledged()).isZero();
        reconnect();
        assertThat(again(1, QoS.AT_LEAST_ONCE)).isNotNull();
    }

    @Test
    void holdsThePeerToTheReceiveMaximum() throws ProtocolViolation {
        flow.disconnected();
        flow.connected(link, 2);
        Arrival one = arrive(1, QoS.AT_LEAST_ONCE);
        arrive(2, QoS.EXACTLY_ONCE).complete(ReasonCode.SUCCESS);
        assertThat(again(2, QoS.EXACTLY_ONCE)).isNull();
        assertThat(violation(publish(3, QoS.AT_LEAST_ONCE, false))).isEqualTo(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED);
        flow.onPubRel(2);
        assertThat(arrive(3, QoS.AT_LEAST_ONCE)).isNotNull();
        assertThat(violation(publish(4, QoS.AT_LEAST_ONCE, false))).isEqualTo(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED);
        one.complete(ReasonCode.SUCCESS);
        assertThat(arrive(4, QoS.AT_LEAST_ONCE)).isNotNull();
    }

    @Test
    void theReceiveMaximumIsOfOneConnection() throws ProtocolViolation {
        flow.disconnected();
        flow.connected(link, 1);
        Arrival one = arrive(1, QoS.AT_LEAST_ONCE);
        flow.disconnected();
        flow.connected(link, 1);
        assertThat(again(1, QoS.AT_LEAST_ONCE)).isNull();
        assertThatThrownBy(() -> arrive(2, QoS.AT_LEAST_ONCE)).isInstanceOf(ProtocolViolation.class);
        one.complete(ReasonCode.SUCCESS);
        assertThat(arrive(2, QoS.AT_LEAST_ONCE)).isNotNull();
    }

    private void unordered() {
        flow = new ReceiveFlow(false);
        flow.connected(link);
    }

    private void reconnect() {
        flow.disconnected();
        link = new SimulatedLink();
        flow.connected(link);
    }

    private Arrival arrive(int id, QoS qos) throws ProtocolViolation {
        return flow.onPublish(publish(id, qos, false));
    }

    private Arrival again(int id, QoS qos) throws ProtocolViolation {
        return flow.onPublish(publish(id, qos, true));
    }

    private ReasonCode violation(Publish publish) {
        return catchThrowableOfType(ProtocolViolation.class, () -> flow.onPublish(publish))
                .reason();
    }

    private static Publish publish(int id, QoS qos, boolean dup) {
        return new Publish(new Message(TopicName.of("t"), new byte[0]), qos, false, dup, id);
    }
}
