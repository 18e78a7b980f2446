package dev.mqttra.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.Authorizer;
import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.Publisher;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.SubAck;
import dev.mqttra.protocol.packet.Subscribe;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.packet.UnsubAck;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets a message, at which QoS, and what its publisher is told. */
class PublishTest {

    @ParameterizedTest
    @CsvSource({"0,0,0", "0,1,0", "0,2,0", "1,0,0", "1,1,1", "1,2,1", "2,0,0", "2,1,1", "2,2,2"})
    void deliversAtTheLowerOfPublishedAndGranted(int published, int granted, int delivered) {
        Rig rig = new Rig();
        Device subscriber = rig.clean("s").subscribe("x", QoS.of(granted));
        subscriber.take();
        rig.clean("p").publish("x", "1", QoS.of(published), published == 0 ? 0 : 5);
        assertThat(subscriber.take()).containsExactly("PUBLISH x=1 qos" + delivered + (delivered == 0 ? "" : " id1"));
    }

    @Test
    void acknowledgesAtTheBatchsEndInTheOrderOfArrival() {
        Rig rig = new Rig();
        Device publisher = rig.clean("p");
        publisher.take();
        Packet[] batch = {
            publish("x", QoS.AT_LEAST_ONCE, 7), publish("x", QoS.EXACTLY_ONCE, 3), publish("x", QoS.AT_LEAST_ONCE, 5)
        };
        publisher.handler.onPacket(batch[0], rig.now);
        assertThat(publisher.take()).isEmpty();
        publisher.handler.onPacket(batch[1], rig.now);
        publisher.handler.onPacket(batch[2], rig.now);
        publisher.handler.onBatchEnd(rig.now);
        assertThat(publisher.take()).containsExactly("PUBACK id7", "PUBREC id3", "PUBACK id5");
        assertThat(publisher.send(new PubRel(3, ReasonCode.SUCCESS)).take()).containsExactly("PUBCOMP id3");
    }

    private static Packet publish(String topic, QoS qos, int id) {
        return new dev.mqttra.protocol.packet.Publish(Rig.message(topic, "1"), qos, false, false, id);
    }

    @Test
    void flushesEachLinkOncePerBatch() {
        Rig rig = new Rig();
        Device subscriber = rig.clean("s").subscribe("x", QoS.AT_MOST_ONCE);
        int before = subscriber.link.flushes;
        rig.clean("p")
                .send(
                        publish("x", QoS.AT_MOST_ONCE, 0),
                        publish("x", QoS.AT_MOST_ONCE, 0),
                        publish("x", QoS.AT_LEAST_ONCE, 1));
        assertThat(subscriber.link.flushes).isEqualTo(before + 1);
        assertThat(subscriber.take()).hasSize(5);
    }

    @Test
    void sendsOneCopyAtTheHighestQosForOverlappingFilters() {
        Rig rig = new Rig();
        Device subscriber = rig.clean("s")
                .subscribe("a/#", QoS.AT_MOST_ONCE)
                .subscribe("a/+", QoS.EXACTLY_ONCE)
                .subscribe("a/b", QoS.AT_LEAST_ONCE);
        subscriber.take();
        Device publisher = rig.clean("p").publish("a/b", "1", QoS.EXACTLY_ONCE, 1);
        assertThat(subscriber.take()).containsExactly("PUBLISH a/b=1 qos2 id1");
        subscriber.unsubscribe("a/+");
        subscriber.take();
        publisher.publish("a/b", "2", QoS.EXACTLY_ONCE, 2);
        assertThat(subscriber.take()).containsExactly("PUBLISH a/b=2 qos1 id2");
    }

    @Test
    void aLaterSubscriptionReplacesThatWithTheSameFilter() {
        Rig rig = new Rig();
        Device subscriber = rig.clean("s").subscribe("x", QoS.EXACTLY_ONCE).subscribe("x", QoS.AT_MOST_ONCE);
        subscriber.take();
        rig.clean("p").publish("x", "1", QoS.EXACTLY_ONCE, 1);
        assertThat(subscriber.take()).containsExactly("PUBLISH x=1 qos0");
        assertThat(rig.core.statistics().subscriptions()).isEqualTo(1);
    }

    @Test
    void keepsSystemTopicsOutOfLeadingWildcards() {
        Rig rig = new Rig();
        Device all = rig.clean("all").subscribe("#", QoS.AT_MOST_ONCE).subscribe("+/a", QoS.AT_MOST_ONCE);
        Device system = rig.clean("system").subscribe("$x/#", QoS.AT_MOST_ONCE);
        all.take();
        system.take();
        rig.clean("p").publish("$x/a", "1");
        assertThat(all.take()).isEmpty();
        assertThat(system.take()).containsExactly("PUBLISH $x/a=1 qos0");
    }

