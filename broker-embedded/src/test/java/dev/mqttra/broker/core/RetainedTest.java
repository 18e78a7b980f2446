package dev.mqttra.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.protocol.packet.QoS;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetainedTest {

    private static List<String> publishes(Device device) {
        return device.take().stream().filter(text -> text.startsWith("PUBLISH")).toList();
    }

    @Test
    void sendsTheLastOneToWhoSubscribesLaterWithRetain() {
        Rig rig = new Rig();
        Device publisher = rig.clean("p");
        publisher.retain("x", "1", QoS.EXACTLY_ONCE, 1);
        publisher.retain("x", "2", QoS.AT_LEAST_ONCE, 2);
        publisher.publish("x", "3");
        assertThat(publishes(rig.clean("a").subscribe("x", QoS.EXACTLY_ONCE)))
                .containsExactly("PUBLISH x=2 qos1 retain id1");
        assertThat(publishes(rig.clean("b").subscribe("#", QoS.AT_MOST_ONCE)))
                .containsExactly("PUBLISH x=2 qos0 retain");
        assertThat(rig.core.statistics().retained()).isEqualTo(1);
    }

    @Test
    void deliversLiveOnesWithoutRetain() {
        Rig rig = new Rig();
        Device subscriber = rig.clean("s").subscribe("x", QoS.AT_LEAST_ONCE);
        subscriber.take();
        rig.clean("p").retain("x", "1", QoS.AT_LEAST_ONCE, 1);
        assertThat(subscriber.take()).containsExactly("PUBLISH x=1 qos1 id1");
    }

    @Test
    void anEmptyOneDeletesAndIsStillDelivered() {
        Rig rig = new Rig();
        Device subscriber = rig.clean("s").subscribe("x", QoS.AT_LEAST_ONCE);
        Device publisher = rig.clean("p").retain("x", "1", QoS.AT_MOST_ONCE, 0);
        subscriber.take();
        publisher.retain("x", "", QoS.AT_MOST_ONCE, 0).retain("never/there", "", QoS.AT_MOST_ONCE, 0);
        assertThat(subscriber.take()).containsExactly("PUBLISH x= qos0");
        assertThat(publishes(rig.clean("t").subscribe("#", QoS.AT_MOST_ONCE))).isEmpty();
        assertThat(rig.core.statistics().retained()).isZero();
    }

    @Test
    void sendsThemAgainWithEachSubscribe() {
        Rig rig = new Rig();
        rig.clean("p").retain("x", "1", QoS.AT_MOST_ONCE, 0);
        Device subscriber = rig.clean("s").subscribe("x", QoS.AT_MOST_ONCE).subscribe("x", QoS.AT_MOST_ONCE);
        assertThat(publishes(subscriber)).hasSize(2);
    }

    @Test
    void matchesAsFiltersDo() {
        Rig rig = new Rig();
        Device publisher = rig.clean("p");
        for (String topic : List.of("a", "a/", "a/b", "a/b/c", "/a", "$x/a", "b")) {
            publisher.retain(topic, "1", QoS.AT_MOST_ONCE, 0);
        }
        assertMatches(rig, "#", "/a", "a", "a/", "a/b", "a/b/c", "b");
        assertMatches(rig, "a/#", "a", "a/", "a/b", "a/b/c");
        assertMatches(rig, "+", "a", "b");
        assertMatches(rig, "+/+", "/a", "a/", "a/b");
        assertMatches(rig, "/+", "/a");
        assertMatches(rig, "a/+", "a/", "a/b");
        assertMatches(rig, "a/+/c", "a/b/c");
        assertMatches(rig, "+/a", "/a");
        assertMatches(rig, "$x/#", "$x/a");
        assertMatches(rig, "$x/+", "$x/a");
        assertMatches(rig, "a/b", "a/b");
        assertMatches(rig, "c");
    }

    private static void assertMatches(Rig rig, String filter, String... topics) {
        Device device = rig.clean("s").subscribe(filter, QoS.AT_MOST_ONCE);
        List<String> expected = List.of(topics).stream()
                .map(topic -> "PUBLISH " + topic + "=1 qos0 retain")
                .toList();
        assertThat(publishes(device)).as(filter).containsExactlyElementsOf(expected);
        device.disconnect();
    }

    @Test
    void deliversButDoesNotStoreTopicsWithVeryManyLevels() {
        Rig rig = new Rig(BrokerConfig.builder().maximumTopicLevels(65_535).build());
        assertThat(retainAndFind(rig, "/".repeat(30_000))).isEqualTo(1);
        assertThat(retainAndFind(new Rig(), "/".repeat(30_000))).isZero();
        assertThat(retainAndFind(new Rig(), "/".repeat(200))).isZero();
        assertThat(retainAndFind(new Rig(), "/".repeat(199))).isEqualTo(1);
    }

    private static int retainAndFind(Rig rig, String topic) {
        Device live = rig.clean("l").subscribe("#", QoS.AT_MOST_ONCE);
        live.take();
        Device publisher = rig.clean("p").retain(topic, "1", QoS.AT_MOST_ONCE, 0);
        assertThat(live.take()).hasSize(1);
        int found = publishes(rig.clean("a").subscribe("#", QoS.AT_MOST_ONCE)).size();
        publisher.retain(topic, "", QoS.AT_MOST_ONCE, 0);
        assertThat(publishes(rig.clean("b").subscribe("#", QoS.AT_MOST_ONCE))).isEmpty();
        assertThat(publisher.closed()).isFalse();
        return found;
    }

    @Test
    void storesNoMoreThanItMay() {
        Rig rig = new Rig(BrokerConfig.builder().maximumRetainedMessages(2).build());
        Device live = rig.clean("l").subscribe("#", QoS.AT_MOST_ONCE);
        live.take();
        Device publisher = rig.clean("p");
        publisher.retain("a", "1", QoS.AT_MOST_ONCE, 0);
        publisher.retain("b", "1", QoS.AT_MOST_ONCE, 0);
        publisher.retain("c", "1", QoS.AT_MOST_ONCE, 0);
        publisher.retain("b", "2", QoS.AT_MOST_ONCE, 0);
        assertThat(live.take()).hasSize(4);
        assertThat(publishes(rig.clean("s").subscribe("#", QoS.AT_MOST_ONCE)))
                .containsExactly("PUBLISH a=1 qos0 retain", "PUBLISH b=2 qos0 retain");
        publisher.retain("a", "", QoS.AT_MOST_ONCE, 0);
        publisher.retain("c", "2", QoS.AT_MOST_ONCE, 0);
        assertThat(publishes(rig.clean("s").subscribe("#", QoS.AT_MOST_ONCE)))
                .containsExactly("PUBLISH b=2 qos0 retain", "PUBLISH c=2 qos0 retain");
    }

    @Test
    void anOldValueNeverStandsForOneThatFoundNoRoom() {
        Rig rig = new Rig(BrokerConfig.builder().maximumRetainedBytes(200).build());
        Device publisher = rig.clean("p").retain("a", "old", QoS.AT_MOST_ONCE, 0);
        publisher.retain("a", "x".repeat(200), QoS.AT_MOST_ONCE, 0);
        assertThat(publishes(rig.clean("s").subscribe("#", QoS.AT_MOST_ONCE))).isEmpty();
        publisher.retain("a", "new", QoS.AT_MOST_ONCE, 0);
        assertThat(publishes(rig.clean("s").subscribe("#", QoS.AT_MOST_ONCE)))
                .containsExactly("PUBLISH a=new qos0 retain");
    }

    @Test
    void moreRetainedMessagesThanAQueueHoldsAllArrive() {
        Rig rig = new Rig(BrokerConfig.builder()
                .maximumQueuedMessages(10)
                .maximumInFlight(5)
                .build());
        Device publisher = rig.clean("p");
        for (int i = 0; i < 100; i++) {
            publisher.retain("t/" + i, "1", QoS.AT_LEAST_ONCE, 1);
        }
        Device subscriber = rig.clean("s");
        subscriber.take();
        subscriber.subscribe("#", QoS.AT_LEAST_ONCE);
        int got = publishes(subscriber).size();
        for (int id = 1; id <= 100; id++) {
            got += publishes(subscriber.ack(id)).size();
        }
        assertThat(got).isEqualTo(100);
        assertThat(rig.core.statistics().dropped()).isZero();
    }
}
