package dev.mqttra.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendFlowTest {
    private final List<String> told = new ArrayList<>();
    private final SendFlow<String> flow = new SendFlow<>(new SendFlow.Listener<>() {
        @Override
        public void onAccepted(String attachment, ReasonCode reason) {
            told.add("accepted " + attachment + (reason == ReasonCode.SUCCESS ? "" : " " + reason));
        }

        @Override
        public void onCompleted(String attachment) {
            told.add("completed " + attachment);
        }
    });
    private SimulatedLink link = new SimulatedLink();

    @Test
    void qos1() {
        flow.connected(link, 10);
        publish("a", QoS.AT_LEAST_ONCE);
        assertThat(link.takeAll()).containsExactly("Publish 1 a");
        flow.onPubAck(1, ReasonCode.SUCCESS);
        assertThat(told).containsExactly("accepted a", "completed a");
        flow.onPubAck(1, ReasonCode.SUCCESS);
        assertThat(told).hasSize(2);
        assertThat(flow.inFlight()).isZero();
    }

    @Test
    void qos2() {
        flow.connected(link, 10);
        publish("a", QoS.EXACTLY_ONCE);
        flow.onPubRec(1, ReasonCode.SUCCESS);
        assertThat(told).containsExactly("accepted a");
        flow.onPubRec(1, ReasonCode.SUCCESS);
        assertThat(link.takeAll()).containsExactly("Publish 1 a", "PubRel 1", "PubRel 1 again");
        flow.onPubComp(1);
        flow.onPubComp(1);
        assertThat(told).containsExactly("accepted a", "completed a");
    }

    @Test
    void whatIsWithdrawnIsForgottenAndNotRepeated() {
        flow.connected(link, 10);
        publish("a", QoS.AT_LEAST_ONCE);
        publish("b", QoS.AT_LEAST_ONCE);
        publish("c", QoS.EXACTLY_ONCE);
        flow.onPubRec(3, ReasonCode.SUCCESS);
        assertThatIllegalStateException().isThrownBy(() -> flow.withdraw(attachment -> true));
        flow.disconnected();
        List<String> asked = new ArrayList<>();
        flow.withdraw(attachment -> asked.add(attachment) && attachment.equals("a"));
        assertThat(asked).containsExactly("a", "b");
        assertThat(told).containsExactly("accepted c");
        link = new SimulatedLink();
        flow.connected(link, 10);
        assertThat(link.takeAll())
                .noneMatch(text -> text.contains("Publish 1"))
                .anyMatch(text -> text.contains("Publish 2"));
        assertThat(flow.inFlight()).isEqualTo(2);
    }

    @Test
    void anErrorEndsTheExchange() {
        flow.connected(link, 10);
        publish("a", QoS.EXACTLY_ONCE);
        publish("b", QoS.AT_LEAST_ONCE);
        link.takeAll();
        flow.onPubRec(1, ReasonCode.QUOTA_EXCEEDED);
        flow.onPubAck(2, ReasonCode.NOT_AUTHORIZED);
        assertThat(told)
                .containsExactly(
                        "accepted a QUOTA_EXCEEDED", "completed a", "accepted b NOT_AUTHORIZED", "completed b");
        assertThat(link.takeAll()).isEmpty();
    }

    @Test
    void answersOfTheWrongKindAreIgnored() {
        flow.connected(link, 10);
        publish("a", QoS.EXACTLY_ONCE);
        publish("b", QoS.AT_LEAST_ONCE);
        link.takeAll();
        flow.onPubAck(1, ReasonCode.SUCCESS);
        flow.onPubComp(1);
        flow.onPubComp(2);
        assertThat(told).isEmpty();
        flow.onPubRec(7, ReasonCode.SUCCESS);
        flow.onPubRec(8, ReasonCode.UNSPECIFIED_ERROR);
        assertThat(link.takeAll()).containsExactly("PubRel 7 PACKET_IDENTIFIER_NOT_FOUND");
    }

    @Test
    void keepsWithinTheReceiveMaximum() {
        flow.connected(link, 2);
        publish("a", QoS.AT_LEAST_ONCE);
        publish("b", QoS.EXACTLY_ONCE);
        assertThat(flow.ready()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> publish("c", QoS.AT_LEAST_ONCE));
        flow.onPubRec(2, ReasonCode.SUCCESS);
        assertThat(flow.ready()).isFalse();
        flow.onPubComp(2);
        assertThat(flow.ready()).isTrue();
    }

    @Test
    void repeatsInOrderOnANewConnection() {
        flow.connected(link, 10);
        publish("a", QoS.AT_LEAST_ONCE);
        publish("b", QoS.EXACTLY_ONCE);
        publish("c", QoS.EXACTLY_ONCE);
        publish("d", QoS.AT_LEAST_ONCE);
        publish("e", QoS.EXACTLY_ONCE);
        flow.onPubRec(3, ReasonCode.SUCCESS);
        flow.onPubRec(2, ReasonCode.SUCCESS);
        reconnect(2);
        assertThat(link.takeAll())
                .containsExactly("PubRel 3 again", "PubRel 2 again", "Publish 1 a again", "Publish 4 d again");
        assertThat(flow.ready()).isFalse();
        flow.onPubAck(1, ReasonCode.SUCCESS);
        assertThat(link.takeAll()).containsExactly("Publish 5 e again");
        flow.onPubAck(4, ReasonCode.SUCCESS);
        assertThat(flow.ready()).isTrue();
    }

    /** Whoever counts the peer's way sees no more PUBLISH at once than it allowed. */
    @Test
    void aPubCompOfAFormerConnectionGivesNoQuota() {
        flow.connected(link, 1);
        publish("a", QoS.EXACTLY_ONCE);
        flow.onPubRec(1, ReasonCode.SUCCESS);
        reconnect(1);
        publish("b", QoS.AT_LEAST_ONCE);
        flow.onPubComp(1);
        assertThat(flow.ready()).isFalse();
        flow.onPubAck(2, ReasonCode.SUCCESS);
        assertThat(flow.ready()).isTrue();
    }

    @Test
    void anAnswerToWhatIsNotRepeatedYetIsTaken() {
        flow.connected(link, 3);
        publish("a", QoS.AT_LEAST_ONCE);
        publish("b", QoS.AT_LEAST_ONCE);
        publish("c", QoS.AT_LEAST_ONCE);
        reconnect(1);
        flow.onPubAck(2, ReasonCode.SUCCESS);
        assertThat(link.takeAll()).containsExactly("Publish 1 a again");
        flow.onPubAck(1, ReasonCode.SUCCESS);
        assertThat(link.takeAll()).containsExactly("Publish 3 c again");
    }

    @Test
    void nothingIsReadyWithoutAConnection() {
        assertThat(flow.ready()).isFalse();
        flow.connected(link, 5);
        flow.disconnected();
        assertThat(flow.ready()).isFalse();
        flow.onPubAck(1, ReasonCode.SUCCESS);
        flow.onPubRec(1, ReasonCode.SUCCESS);
        flow.onPubComp(1);
        assertThat(link.takeAll()).isEmpty();
    }

    @Test
    void sharesItsIdentifiersWithSubscribe() {
        flow.connected(link, 5);
        assertThat(flow.reserveId()).isEqualTo(1);
        publish("a", QoS.AT_LEAST_ONCE);
        assertThat(link.takeAll()).containsExactly("Publish 2 a");
        flow.onPubAck(1, ReasonCode.SUCCESS);
        flow.releaseId(2);
        assertThat(flow.inFlight()).isEqualTo(2);
        flow.releaseId(1);
        flow.onPubAck(2, ReasonCode.SUCCESS);
        assertThat(flow.inFlight()).isZero();
    }

    @Test
    void clearGivesBackWhatIsUnderWay() {
        flow.connected(link, 5);
        publish("a", QoS.AT_LEAST_ONCE);
        publish("b", QoS.EXACTLY_ONCE);
        publish("c", QoS.AT_LEAST_ONCE);
        flow.onPubRec(2, ReasonCode.SUCCESS);
        List<String> owed = new ArrayList<>();
        flow.forEachUnaccepted((message, qos, retain, attachment) -> owed.add(attachment));
        assertThat(owed).containsExactly("a", "c");
        flow.disconnected();
        List<String> ended = new ArrayList<>();
        flow.clear(ended::add);
        assertThat(ended).containsExactlyInAnyOrder("a", "b", "c");
        flow.connected(new SimulatedLink(), 5);
        assertThat(flow.ready()).isTrue();
        assertThat(flow.inFlight()).isZero();
        assertThat(link.takeAll()).doesNotContain("Publish 1 a again");
    }

    @Test
    void refusesQoS0() {
        flow.connected(link, 5);
        assertThatIllegalArgumentException().isThrownBy(() -> publish("a", QoS.AT_MOST_ONCE));
    }

    /** A listener may publish from within, as a queue behind the flow does. */
    @Test
    void maySendFromWithinTheListener() {
        List<SendFlow<Integer>> self = new ArrayList<>();
        SendFlow<Integer> chain = new SendFlow<>(new SendFlow.Listener<>() {
            @Override
            public void onAccepted(Integer number, ReasonCode reason) {
                assertThat(self.get(0).ready()).isTrue();
                self.get(0)
                        .publish(
                                message("m" + (number + 1)), QoS.AT_LEAST_ONCE, false, CopyProperties.NONE, number + 1);
            }

            @Override
            public void onCompleted(Integer number) {}
        });
        self.add(chain);
        chain.connected(link, 1);
        chain.publish(message("m0"), QoS.AT_LEAST_ONCE, false, CopyProperties.NONE, 0);
        chain.onPubAck(1, ReasonCode.SUCCESS);
        chain.onPubAck(2, ReasonCode.SUCCESS);
        assertThat(link.takeAll()).containsExactly("Publish 1 m0", "Publish 2 m1", "Publish 3 m2");
    }

    @Test
    void whatIsTooLargeForThePeerBeginsNoExchange() {
        flow.connected(link, 1);
        link.largestTopic = 1;
        assertThat(flow.publish(message("ab"), QoS.EXACTLY_ONCE, false, CopyProperties.NONE, "ab"))
                .isFalse();
        assertThat(flow.inFlight()).isZero();
        assertThat(flow.ready()).isTrue();
        assertThat(told).isEmpty();
        publish("a", QoS.AT_LEAST_ONCE);
        assertThat(link.takeAll()).containsExactly("Publish 2 a");
    }

    @Test
    void aRepeatThatIsTooLargeNowEndsItsExchange() {
        flow.connected(link, 3);
        publish("a", QoS.AT_LEAST_ONCE);
        publish("ab", QoS.EXACTLY_ONCE);
        publish("b", QoS.AT_LEAST_ONCE);
        flow.disconnected();
        link = new SimulatedLink();
        link.largestTopic = 1;
        flow.connected(link, 1);
        assertThat(told).isEmpty();
        flow.onPubAck(1, ReasonCode.SUCCESS);
        assertThat(told)
                .containsExactlyInAnyOrder("accepted a", "completed a", "accepted ab PACKET_TOO_LARGE", "completed ab");
        assertThat(link.takeAll()).containsExactly("Publish 1 a again", "Publish 3 b again");
        flow.onPubAck(3, ReasonCode.SUCCESS);
        assertThat(flow.inFlight()).isZero();
        assertThat(flow.ready()).isTrue();
    }

    @Test
    void aRepeatSaysWhatItsFirstCopySaid() {
        CopyProperties copy = new CopyProperties(new int[] {4}, 30);
        flow.connected(link, 3);
        flow.publish(message("a"), QoS.AT_LEAST_ONCE, false, copy, "a");
        Packet first = link.take();
        reconnect(3);
        Publish again = (Publish) link.take();
        assertThat(again.dup()).isTrue();
        assertThat(again.message()).isEqualTo(((Publish) first).message()).isEqualTo(copy.applyTo(message("a")));
    }

    private void reconnect(int receiveMaximum) {
        flow.disconnected();
        link = new SimulatedLink();
        flow.connected(link, receiveMaximum);
    }

    private void publish(String name, QoS qos) {
        flow.publish(message(name), qos, false, CopyProperties.NONE, name);
    }

    private static Message message(String topic) {
        return new Message(TopicName.of(topic), new byte[0]);
    }
}