    @Test
    void letsNobodyFromTheNetworkSpeakForTheBroker() {
        Rig rig = new Rig();
        Device subscriber = rig.clean("s").subscribe("$SYS/#", QoS.AT_MOST_ONCE);
        subscriber.take();
        Device publisher = rig.clean("p");
        publisher.take();
        publisher.publish("$SYS/uptime", "9", QoS.AT_LEAST_ONCE, 4);
        assertThat(subscriber.take()).isEmpty();
        assertThat(publisher.take()).containsExactly("PUBACK id4");
        assertThat(rig.core.statistics().refusedPublishes()).isEqualTo(1);
    }

    @Test
    void routesFollowSubscriptionsAtOnce() {
        Rig rig = new Rig();
        Device publisher = rig.clean("p").publish("x", "0");
        Device a = rig.clean("a").subscribe("x", QoS.AT_MOST_ONCE);
        publisher.publish("x", "1");
        Device b = rig.clean("b").subscribe("+", QoS.AT_MOST_ONCE);
        publisher.publish("x", "2");
        a.unsubscribe("x");
        publisher.publish("x", "3");
        b.disconnect();
        publisher.publish("x", "4");
        assertThat(a.take())
                .filteredOn(t -> t.startsWith("PUBLISH"))
                .containsExactly("PUBLISH x=1 qos0", "PUBLISH x=2 qos0");
        assertThat(b.take())
                .filteredOn(t -> t.startsWith("PUBLISH"))
                .containsExactly("PUBLISH x=2 qos0", "PUBLISH x=3 qos0");
    }

