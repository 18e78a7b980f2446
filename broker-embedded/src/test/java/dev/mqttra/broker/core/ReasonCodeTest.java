package dev.mqttra.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.Authorizer;
import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.Publisher;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.SubAck;
import dev.mqttra.protocol.packet.Subscribe;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.packet.UnsubAck;
import dev.mqttra.protocol.packet.Unsubscribe;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What PUBACK, PUBREC, SUBACK and UNSUBACK say, in each version. */
class ReasonCodeTest {
    private static final Authorizer NOTHING_SECRET = new Authorizer() {
        @Override
        public boolean mayPublish(Publisher client, TopicName topic) {
            return !topic.toString().startsWith("secret");
        }

        @Override
        public boolean maySubscribe(Publisher client, TopicFilter filter) {
            return !filter.filter().startsWith("secret");
        }
    };

    private final BrokerConfig.Builder config = BrokerConfig.builder().authorizer(NOTHING_SECRET);

    private static Device old(Rig rig, MqttVersion version) {
        Device device = rig.open().send(new Connect(version, "c", true, 0, null, null, null, Properties.NONE));
        device.take();
        return device;
    }

    private static Device client5(Rig rig) {
        Device device = rig.clean5("c");
        device.take();
        return device;
    }

    private static List<ReasonCode> subscribe(Device device, String... filters) {
        List<Subscription> all = Stream.of(filters)
                .map(filter -> new Subscription(TopicFilter.of(filter), QoS.EXACTLY_ONCE))
                .toList();
        SubAck answer = (SubAck) device.send(new Subscribe(9, all, Properties.NONE))
                .takePackets()
                .get(0);
        assertThat(answer.packetId()).isEqualTo(9);
        return answer.reasons();
    }

    /** 10: it is taken over all the same, and that there was nobody is no failure. */
    @Test
    void saysThatNobodySubscribed() {
        Rig rig = new Rig(config.build());
        Device device = client5(rig);
        device.publish("x", "1", QoS.AT_LEAST_ONCE, 1).publish("x", "1", QoS.EXACTLY_ONCE, 2);
        assertThat(device.takePackets())
                .containsExactly(
                        new PubAck(1, ReasonCode.NO_MATCHING_SUBSCRIBERS),
                        new PubRec(2, ReasonCode.NO_MATCHING_SUBSCRIBERS));
        rig.clean("s").subscribe("$share/g/x", QoS.AT_MOST_ONCE);
        device.publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        assertThat(device.takePackets()).containsExactly(new PubAck(1, ReasonCode.SUCCESS));
    }

    /** [MQTT-3.3.5-2 of 3.1.1, v3.1-23]: what 5.0 can refuse, 3.x acknowledges; nobody gets it. */
    @Test
    void refusesAPublishThatIsNotAuthorized() {
        Rig rig = new Rig(config.build());
        Device inside = rig.local("s").subscribe("#", QoS.EXACTLY_ONCE);
        inside.take();
        Device device = client5(rig);
        device.publish("secret", "1", QoS.AT_LEAST_ONCE, 1).publish("secret", "1", QoS.EXACTLY_ONCE, 2);
        device.publish("secret", "1");
        assertThat(device.takePackets())
                .containsExactly(new PubAck(1, ReasonCode.NOT_AUTHORIZED), new PubRec(2, ReasonCode.NOT_AUTHORIZED));
        for (MqttVersion version : List.of(MqttVersion.V3_1, MqttVersion.V3_1_1)) {
            Device old = old(rig, version).publish("secret", "1", QoS.AT_LEAST_ONCE, 1);
            assertThat(old.takePackets()).containsExactly(new PubAck(1, ReasonCode.SUCCESS));
        }
        assertThat(inside.take()).isEmpty();
        assertThat(rig.core.statistics().refusedPublishes()).isEqualTo(5);
    }

