package dev.mqttra.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.Subscribe;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.packet.Subscription.RetainHandling;
import dev.mqttra.protocol.topic.TopicFilter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The options and the identifier of a 5.0 subscription. */
class SubscriptionOptionsTest {
    private final Rig rig = new Rig();

    static Device subscribe(Device device, int identifier, Subscription... subscriptions) {
        Properties properties =
                identifier == 0 ? Properties.NONE : Rig.with(Property.SUBSCRIPTION_IDENTIFIER, identifier);
        return device.send(new Subscribe(1, List.of(subscriptions), properties));
    }

    static Subscription to(String filter, QoS qos) {
        return new Subscription(TopicFilter.of(filter), qos);
    }

    private static Subscription noLocal(String filter, QoS qos) {
        return new Subscription(TopicFilter.of(filter), qos, true, false, RetainHandling.SEND);
    }

    private static Subscription asPublished(String filter, QoS qos) {
        return new Subscription(TopicFilter.of(filter), qos, false, true, RetainHandling.SEND);
    }

    private static Subscription handling(String filter, RetainHandling handling) {
        return new Subscription(TopicFilter.of(filter), QoS.AT_MOST_ONCE, false, false, handling);
    }

    static List<String> publishes(Device device) {
        return device.take().stream().filter(text -> text.startsWith("PUBLISH")).toList();
    }

    private static List<List<Integer>> identifiers(Device device) {
        return device.takePackets().stream()
                .filter(packet -> packet instanceof Publish)
                .map(packet -> ((Publish) packet).message().properties().subscriptionIdentifiers())
                .toList();
    }

    /** [MQTT-3.8.3-3]. */
    @Test
    void noLocalKeepsAClientsOwnMessagesAway() {
        Device own = subscribe(rig.clean5("a"), 0, noLocal("x", QoS.AT_LEAST_ONCE));
        Device other = subscribe(rig.clean5("b"), 0, noLocal("x", QoS.AT_LEAST_ONCE));
        own.publish("x", "1", QoS.AT_LEAST_ONCE, 9);
        assertThat(publishes(own)).isEmpty();
        assertThat(publishes(other)).containsExactly("PUBLISH x=1 qos1 id1");
    }

    /** [MQTT-3.8.3-3]: the client's identifier counts, not the connection that the message came by. */
    @Test
    void noLocalComparesClientsAndNotConnections() {
        Device before = rig.persistent("a").publish("x", "1");
        subscribe(before, 0, noLocal("x", QoS.AT_LEAST_ONCE));
        before.publish("x", "2", QoS.AT_LEAST_ONCE, 2).cut();
        Device again = rig.persistent("a");
        again.publish("x", "3", QoS.AT_LEAST_ONCE, 3);
        rig.clean("b").publish("x", "4", QoS.AT_LEAST_ONCE, 4);
        assertThat(publishes(again)).containsExactly("PUBLISH x=4 qos1 id1");
    }

    /** The other subscription did not ask for it, and says how the copy looks. */
    @Test
    void anOverlappingSubscriptionWithoutNoLocalDeliversAlone() {
        Device own = subscribe(rig.clean5("a"), 7, noLocal("x", QoS.EXACTLY_ONCE));
        subscribe(own, 8, to("#", QoS.AT_LEAST_ONCE)).take();
        own.publish("x", "1", QoS.EXACTLY_ONCE, 9);
        rig.clean("b").publish("x", "2", QoS.EXACTLY_ONCE, 9);
        List<Packet> got = own.takePackets();
        assertThat(Rig.text(got.get(0))).isEqualTo("PUBLISH x=1 qos1 id1");
        assertThat(((Publish) got.get(0)).message().properties().subscriptionIdentifiers())
                .containsExactly(8);
        assertThat(Rig.text(got.get(2))).isEqualTo("PUBLISH x=2 qos2 id2");
        assertThat(((Publish) got.get(2)).message().properties().subscriptionIdentifiers())
                .containsExactlyInAnyOrder(7, 8);
    }

    /** [MQTT-3.3.1-12, MQTT-3.3.1-13]. */
    @Test
    void retainIsAsPublishedWhereASubscriptionWantsItSo() {
        Device plain = subscribe(rig.clean5("a"), 0, to("x", QoS.AT_LEAST_ONCE));
        Device asPublished = subscribe(rig.clean5("b"), 0, asPublished("x", QoS.AT_LEAST_ONCE));
        rig.clean5("p").retain("x", "1", QoS.AT_LEAST_ONCE, 1).publish("x", "2", QoS.AT_LEAST_ONCE, 2);
        assertThat(publishes(plain)).containsExactly("PUBLISH x=1 qos1 id1", "PUBLISH x=2 qos1 id2");
        assertThat(publishes(asPublished)).containsExactly("PUBLISH x=1 qos1 retain id1", "PUBLISH x=2 qos1 id2");
    }

    /** [MQTT-3.3.1-13]: also when it waited. */
    @Test
    void retainIsAsPublishedInTheQueueToo() {
        Device device = subscribe(rig.clean5("a"), 0, asPublished("x", QoS.AT_MOST_ONCE));
        device.writable(false);
        rig.clean5("p").retain("x", "1", QoS.AT_LEAST_ONCE, 1);
        device.writable(true);
        assertThat(publishes(device)).containsExactly("PUBLISH x=1 qos0 retain");
    }

