package dev.mqttra.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.packet.Subscription.RetainHandling;
import dev.mqttra.protocol.topic.TopicFilter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The broker's own topics. */
class SystemTopicsTest {
    private final Rig rig = new Rig();

    @Test
    void whoSubscribesGetsTheFiguresAsRetained() {
        rig.persistent("away").subscribe("$share/g/x", QoS.AT_LEAST_ONCE).cut();
        rig.clean("p").retain("y", "12345", QoS.AT_LEAST_ONCE, 1).publish("x", "1", QoS.AT_LEAST_ONCE, 2);
        rig.advance(Duration.ofSeconds(70));
        Device device = rig.clean("s").subscribe("$SYS/#", QoS.EXACTLY_ONCE);
        assertThat(SubscriptionOptionsTest.publishes(device))
                .contains(
                        "PUBLISH $SYS/broker/version=dev.mqttra.broker in development qos0 retain",
                        "PUBLISH $SYS/broker/uptime=70 seconds qos0 retain",
                        "PUBLISH $SYS/broker/clients/total=3 qos0 retain",
                        "PUBLISH $SYS/broker/clients/connected=2 qos0 retain",
                        "PUBLISH $SYS/broker/clients/disconnected=1 qos0 retain",
                        "PUBLISH $SYS/broker/clients/maximum=2 qos0 retain",
                        "PUBLISH $SYS/broker/clients/expired=0 qos0 retain",
                        "PUBLISH $SYS/broker/messages/received=7 qos0 retain",
                        "PUBLISH $SYS/broker/messages/stored=2 qos0 retain",
                        "PUBLISH $SYS/broker/publish/messages/received=2 qos0 retain",
                        "PUBLISH $SYS/broker/publish/messages/sent=0 qos0 retain",
                        "PUBLISH $SYS/broker/publish/messages/dropped=0 qos0 retain",
                        "PUBLISH $SYS/broker/publish/bytes/received=6 qos0 retain",
                        "PUBLISH $SYS/broker/retained messages/count=1 qos0 retain",
                        "PUBLISH $SYS/broker/subscriptions/count=2 qos0 retain",
                        "PUBLISH $SYS/broker/shared_subscriptions/count=1 qos0 retain");
    }

    @Test
    void whatSocketsCountIsSaidToo() {
        rig.core.traffic(() -> 100, () -> 200, () -> 3);
        Device device = rig.clean("s").subscribe("$SYS/#", QoS.AT_MOST_ONCE);
        assertThat(SubscriptionOptionsTest.publishes(device))
                .contains(
                        "PUBLISH $SYS/broker/bytes/received=100 qos0 retain",
                        "PUBLISH $SYS/broker/bytes/sent=200 qos0 retain",
                        "PUBLISH $SYS/broker/messages/sent=3 qos0 retain");
    }

    @Test
    void whatChangedIsSaidAtEachInterval() {
        Device device = rig.clean("s");
        Subscription asPublished = new Subscription(
                TopicFilter.of("$SYS/broker/clients/+"), QoS.AT_MOST_ONCE, false, true, RetainHandling.DO_NOT_SEND);
        SubscriptionOptionsTest.subscribe(device, 0, asPublished).take();
        rig.advance(Duration.ofSeconds(10));
        assertThat(device.take()).isEmpty();
        rig.clean("t");
        rig.advance(Duration.ofSeconds(9));
        assertThat(device.take()).isEmpty();
        rig.advance(Duration.ofSeconds(1));
        assertThat(device.take())
                .containsExactly(
                        "PUBLISH $SYS/broker/clients/total=2 qos0 retain",
                        "PUBLISH $SYS/broker/clients/connected=2 qos0 retain",
                        "PUBLISH $SYS/broker/clients/maximum=2 qos0 retain");
    }

    /** [MQTT-4.7.2-1, v3.1-41?]. */
    @Test
    void wildcardsDoNotShowThem() {
        Device device = rig.clean("s").subscribe("#", QoS.AT_MOST_ONCE).subscribe("+/broker/#", QoS.AT_MOST_ONCE);
        rig.clean("t").subscribe("$SYS/#", QoS.AT_MOST_ONCE);
        rig.advance(Duration.ofSeconds(10));
        assertThat(SubscriptionOptionsTest.publishes(device)).isEmpty();
    }

    @Test
    void noClientWritesThem() {
        Device device = rig.clean("s").subscribe("$SYS/broker/uptime", QoS.AT_MOST_ONCE);
        device.take();
        rig.clean("p").retain("$SYS/broker/uptime", "for ever", QoS.AT_MOST_ONCE, 0);
        assertThat(device.take()).isEmpty();
        rig.advance(Duration.ofSeconds(10));
        assertThat(device.take()).containsExactly("PUBLISH $SYS/broker/uptime=10 seconds qos0");
    }

    /** They cost nothing while nobody asks: no timer, and no room among the retained messages. */
    @Test
    void nothingIsDoneWhileNobodySubscribes() {
        Rig small = new Rig(BrokerConfig.builder().maximumRetainedMessages(1).build());
        Device device = small.clean("s").subscribe("$SYS/#", QoS.AT_MOST_ONCE);
        device.retain("x", "1", QoS.AT_MOST_ONCE, 0);
        assertThat(small.core.statistics().retained()).isEqualTo(1);
        assertThat(small.core.nextDeadline(small.now)).isNotEqualTo(Long.MAX_VALUE);
        device.unsubscribe("$SYS/#");
        assertThat(small.core.nextDeadline(small.now)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theyCanBeOff() {
        Rig silent =
                new Rig(BrokerConfig.builder().systemInterval(Duration.ZERO).build());
        Device device = silent.clean("s").subscribe("$SYS/#", QoS.AT_MOST_ONCE);
        silent.advance(Duration.ofMinutes(1));
        assertThat(SubscriptionOptionsTest.publishes(device)).isEmpty();
    }

    /** A session that nobody came back for is counted. */
    @Test
    void countsExpiredSessions() {
        Rig forgetful = new Rig(BrokerConfig.builder()
                .maximumSessionExpiry(Duration.ofMinutes(1))
                .build());
        forgetful.persistent("away").cut();
        forgetful.advance(Duration.ofMinutes(1));
        assertThat(SubscriptionOptionsTest.publishes(
                        forgetful.clean("s").subscribe("$SYS/broker/clients/expired", QoS.AT_MOST_ONCE)))
                .containsExactly("PUBLISH $SYS/broker/clients/expired=1 qos0 retain");
    }
}
