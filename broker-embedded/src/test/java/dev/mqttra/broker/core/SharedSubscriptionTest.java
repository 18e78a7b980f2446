package dev.mqttra.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.packet.Subscription.RetainHandling;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code $share/group/filter}: each message to one of the group. */
class SharedSubscriptionTest {
    private final Rig rig = new Rig();

    private static List<String> publishes(Device device) {
        return SubscriptionOptionsTest.publishes(device);
    }

    private Device member(String clientId, QoS qos) {
        return member(rig.clean5(clientId), qos);
    }

    private static Device member(Device device, QoS qos) {
        device.subscribe("$share/g/x", qos);
        device.take();
        return device;
    }

    private Device publisher() {
        Device publisher = rig.clean5("p");
        publisher.take();
        return publisher;
    }

    @Test
    void membersTakeTurns() {
        Device a = member("a", QoS.AT_LEAST_ONCE);
        Device b = member("b", QoS.AT_LEAST_ONCE);
        Device c = member("c", QoS.AT_LEAST_ONCE);
        Device publisher = publisher();
        for (int i = 1; i <= 6; i++) {
            publisher.publish("x", "" + i, QoS.AT_LEAST_ONCE, i);
        }
        assertThat(publishes(a)).containsExactly("PUBLISH x=1 qos1 id1", "PUBLISH x=4 qos1 id2");
        assertThat(publishes(b)).containsExactly("PUBLISH x=2 qos1 id1", "PUBLISH x=5 qos1 id2");
        assertThat(publishes(c)).containsExactly("PUBLISH x=3 qos1 id1", "PUBLISH x=6 qos1 id2");
    }

    @Test
    void membersTakeTurnsAtQos0AndWithOldVersions() {
        Device a = member(rig.clean("a"), QoS.AT_MOST_ONCE);
        Device b = member("b", QoS.AT_MOST_ONCE);
        publisher().publish("x", "1").publish("x", "2");
        assertThat(publishes(a)).containsExactly("PUBLISH x=1 qos0");
        assertThat(publishes(b)).containsExactly("PUBLISH x=2 qos0");
    }

    /** [MQTT-4.8.2-3]. */
    @Test
    void eachMemberGetsWhatItWasGranted() {
        Device a = member("a", QoS.AT_MOST_ONCE);
        Device b = member("b", QoS.AT_LEAST_ONCE);
        Device c = member("c", QoS.EXACTLY_ONCE);
        Device publisher = publisher();
        for (int i = 1; i <= 3; i++) {
            publisher.publish("x", "" + i, QoS.EXACTLY_ONCE, i);
        }
        assertThat(publishes(a)).containsExactly("PUBLISH x=1 qos0");
        assertThat(publishes(b)).containsExactly("PUBLISH x=2 qos1 id1");
        assertThat(publishes(c)).containsExactly("PUBLISH x=3 qos2 id1");
    }

    /** [MQTT-3.3.2-3]: what is matched is the filter behind the group's name. */
    @Test
    void groupsAreApartByNameAndByFilter() {
        Device one = rig.clean5("a").subscribe("$share/g/x/+", QoS.AT_MOST_ONCE);
        Device two = rig.clean5("b").subscribe("$share/h/x/+", QoS.AT_MOST_ONCE);
        Device three = rig.clean5("c").subscribe("$share/g/#", QoS.AT_MOST_ONCE);
        publisher().publish("x/y", "1").publish("$x/y", "2").publish("y", "3");
        assertThat(publishes(one)).containsExactly("PUBLISH x/y=1 qos0");
        assertThat(publishes(two)).containsExactly("PUBLISH x/y=1 qos0");
        assertThat(publishes(three)).containsExactly("PUBLISH x/y=1 qos0", "PUBLISH y=3 qos0");
    }