    @Test
    void findsItsWayAmongVeryManyTopics() {
        Rig rig = new Rig();
        Device subscriber = rig.clean("s").subscribe("t/+", QoS.AT_MOST_ONCE);
        subscriber.take();
        Device publisher = rig.clean("p");
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5_000; i++) {
                publisher.publish("t/" + i, "" + round);
            }
        }
        List<String> got = subscriber.take();
        assertThat(got).hasSize(10_000);
        assertThat(got.get(0)).isEqualTo("PUBLISH t/0=0 qos0");
        assertThat(got.get(9_999)).isEqualTo("PUBLISH t/4999=1 qos0");
    }

    @Test
    void answersEachSubscriptionAndUnsubscription() {
        Rig rig = new Rig();
        Device device = rig.clean("s");
        device.take();
        device.send(new Subscribe(
                8,
                List.of(
                        new Subscription(TopicFilter.of("a"), QoS.AT_LEAST_ONCE),
                        new Subscription(TopicFilter.of("/".repeat(200)), QoS.AT_LEAST_ONCE),
                        new Subscription(TopicFilter.of("b"), QoS.EXACTLY_ONCE)),
                Properties.NONE));
        assertThat(device.takePackets())
                .containsExactly(new SubAck(
                        8, List.of(ReasonCode.GRANTED_QOS_1, ReasonCode.UNSPECIFIED_ERROR, ReasonCode.GRANTED_QOS_2)));
        device.unsubscribe("a").unsubscribe("nothing");
        assertThat(device.takePackets())
                .containsExactly(
                        new UnsubAck(2, List.of(ReasonCode.SUCCESS)),
                        new UnsubAck(2, List.of(ReasonCode.NO_SUBSCRIPTION_EXISTED)));
    }

    @Test
    void refusesMoreSubscriptionsThanASessionMayHave() {
        Rig rig =
                new Rig(BrokerConfig.builder().maximumSubscriptionsPerSession(1).build());
        Device device = rig.clean("s");
        device.take();
        device.subscribe("a", QoS.AT_MOST_ONCE).subscribe("b", QoS.AT_MOST_ONCE).subscribe("a", QoS.AT_LEAST_ONCE);
        assertThat(device.takePackets())
                .containsExactly(
                        new SubAck(1, List.of(ReasonCode.SUCCESS)),
                        new SubAck(1, List.of(ReasonCode.UNSPECIFIED_ERROR)),
                        new SubAck(1, List.of(ReasonCode.GRANTED_QOS_1)));
    }

    @Test
    void refusesAFilterWithMoreLevelsThanItMayHave() {
        Rig rig = new Rig();
        Device device = rig.clean("s");
        device.take();
        device.subscribe("/".repeat(199), QoS.AT_MOST_ONCE).subscribe("/".repeat(200), QoS.AT_MOST_ONCE);
        assertThat(device.takePackets())
                .containsExactly(
                        new SubAck(1, List.of(ReasonCode.SUCCESS)),
                        new SubAck(1, List.of(ReasonCode.UNSPECIFIED_ERROR)));
    }

    /** Ann may do everything below her name; an authorizer that throws on "boom". */
    private static final Authorizer OWN_NAME = new Authorizer() {
        @Override
        public boolean mayPublish(Publisher client, TopicName topic) {
            return may(client, topic.toString());
        }

        @Override
        public boolean maySubscribe(Publisher client, TopicFilter filter) {
            return may(client, filter.toString());
        }

        private boolean may(Publisher client, String topic) {
            if (topic.contains("boom")) {
                throw new IllegalStateException("a defect of the authorizer");
            }
            return topic.startsWith(client.userName() + "/");
        }
    };

    @Test
    void asksTheAuthorizer() {
        Rig rig = new Rig(BrokerConfig.builder().authorizer(OWN_NAME).build());
        Device inside = rig.local("app").subscribe("#", QoS.AT_MOST_ONCE);
        inside.take();
        Device ann = rig.open()
                .up(new Connect(
                        MqttVersion.V3_1_1,
                        "a",
                        true,
                        0,
                        Rig.will("bob/will", "w", QoS.AT_MOST_ONCE, false),
                        "ann",
                        null,
                        Properties.NONE));
        ann.subscribe("ann/#", QoS.AT_MOST_ONCE)
                .subscribe("bob/#", QoS.AT_MOST_ONCE)
                .subscribe("ann/boom", QoS.AT_MOST_ONCE);
        assertThat(ann.takePackets())
                .containsExactly(
                        new SubAck(1, List.of(ReasonCode.SUCCESS)),
                        new SubAck(1, List.of(ReasonCode.UNSPECIFIED_ERROR)),
                        new SubAck(1, List.of(ReasonCode.UNSPECIFIED_ERROR)));
        ann.publish("ann/x", "1", QoS.AT_LEAST_ONCE, 1);
        ann.publish("bob/x", "2", QoS.AT_LEAST_ONCE, 2);
        ann.retain("bob/x", "3", QoS.EXACTLY_ONCE, 3);
        ann.publish("ann/boom", "4", QoS.AT_LEAST_ONCE, 4);
        assertThat(ann.take())
                .containsExactly("PUBLISH ann/x=1 qos0", "PUBACK id1", "PUBACK id2", "PUBREC id3", "PUBACK id4");
        ann.cut();
        assertThat(inside.take()).containsExactly("PUBLISH ann/x=1 qos0");
        assertThat(rig.core.statistics().refusedPublishes()).isEqualTo(4);
        assertThat(rig.core.statistics().retained()).isZero();
    }

    @Test
    void aLinkThatFailsEndsAloneAndLate() {
        Rig rig = new Rig();
        Device before = rig.clean("a").subscribe("x", QoS.AT_MOST_ONCE);
        Device failing = rig.clean("b").subscribe("x", QoS.AT_MOST_ONCE);
        Device after = rig.clean("c").subscribe("x", QoS.AT_MOST_ONCE);
        failing.link.throwing = true;
        before.take();
        after.take();
        Device publisher = rig.clean("p");
        publisher.take();
        publisher.publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        assertThat(publisher.take()).containsExactly("PUBACK id1");
        assertThat(before.take()).containsExactly("PUBLISH x=1 qos0");
        assertThat(after.take()).containsExactly("PUBLISH x=1 qos0");
        assertThat(failing.closed()).isTrue();
        assertThat(rig.core.statistics().failures()).isEqualTo(1);
    }

    @Test
    void aFlushThatFailsEndsItsLinkAndNoOther() {
        Rig rig = new Rig();
        Device failing = rig.clean("a").subscribe("x", QoS.AT_MOST_ONCE);
        Device after = rig.clean("b").subscribe("x", QoS.AT_MOST_ONCE);
        after.take();
        failing.link.failingToFlush = true;
        rig.clean("p").publish("x", "1");
        assertThat(after.take()).containsExactly("PUBLISH x=1 qos0");
        assertThat(failing.closed()).isTrue();
        assertThat(rig.core.statistics().connections()).isEqualTo(2);
    }

    @Test
    void aCommandThatThrowsEndsItsOwnConnection() {
        Rig rig = new Rig();
        Device device = rig.clean("a");
        device.take();
        device.link.throwing = true;
        device.subscribe("x", QoS.AT_MOST_ONCE);
        Device other = rig.clean("b");
        other.retain("y", "1", QoS.AT_MOST_ONCE, 0);
        device.subscribe("y", QoS.AT_MOST_ONCE);
        assertThat(device.closed()).isTrue();
        assertThat(other.closed()).isFalse();
        assertThat(rig.core.statistics().failures()).isEqualTo(1);
    }
}