    /** A retained message sent at subscription has RETAIN 1 whatever Retain As Published says. */
    @Test
    void aRetainedMessageHasRetain() {
        rig.clean("p").retain("x", "1", QoS.AT_MOST_ONCE, 0);
        assertThat(publishes(subscribe(rig.clean5("a"), 0, to("x", QoS.AT_MOST_ONCE))))
                .containsExactly("PUBLISH x=1 qos0 retain");
        assertThat(publishes(subscribe(rig.clean5("b"), 0, asPublished("x", QoS.AT_MOST_ONCE))))
                .containsExactly("PUBLISH x=1 qos0 retain");
    }

    /** [MQTT-3.3.1-9, MQTT-3.8.4-4]. */
    @Test
    void retainHandling0SendsAtEachSubscribe() {
        rig.clean("p").retain("x", "1", QoS.AT_MOST_ONCE, 0);
        Device device = rig.clean5("a");
        subscribe(device, 0, handling("x", RetainHandling.SEND));
        subscribe(device, 0, handling("x", RetainHandling.SEND));
        assertThat(publishes(device)).hasSize(2);
    }

    /** [MQTT-3.3.1-10], as the body of the standard has it. */
    @Test
    void retainHandling1SendsToANewSubscriptionOnly() {
        rig.clean("p").retain("x", "1", QoS.AT_MOST_ONCE, 0);
        Device device = rig.clean5("a");
        subscribe(device, 0, handling("x", RetainHandling.SEND_IF_NEW));
        assertThat(publishes(device)).hasSize(1);
        subscribe(device, 0, handling("x", RetainHandling.SEND_IF_NEW));
        assertThat(publishes(device)).isEmpty();
        device.unsubscribe("x");
        subscribe(device, 0, handling("x", RetainHandling.SEND_IF_NEW));
        assertThat(publishes(device)).hasSize(1);
    }

    /** [MQTT-3.3.1-11]. */
    @Test
    void retainHandling2SendsNone() {
        rig.clean("p").retain("x", "1", QoS.AT_MOST_ONCE, 0);
        assertThat(publishes(subscribe(rig.clean5("a"), 0, handling("x", RetainHandling.DO_NOT_SEND))))
                .isEmpty();
    }

    /** [MQTT-3.3.4-3]. */
    @Test
    void aCopyHasTheIdentifierOfItsSubscription() {
        Device device = subscribe(rig.clean5("a"), 268_435_455, to("x", QoS.AT_MOST_ONCE), to("y", QoS.AT_MOST_ONCE));
        rig.clean("p").publish("x", "1").publish("y", "1");
        assertThat(identifiers(device)).containsExactly(List.of(268_435_455), List.of(268_435_455));
    }

    /** [MQTT-3.3.4-2, MQTT-3.3.4-4]: one copy, at the highest QoS, with all identifiers, equal ones as often as they are. */
    @Test
    void overlappingSubscriptionsGetOneCopyWithAllIdentifiers() {
        Device device = rig.clean5("a");
        subscribe(device, 5, to("x/#", QoS.AT_MOST_ONCE));
        subscribe(device, 0, to("+/y", QoS.EXACTLY_ONCE));
        subscribe(device, 6, to("x/+", QoS.AT_LEAST_ONCE));
        subscribe(device, 5, to("x/y", QoS.AT_LEAST_ONCE));
        device.take();
        rig.clean("p").publish("x/y", "1", QoS.EXACTLY_ONCE, 3);
        List<Packet> got = device.takePackets();
        assertThat(got).hasSize(1);
        assertThat(Rig.text(got.get(0))).isEqualTo("PUBLISH x/y=1 qos2 id1");
        assertThat(((Publish) got.get(0)).message().properties().subscriptionIdentifiers())
                .containsExactlyInAnyOrder(5, 5, 6);
    }

    /** [MQTT-3.8.4-3]: the identifier belongs to the subscription that is replaced. */
    @Test
    void subscribingAgainWithoutAnIdentifierRemovesIt() {
        Device device = subscribe(rig.clean5("a"), 5, to("x", QoS.AT_MOST_ONCE));
        subscribe(device, 6, to("x", QoS.AT_MOST_ONCE));
        Device publisher = rig.clean("p").publish("x", "1");
        assertThat(identifiers(device)).containsExactly(List.of(6));
        subscribe(device, 0, to("x", QoS.AT_MOST_ONCE));
        publisher.publish("x", "2");
        assertThat(identifiers(device)).containsExactly(List.of());
    }

    /** A retained message is sent because of one subscription, so with its identifier alone. */
    @Test
    void aRetainedMessageHasTheIdentifierOfTheNewSubscription() {
        rig.clean("p").retain("x", "1", QoS.AT_LEAST_ONCE, 1);
        Device device = subscribe(rig.clean5("a"), 5, handling("#", RetainHandling.DO_NOT_SEND));
        subscribe(device, 6, to("x", QoS.AT_LEAST_ONCE));
        assertThat(identifiers(device)).containsExactly(List.of(6));
    }

    /** What was queued before keeps the identifiers it was queued with, also for a client that comes back. */
    @Test
    void identifiersWaitWithTheirMessage() {
        Device device = subscribe(rig.persistent("a"), 5, to("x", QoS.AT_LEAST_ONCE));
        device.cut();
        rig.clean("p").publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        device = rig.persistent("a");
        assertThat(identifiers(device)).containsExactly(List.of(5));
        device.cut();
        assertThat(identifiers(rig.persistent("a"))).containsExactly(List.of(5));
    }
}