    /** A shared subscription and an ordinary one are two subscriptions: both deliver, each with its identifier. */
    @Test
    void aMemberWithAnOrdinarySubscriptionGetsBoth() {
        Device a = rig.clean5("a");
        SubscriptionOptionsTest.subscribe(a, 3, SubscriptionOptionsTest.to("$share/g/x", QoS.AT_MOST_ONCE));
        SubscriptionOptionsTest.subscribe(a, 4, SubscriptionOptionsTest.to("x", QoS.AT_MOST_ONCE));
        a.take();
        publisher().publish("x", "1");
        assertThat(a.takePackets())
                .extracting(packet -> ((Publish) packet).message().properties().subscriptionIdentifiers())
                .containsExactly(List.of(4), List.of(3));
    }

    @Test
    void aMemberGetsNoRetainedMessages() {
        publisher().retain("x", "1", QoS.AT_LEAST_ONCE, 1);
        assertThat(publishes(rig.clean5("a").subscribe("$share/g/x", QoS.AT_LEAST_ONCE)))
                .isEmpty();
    }

    /** Retain As Published is each member's own. */
    @Test
    void retainIsAsPublishedForTheMemberThatWantsItSo() {
        Device a = member("a", QoS.AT_MOST_ONCE);
        Device b = rig.clean5("b");
        Subscription asPublished =
                new Subscription(TopicFilter.of("$share/g/x"), QoS.AT_MOST_ONCE, false, true, RetainHandling.SEND);
        SubscriptionOptionsTest.subscribe(b, 0, asPublished);
        publisher().retain("x", "1", QoS.AT_LEAST_ONCE, 1).retain("x", "2", QoS.AT_LEAST_ONCE, 2);
        assertThat(publishes(a)).containsExactly("PUBLISH x=1 qos0");
        assertThat(publishes(b)).containsExactly("PUBLISH x=2 qos0 retain");
    }

    /** [MQTT-3.8.3-4]: inside the VM too, where no codec looks. */
    @Test
    void noLocalIsAProtocolError() {
        Device bean = rig.local("b");
        Subscription noLocal =
                new Subscription(TopicFilter.of("$share/g/x"), QoS.AT_MOST_ONCE, true, false, RetainHandling.SEND);
        SubscriptionOptionsTest.subscribe(bean, 0, noLocal);
        assertThat(bean.closed()).isTrue();
    }

    /** A member gets its own messages like any other's. */
    @Test
    void aMembersOwnMessageMayComeToIt() {
        Device a = member("a", QoS.AT_MOST_ONCE).publish("x", "1");
        assertThat(publishes(a)).containsExactly("PUBLISH x=1 qos0");
    }

    @Test
    void aMemberThatCannotTakeMoreIsPassedOver() {
        Device slow = member("a", QoS.AT_LEAST_ONCE);
        Device quick = member("b", QoS.AT_LEAST_ONCE);
        slow.writable(false);
        Device publisher = publisher();
        for (int i = 1; i <= 4; i++) {
            publisher.publish("x", "" + i, QoS.AT_LEAST_ONCE, i);
        }
        assertThat(publishes(quick)).hasSize(4);
        slow.writable(true);
        assertThat(publishes(slow)).isEmpty();
    }

    /** Its Receive Maximum is what a member can take. */
    @Test
    void whatNobodyCanTakeWaitsForWhoCanFirst() {
        Device a = member(
                rig.open().up(Rig.connect5("a", true, Rig.with(Property.RECEIVE_MAXIMUM, 1))), QoS.AT_LEAST_ONCE);
        Device b = member(
                rig.open().up(Rig.connect5("b", true, Rig.with(Property.RECEIVE_MAXIMUM, 1))), QoS.AT_LEAST_ONCE);
        Device publisher = publisher();
        for (int i = 1; i <= 5; i++) {
            publisher.publish("x", "" + i, QoS.AT_LEAST_ONCE, i);
        }
        assertThat(publishes(a)).containsExactly("PUBLISH x=1 qos1 id1");
        assertThat(publishes(b)).containsExactly("PUBLISH x=2 qos1 id1");
        b.ack(1);
        assertThat(publishes(b)).containsExactly("PUBLISH x=3 qos1 id2");
        b.ack(2);
        assertThat(publishes(b)).containsExactly("PUBLISH x=4 qos1 id3");
        a.ack(1);
        assertThat(publishes(a)).containsExactly("PUBLISH x=5 qos1 id2");
    }