    /** A refused PUBREC ends the exchange: the identifier is free again [MQTT-4.3.3-9 of the receiver]. */
    @Test
    void anIdentifierIsFreeAfterARefusal() {
        Rig rig = new Rig(config.build());
        Device device = client5(rig);
        device.publish("secret", "1", QoS.EXACTLY_ONCE, 1).take();
        device.publish("x", "1", QoS.EXACTLY_ONCE, 1);
        assertThat(device.takePackets()).containsExactly(new PubRec(1, ReasonCode.NO_MATCHING_SUBSCRIBERS));
    }

    /** 90: below $SYS/ no client publishes, whatever its rights. */
    @Test
    void refusesTheBrokersOwnTopics() {
        Device device = client5(new Rig());
        device.publish("$SYS/broker/uptime", "1", QoS.AT_LEAST_ONCE, 1);
        assertThat(device.takePackets()).containsExactly(new PubAck(1, ReasonCode.TOPIC_NAME_INVALID));
    }

    /** 97: who is there gets it, but it could not be retained. */
    @Test
    void saysThatThereIsNoRoomToRetain() {
        Rig rig = new Rig(config.maximumRetainedMessages(1).build());
        Device subscriber = rig.clean("s").subscribe("y", QoS.AT_MOST_ONCE);
        subscriber.take();
        Device device = client5(rig);
        device.retain("x", "1", QoS.AT_LEAST_ONCE, 1).retain("y", "1", QoS.AT_LEAST_ONCE, 2);
        assertThat(device.takePackets())
                .containsExactly(
                        new PubAck(1, ReasonCode.NO_MATCHING_SUBSCRIBERS), new PubAck(2, ReasonCode.QUOTA_EXCEEDED));
        assertThat(subscriber.take()).containsExactly("PUBLISH y=1 qos0");
    }

    /** A bean's refusal is the publisher's answer. */
    @Test
    void passesTheRefusalOfAClientInsideTheVmOn() {
        Rig rig = new Rig();
        Device bean = rig.local("b").subscribe("x", QoS.AT_LEAST_ONCE);
        Device device = client5(rig);
        device.publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        bean.send(new PubAck(1, ReasonCode.PAYLOAD_FORMAT_INVALID));
        assertThat(device.takePackets()).containsExactly(new PubAck(1, ReasonCode.PAYLOAD_FORMAT_INVALID));
    }

    /** [MQTT-3.8.4-1, MQTT-3.8.4-5, MQTT-3.8.4-6, MQTT-3.8.4-7, MQTT-3.9.3-1]: one code for each filter, in order. */
    @Test
    void answersEachFilterInOrder() {
        Rig rig = new Rig(config.maximumSubscriptionsPerSession(2).build());
        assertThat(subscribe(client5(rig), "a", "secret", "/".repeat(200), "$share/g/secret", "b", "c", "a"))
                .containsExactly(
                        ReasonCode.GRANTED_QOS_2,
                        ReasonCode.NOT_AUTHORIZED,
                        ReasonCode.TOPIC_FILTER_INVALID,
                        ReasonCode.NOT_AUTHORIZED,
                        ReasonCode.GRANTED_QOS_2,
                        ReasonCode.QUOTA_EXCEEDED,
                        ReasonCode.GRANTED_QOS_2);
    }

    @Test
    void saysOfARefusedSubscriptionWhatIsConfigured() {
        Rig rig = new Rig(config.subscribeRefusal(ReasonCode.UNSPECIFIED_ERROR).build());
        assertThat(subscribe(client5(rig), "secret")).containsExactly(ReasonCode.UNSPECIFIED_ERROR);
    }

    /** [MQTT-3.8.4-5 of 3.1.1]: one failure for everything. */
    @Test
    void saysInOneCodeOf311WhatIsRefused() {
        Rig rig = new Rig(config.maximumSubscriptionsPerSession(1).build());
        assertThat(subscribe(old(rig, MqttVersion.V3_1_1), "secret", "a", "b"))
                .containsExactly(ReasonCode.UNSPECIFIED_ERROR, ReasonCode.GRANTED_QOS_2, ReasonCode.UNSPECIFIED_ERROR);
    }

