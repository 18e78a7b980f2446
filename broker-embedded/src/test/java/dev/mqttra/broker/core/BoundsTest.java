package dev.mqttra.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.Authenticator.Decision;
import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.protocol.packet.PingReq;
import dev.mqttra.protocol.packet.QoS;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens when something is full, or happens too often. */
class BoundsTest {
    private static final Logger LOGGER = Logger.getLogger("dev.mqttra.broker");

    private static Device away(Rig rig) {
        Device device = rig.persistent("s").subscribe("#", QoS.AT_LEAST_ONCE);
        device.cut();
        return device;
    }

    private static List<String> publishes(Device device) {
        return device.take().stream().filter(text -> text.startsWith("PUBLISH")).toList();
    }

    private final List<String> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(handler);
    }

    @Test
    void dropsTheNewestForAClientThatIsAwayAndSaysSoOnce() {
        Rig rig = new Rig(BrokerConfig.builder().maximumQueuedMessages(3).build());
        away(rig);
        Device publisher = rig.clean("p");
        publisher.take();
        for (int id = 1; id <= 5; id++) {
            publisher.publish("x", "" + id, QoS.AT_LEAST_ONCE, id);
        }
        assertThat(publisher.take()).hasSize(5);
        assertThat(rig.core.statistics().dropped()).isEqualTo(2);
        assertThat(publishes(rig.persistent("s")))
                .containsExactly("PUBLISH x=1 qos1 id1", "PUBLISH x=2 qos1 id2", "PUBLISH x=3 qos1 id3");
        assertThat(logged.stream().filter(text -> text.contains("MQTTB-010"))).hasSize(1);
    }

    @Test
    void tellsOnceAMinuteWhoMayNotLogIn() {
        Rig rig = new Rig(BrokerConfig.builder()
                .authenticator(login -> CompletableFuture.completedFuture(Decision.refuse()))
                .build());
        rig.clean("one");
        rig.clean("two");
        rig.clean("three");
        rig.advance(Duration.ofMinutes(1));
        rig.clean("four");

        assertThat(logged.stream().filter(text -> text.contains("MQTTB-019")).toList())
                .satisfiesExactly(
                        first -> assertThat(first).contains("'one'", "BAD_USER_NAME_OR_PASSWORD"),
                        next -> assertThat(next).contains("'four'", "2 more like it"));
    }

    @Test
    void boundsBytesToo() {
        Rig rig = new Rig(BrokerConfig.builder().maximumQueuedBytes(400).build());
        away(rig);
        Device publisher = rig.clean("p");
        publisher.publish("x", "a".repeat(200), QoS.AT_LEAST_ONCE, 1);
        publisher.publish("x", "b".repeat(200), QoS.AT_LEAST_ONCE, 2);
        publisher.publish("x", "c", QoS.AT_LEAST_ONCE, 3);
        assertThat(rig.core.statistics().dropped()).isEqualTo(1);
        assertThat(publishes(rig.persistent("s"))).hasSize(2);
    }

    @Test
    void aSlowLinkGetsQos0FromAQueueOfHalfTheRoom() {
        Rig rig = new Rig(BrokerConfig.builder().maximumQueuedMessages(6).build());
        Device slow = rig.clean("s").subscribe("#", QoS.AT_LEAST_ONCE);
        slow.take();
        slow.writable(false);
        Device publisher = rig.clean("p");
        for (int i = 1; i <= 5; i++) {
            publisher.publish("x", "" + i);
        }
        for (int i = 1; i <= 5; i++) {
            publisher.publish("y", "" + i, QoS.AT_LEAST_ONCE, i);
        }
        assertThat(slow.take()).isEmpty();
        assertThat(rig.core.statistics().dropped()).isEqualTo(4);
        slow.writable(true);
        assertThat(slow.take())
                .containsExactly(
                        "PUBLISH x=1 qos0",
                        "PUBLISH x=2 qos0",
                        "PUBLISH x=3 qos0",
                        "PUBLISH y=1 qos1 id1",
                        "PUBLISH y=2 qos1 id2",
                        "PUBLISH y=3 qos1 id3");
        publisher.publish("x", "6");
        assertThat(slow.take()).containsExactly("PUBLISH x=6 qos0");
    }

    @Test
    void dropsQos0OfAClientThatLeaves() {
        Rig rig = new Rig();
        Device slow = rig.persistent("s").subscribe("#", QoS.AT_LEAST_ONCE);
        slow.writable(false);
        Device publisher = rig.clean("p");
        publisher.publish("x", "1");
        publisher.publish("x", "2", QoS.AT_LEAST_ONCE, 1);
        slow.cut();
        assertThat(publishes(rig.persistent("s"))).containsExactly("PUBLISH x=2 qos1 id1");
    }

    @Test
    void keepsNoMoreInFlightThanItMay() {
        Rig rig = new Rig(BrokerConfig.builder().maximumInFlight(2).build());
        Device subscriber = rig.clean("s").subscribe("x", QoS.AT_LEAST_ONCE);
        subscriber.take();
        Device publisher = rig.clean("p");
        for (int id = 1; id <= 4; id++) {
            publisher.publish("x", "" + id, QoS.AT_LEAST_ONCE, id);
        }
        assertThat(subscriber.take()).containsExactly("PUBLISH x=1 qos1 id1", "PUBLISH x=2 qos1 id2");
        subscriber.ack(2);
        assertThat(subscriber.take()).containsExactly("PUBLISH x=3 qos1 id3");
    }

    @Test
    void doesNotReadAClientThatNeverTakesItsAnswers() {
        Rig rig = new Rig();
        Device device = rig.clean("s");
        device.writable(false);
        for (int i = 0; i < 15; i++) {
            device.send(PingReq.INSTANCE);
        }
        assertThat(device.link.reading).isTrue();
        device.send(PingReq.INSTANCE);
        assertThat(device.link.reading).isFalse();
        device.writable(true);
        assertThat(device.link.reading).isTrue();
    }

    @Test
    void aFullQueueOfOneDoesNotTouchTheOthers() {
        Rig rig = new Rig(BrokerConfig.builder().maximumQueuedMessages(1).build());
        Device stuck = rig.clean("a").subscribe("x", QoS.AT_LEAST_ONCE);
        stuck.writable(false);
        Device quick = rig.clean("b").subscribe("x", QoS.AT_LEAST_ONCE);
        quick.take();
        Device publisher = rig.clean("p");
        publisher.take();
        for (int id = 1; id <= 20; id++) {
            publisher.publish("x", "" + id, QoS.AT_LEAST_ONCE, id);
        }
        assertThat(quick.take()).hasSize(20);
        assertThat(publisher.take()).hasSize(20);
        assertThat(rig.core.statistics().dropped()).isEqualTo(19);
        assertThat(rig.core.statistics().delivered()).isEqualTo(20);
    }
}