    @Test
    void aNewMemberGetsWhatWaits() {
        Device a = member("a", QoS.AT_LEAST_ONCE);
        a.writable(false);
        publisher().publish("x", "1", QoS.AT_LEAST_ONCE, 1).publish("x", "0");
        Device b = rig.clean5("b").subscribe("$share/g/x", QoS.AT_LEAST_ONCE);
        assertThat(publishes(b)).containsExactly("PUBLISH x=1 qos1 id1", "PUBLISH x=0 qos0");
    }

    @Test
    void whatWaitsForAGroupIsBounded() {
        Rig small = new Rig(BrokerConfig.builder().maximumQueuedMessages(2).build());
        Device a = member(small.persistent("a"), QoS.AT_LEAST_ONCE);
        a.cut();
        Device publisher = small.clean("p");
        for (int i = 1; i <= 4; i++) {
            publisher.publish("x", "" + i, QoS.AT_LEAST_ONCE, i);
        }
        publisher.publish("x", "0");
        assertThat(publishes(small.persistent("a"))).containsExactly("PUBLISH x=1 qos1 id1", "PUBLISH x=2 qos1 id2");
        assertThat(small.core.statistics().dropped()).isEqualTo(2);
        assertThat(small.core.statistics().queued()).isZero();
    }

    @Test
    void whatWaitsForAGroupExpires() {
        member(rig.persistent("a"), QoS.AT_LEAST_ONCE).cut();
        publisher()
                .send(new Publish(
                        new Message(
                                TopicName.of("x"), new byte[] {'1'}, Rig.with(Property.MESSAGE_EXPIRY_INTERVAL, 10)),
                        QoS.AT_LEAST_ONCE,
                        false,
                        false,
                        1));
        rig.advance(Duration.ofSeconds(10));
        assertThat(publishes(rig.persistent("a"))).isEmpty();
        assertThat(rig.core.statistics().expired()).isEqualTo(1);
    }

    /** At QoS 1 another member may have it at once when the connection of the first breaks [5.0 4.8.2]. */
    @Test
    void whatAMemberLeavesUnacknowledgedAtQos1GoesToAnother() {
        Device a = member(rig.persistent("a"), QoS.AT_LEAST_ONCE);
        Device publisher = publisher();
        for (int i = 1; i <= 3; i++) {
            publisher.publish("x", "" + i, QoS.AT_LEAST_ONCE, i);
        }
        a.ack(2).take();
        Device b = member("b", QoS.AT_LEAST_ONCE);
        a.cut();
        assertThat(publishes(b)).containsExactly("PUBLISH x=1 qos1 id1", "PUBLISH x=3 qos1 id2");
        assertThat(publishes(rig.persistent("a"))).isEmpty();
    }

    /** Where nobody else is there the client itself gets it, as a repeat [MQTT-4.4.0-1]. */
    @Test
    void aLonelyMemberGetsItsMessagesAgain() {
        Device a = member(rig.persistent("a"), QoS.AT_LEAST_ONCE);
        publisher().publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        a.cut();
        assertThat(publishes(rig.persistent("a"))).containsExactly("PUBLISH x=1 qos1 dup id1");
    }

    /** A client that takes its own session over is not away: nothing is delivered twice. */
    @Test
    void aMemberThatConnectsAgainAtOnceKeepsItsMessages() {
        Device a = member(rig.persistent("a"), QoS.AT_LEAST_ONCE);
        publisher().publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        Device b = member("b", QoS.AT_LEAST_ONCE);
        Device again = rig.persistent("a");
        assertThat(a.closed()).isTrue();
        assertThat(publishes(b)).isEmpty();
        assertThat(publishes(again)).containsExactly("PUBLISH x=1 qos1 dup id1");
    }

    /** If the member's session ends, another one should get it; while nobody is there, it waits. */
    @Test
    void whatASessionLeavesAtItsEndGoesToAnother() {
        Device a = member(rig.persistent("a"), QoS.AT_LEAST_ONCE);
        Device b = member(rig.persistent("b"), QoS.AT_LEAST_ONCE);
        b.cut();
        publisher().publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        a.cut();
        rig.clean("a");
        assertThat(publishes(rig.persistent("b"))).containsExactly("PUBLISH x=1 qos1 id1");
    }