    /** [v3.1-25]: 3.1 has no refusal. */
    @Test
    void grantsIn31WhatStaysSilent() {
        Rig rig = new Rig(config.build());
        Device device = old(rig, MqttVersion.V3_1);
        assertThat(subscribe(device, "secret")).containsExactly(ReasonCode.GRANTED_QOS_2);
        rig.local("p").publish("secret", "1");
        assertThat(device.take()).isEmpty();
        assertThat(rig.core.statistics().subscriptions()).isZero();
    }

    /**
     * [MQTT-3.10.4-1, MQTT-3.10.4-4, MQTT-3.10.4-5, MQTT-3.10.4-6, MQTT-3.11.3-1]: literally, one code for each filter, in
     * order, with the request's identifier.
     */
    @Test
    void answersEachUnsubscriptionInOrder() {
        Rig rig = new Rig();
        Device device = client5(rig);
        subscribe(device, "a/+", "$share/g/a", "b");
        List<TopicFilter> filters = Stream.of("a/b", "a/+", "$share/g/a", "$share/g/a", "#")
                .map(TopicFilter::of)
                .toList();
        assertThat(device.send(new Unsubscribe(77, filters, Properties.NONE)).takePackets())
                .containsExactly(new UnsubAck(
                        77,
                        List.of(
                                ReasonCode.NO_SUBSCRIPTION_EXISTED,
                                ReasonCode.SUCCESS,
                                ReasonCode.SUCCESS,
                                ReasonCode.NO_SUBSCRIPTION_EXISTED,
                                ReasonCode.NO_SUBSCRIPTION_EXISTED)));
        assertThat(rig.core.statistics().subscriptions()).isEqualTo(1);
    }

    /** [MQTT-3.10.4-2]: what is queued for it is still delivered, nothing new is added. */
    @Test
    void addsNothingAfterUnsubscribe() {
        Rig rig = new Rig();
        Device device = rig.clean5("c").subscribe("x", QoS.AT_LEAST_ONCE);
        device.take();
        device.writable(false);
        Device publisher = rig.clean5("p").publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        device.unsubscribe("x");
        publisher.publish("x", "2", QoS.AT_LEAST_ONCE, 2);
        device.writable(true);
        assertThat(SubscriptionOptionsTest.publishes(device)).containsExactly("PUBLISH x=1 qos1 id1");
    }

    /** [MQTT-3.1.2-25]: dropped, and as good as delivered; the next one comes. */
    @Test
    void dropsWhatIsLargerThanAClientTakes() {
        Rig rig = new Rig();
        Device device = rig.open()
                .up(Rig.connect5("s", true, Rig.with(Property.RECEIVE_MAXIMUM, 1)))
                .subscribe("x", QoS.EXACTLY_ONCE);
        device.take();
        device.link.largestPayload = 3;
        Device publisher = client5(rig);
        for (int i = 1; i <= 3; i++) {
            publisher.publish("x", "large", QoS.of(i - 1), i == 1 ? 0 : i);
        }
        publisher.publish("x", "ok", QoS.AT_LEAST_ONCE, 4);
        assertThat(device.take()).containsExactly("PUBLISH x=ok qos1 id3");
        publisher.publish("x", "large", QoS.AT_LEAST_ONCE, 5).publish("x", "end", QoS.AT_LEAST_ONCE, 6);
        device.ack(3);
        assertThat(device.take()).containsExactly("PUBLISH x=end qos1 id5");
        assertThat(rig.core.statistics().tooLarge()).isEqualTo(4);
        assertThat(publisher.take()).hasSize(5);
    }

    /** CONNACK said that nothing is retained. */
    @Test
    void endsAClientThatRetainsWhereNothingIsRetained() {
        Device device = client5(new Rig(config.maximumRetainedMessages(0).build()));
        device.retain("x", "1", QoS.AT_LEAST_ONCE, 1);
        assertThat(device.take()).containsExactly("DISCONNECT RETAIN_NOT_SUPPORTED");
    }
}