    /** [MQTT-4.8.2-4]. */
    @Test
    void aQos2MessageWaitsForItsMember() {
        Device a = member(rig.persistent("a"), QoS.EXACTLY_ONCE);
        publisher().publish("x", "1", QoS.EXACTLY_ONCE, 1).publish("x", "2", QoS.EXACTLY_ONCE, 2);
        a.send(new PubRec(1, ReasonCode.SUCCESS)).take();
        Device b = member("b", QoS.EXACTLY_ONCE);
        a.cut();
        assertThat(publishes(b)).isEmpty();
        Device again = rig.persistent("a");
        assertThat(again.take()).contains("PUBREL id1", "PUBLISH x=2 qos2 dup id2");
    }

    /** [MQTT-4.8.2-5]. */
    @Test
    void aQos2MessageEndsWithTheSessionOfItsMember() {
        Device a = member("a", QoS.EXACTLY_ONCE);
        publisher().publish("x", "1", QoS.EXACTLY_ONCE, 1);
        Device b = member("b", QoS.EXACTLY_ONCE);
        a.cut();
        assertThat(publishes(b)).isEmpty();
        assertThat(rig.core.statistics().queued()).isZero();
    }

    /** [MQTT-4.8.2-6]. */
    @Test
    void whatAMemberRefusesIsGone() {
        Device a = member("a", QoS.EXACTLY_ONCE);
        publisher().publish("x", "1", QoS.AT_LEAST_ONCE, 1).publish("x", "2", QoS.EXACTLY_ONCE, 2);
        Device b = member("b", QoS.EXACTLY_ONCE);
        a.send(new PubAck(1, ReasonCode.QUOTA_EXCEEDED), new PubRec(2, ReasonCode.UNSPECIFIED_ERROR));
        a.cut();
        assertThat(publishes(b)).isEmpty();
    }

    /** [MQTT-3.10.4-2]: only the whole string names a shared subscription. */
    @Test
    void unsubscribesByTheWholeFilter() {
        Device a = member("a", QoS.AT_MOST_ONCE).unsubscribe("x");
        a.unsubscribe("$share/h/x").publish("x", "1");
        assertThat(publishes(a)).containsExactly("PUBLISH x=1 qos0");
        assertThat(rig.core.statistics().sharedSubscriptions()).isEqualTo(1);
        a.unsubscribe("$share/g/x").publish("x", "2");
        assertThat(publishes(a)).isEmpty();
        assertThat(rig.core.statistics().sharedSubscriptions()).isZero();
        assertThat(rig.core.statistics().subscriptions()).isZero();
    }

    /** Its exchange ends as it began; what comes later goes to the others. */
    @Test
    void aMemberThatUnsubscribesFinishesWhatItHas() {
        Device a = member("a", QoS.EXACTLY_ONCE);
        Device publisher = publisher().publish("x", "1", QoS.EXACTLY_ONCE, 1);
        Device b = member("b", QoS.EXACTLY_ONCE);
        a.unsubscribe("$share/g/x").take();
        publisher.publish("x", "2", QoS.EXACTLY_ONCE, 2).publish("x", "3", QoS.EXACTLY_ONCE, 3);
        assertThat(publishes(b)).hasSize(2);
        assertThat(a.send(new PubRec(1, ReasonCode.SUCCESS)).take()).containsExactly("PUBREL id1");
        assertThat(a.send(new PubComp(1, ReasonCode.SUCCESS)).take()).isEmpty();
    }

    /** Subscribing again changes the membership and makes no second one. */
    @Test
    void subscribingAgainReplacesTheMembership() {
        Device a = member(member("a", QoS.AT_MOST_ONCE), QoS.AT_LEAST_ONCE);
        Device b = member("b", QoS.AT_LEAST_ONCE);
        publisher().publish("x", "1", QoS.AT_LEAST_ONCE, 1).publish("x", "2", QoS.AT_LEAST_ONCE, 2);
        assertThat(publishes(a)).containsExactly("PUBLISH x=1 qos1 id1");
        assertThat(publishes(b)).containsExactly("PUBLISH x=2 qos1 id1");
        assertThat(rig.core.statistics().subscriptions()).isEqualTo(2);
    }

    /** A message too large for one member goes to another that takes it, and is dropped where none does. */
    @Test
    void aMessageTooLargeForOneMemberGoesToAnother() {
        Device a = member("a", QoS.AT_LEAST_ONCE);
        Device b = member("b", QoS.AT_LEAST_ONCE);
        a.link.largestPayload = 2;
        Device publisher = publisher();
        publisher.publish("x", "large", QoS.AT_LEAST_ONCE, 1).publish("x", "large", QoS.AT_MOST_ONCE, 0);
        assertThat(publishes(b)).containsExactly("PUBLISH x=large qos1 id1", "PUBLISH x=large qos0");
        b.link.largestPayload = 2;
        publisher.publish("x", "large", QoS.AT_LEAST_ONCE, 2).publish("x", "ok", QoS.AT_LEAST_ONCE, 3);
        assertThat(publishes(a).size() + publishes(b).size()).isEqualTo(1);
        assertThat(rig.core.statistics().queued()).isZero();
    }

    @Test
    void qos0IsNotKeptForAGroupThatIsAway() {
        Device a = member(rig.persistent("a"), QoS.AT_LEAST_ONCE);
        a.writable(false);
        Device publisher = publisher().publish("x", "0").publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        a.cut();
        publisher.publish("x", "0");
        assertThat(publishes(rig.persistent("a"))).containsExactly("PUBLISH x=1 qos1 id1");
    }

    @Test
    void aMemberWhoseLinkFailsHarmsNobody() {
        Device a = member("a", QoS.AT_LEAST_ONCE);
        Device b = member("b", QoS.AT_LEAST_ONCE);
        a.link.throwing = true;
        Device publisher = publisher().publish("x", "1", QoS.AT_LEAST_ONCE, 1).publish("x", "0");
        assertThat(publisher.closed()).isFalse();
        assertThat(a.closed()).isTrue();
        assertThat(publishes(b)).containsExactly("PUBLISH x=1 qos1 id1", "PUBLISH x=0 qos0");
    }

    // Members inside the VM: a publisher waits for the one that has its message.

    @Test
    void aPubAckWaitsForTheLocalMemberThatTookTheMessage() {
        Device first = member(rig.local("b1"), QoS.AT_LEAST_ONCE);
        Device second = member(rig.local("b2"), QoS.AT_LEAST_ONCE);
        Device publisher = publisher().publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        Device other = rig.clean5("q");
        other.take();
        other.publish("x", "2", QoS.AT_LEAST_ONCE, 7);
        assertThat(publisher.take()).isEmpty();
        second.ack(1);
        assertThat(other.take()).containsExactly("PUBACK id7");
        assertThat(publisher.take()).isEmpty();
        first.ack(1);
        assertThat(publisher.take()).containsExactly("PUBACK id1");
    }

    @Test
    void aPubAckWaitsForNoMemberFromTheNetwork() {
        member("a", QoS.AT_LEAST_ONCE);
        member(rig.local("b"), QoS.AT_LEAST_ONCE);
        Device publisher = publisher().publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        assertThat(publisher.take()).containsExactly("PUBACK id1");
        publisher.publish("x", "2", QoS.AT_LEAST_ONCE, 2);
        assertThat(publisher.take()).isEmpty();
    }

    /** The bean's server goes; the message moves to the other one, and the publisher's acknowledgement with it. */
    @Test
    void aPubAckMovesToTheNextMemberWithItsMessage() {
        Device first = member(rig.local("b1"), QoS.AT_LEAST_ONCE);
        Device publisher = publisher().publish("x", "1", QoS.EXACTLY_ONCE, 1);
        Device second = member(rig.local("b2"), QoS.AT_LEAST_ONCE);
        first.disconnect();
        assertThat(publishes(second)).containsExactly("PUBLISH x=1 qos1 id1");
        assertThat(publisher.closed()).isFalse();
        assertThat(publisher.take()).isEmpty();
        second.ack(1);
        assertThat(publisher.take()).containsExactly("PUBREC id1");
    }

    /** No bean is left in the group, only clients from the network: nobody is waited for any more. */
    @Test
    void aPubAckLeavesWhenItsMessageMovesToTheNetwork() {
        Device bean = member(rig.local("b"), QoS.AT_LEAST_ONCE);
        Device publisher = publisher().publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        Device a = member("a", QoS.AT_LEAST_ONCE);
        bean.cut();
        assertThat(publishes(a)).containsExactly("PUBLISH x=1 qos1 id1");
        assertThat(publisher.take()).containsExactly("PUBACK id1");
    }

    /** As with an ordinary subscription: what no bean can have any more is not acknowledged but repeated. */
    @Test
    void aPublisherRepeatsWhatTheLastMemberLeaves() {
        Rig narrow = new Rig(BrokerConfig.builder().maximumInFlight(1).build());
        Device bean = member(narrow.local("b"), QoS.AT_LEAST_ONCE);
        Device sent = narrow.clean5("p").publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        Device waiting = narrow.clean5("q").publish("x", "2", QoS.AT_LEAST_ONCE, 1);
        bean.cut();
        assertThat(sent.closed()).isTrue();
        assertThat(waiting.closed()).isTrue();
        assertThat(sent.take()).doesNotContain("PUBACK id1");
        assertThat(waiting.take()).doesNotContain("PUBACK id1");
    }

    /** What waits in a group with a bean is not acknowledged yet, and none of it is lost. */
    @Test
    void aPubAckWaitsWithItsMessage() {
        Rig narrow = new Rig(BrokerConfig.builder()
                .maximumInFlight(1)
                .maximumQueuedMessages(2)
                .build());
        Device bean = member(narrow.local("b"), QoS.AT_LEAST_ONCE);
        Device publisher = narrow.clean5("p");
        publisher.take();
        for (int i = 1; i <= 20; i++) {
            publisher.publish("x", "" + i, QoS.AT_LEAST_ONCE, i);
        }
        assertThat(publisher.take()).isEmpty();
        for (int i = 1; i <= 20; i++) {
            assertThat(publishes(bean)).containsExactly("PUBLISH x=" + i + " qos1 id" + i);
            bean.ack(i);
            assertThat(publisher.take()).containsExactly("PUBACK id" + i);
        }
    }

    /** The publisher is not left waiting when the last bean unsubscribes while others of the group stay. */
    @Test
    void nobodyWaitsForAGroupThatHasNoBeanAnyMore() {
        Rig narrow = new Rig(BrokerConfig.builder().maximumInFlight(1).build());
        Device bean = member(narrow.local("b"), QoS.AT_LEAST_ONCE);
        member(narrow.persistent("a"), QoS.AT_LEAST_ONCE).cut();
        Device publisher = narrow.clean5("p");
        publisher.take();
        publisher.publish("x", "1", QoS.AT_LEAST_ONCE, 1).publish("x", "2", QoS.AT_LEAST_ONCE, 2);
        assertThat(publisher.take()).isEmpty();
        bean.ack(1).ack(2).take();
        publisher.publish("x", "3", QoS.AT_LEAST_ONCE, 3).publish("x", "4", QoS.AT_LEAST_ONCE, 4);
        publisher.take();
        bean.unsubscribe("$share/g/x");
        bean.ack(3);
        assertThat(publisher.take()).containsExactly("PUBACK id3", "PUBACK id4");
        assertThat(publishes(narrow.persistent("a"))).containsExactly("PUBLISH x=4 qos1 id1");
    }

    /** Properties of a message stay with it whoever gets it. */
    @Test
    void aMessageKeepsItsProperties() {
        Properties properties = Properties.builder().userProperty("k", "v").build();
        Device a = member(rig.clean5("a"), QoS.AT_MOST_ONCE);
        publisher()
                .send(new Publish(
                        new Message(TopicName.of("x"), new byte[0], properties), QoS.AT_MOST_ONCE, false, false, 0));
        assertThat(((Publish) a.takePackets().get(0)).message().properties()).isEqualTo(properties);
    }
}
