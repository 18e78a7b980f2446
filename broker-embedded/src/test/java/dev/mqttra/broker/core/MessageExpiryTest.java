package dev.mqttra.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.Will;
import dev.mqttra.protocol.topic.TopicName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages that say how long they are worth delivering. */
class MessageExpiryTest {
    private final Rig rig = new Rig();

    private static Message message(String payload, long seconds) {
        return new Message(TopicName.of("x"), payload.getBytes(), Rig.with(Property.MESSAGE_EXPIRY_INTERVAL, seconds));
    }

    private static Device publish(Device device, String payload, long seconds, boolean retain) {
        return device.send(new Publish(message(payload, seconds), QoS.AT_LEAST_ONCE, retain, false, 1));
    }

    /** The seconds left that each PUBLISH says, -1 for none. */
    private static List<Long> left(Device device) {
        return device.takePackets().stream()
                .filter(packet -> packet instanceof Publish)
                .map(packet -> ((Publish) packet).message().properties().number(Property.MESSAGE_EXPIRY_INTERVAL, -1))
                .toList();
    }

    /** [MQTT-3.3.2-6]: nothing of it is used up when it leaves at once. */
    @Test
    void aLiveMessageSaysWhatItCameWith() {
        Device device = rig.clean5("a").subscribe("x", QoS.AT_LEAST_ONCE);
        publish(rig.clean5("p"), "1", 0xFFFF_FFFFL, false);
        assertThat(left(device)).containsExactly(0xFFFF_FFFFL);
    }

    /** [MQTT-3.3.2-6]: less the seconds it waited for its client. */
    @Test
    void aQueuedMessageSaysWhatIsLeft() {
        rig.persistent("a").subscribe("x", QoS.AT_LEAST_ONCE).cut();
        publish(rig.clean5("p"), "1", 60, false);
        rig.advance(Duration.ofMillis(20_900));
        assertThat(left(rig.persistent("a"))).containsExactly(40L);
    }

    /** [MQTT-3.3.2-5]. */
    @Test
    void aQueuedMessageIsDeletedWhenItIsUsedUp() {
        rig.persistent("a").subscribe("x", QoS.AT_LEAST_ONCE).cut();
        publish(rig.clean5("p"), "1", 60, false);
        rig.clean5("q").publish("x", "2", QoS.AT_LEAST_ONCE, 1);
        rig.advance(Duration.ofSeconds(60));
        assertThat(SubscriptionOptionsTest.publishes(rig.persistent("a"))).containsExactly("PUBLISH x=2 qos1 id1");
        assertThat(rig.core.statistics().expired()).isEqualTo(1);
    }

    /** [MQTT-3.3.2-5]: a client that is there and slow is owed no more than one that is away. */
    @Test
    void aMessageForASlowClientIsDeletedWhenItIsUsedUp() {
        Device device = rig.clean5("a").subscribe("x", QoS.AT_LEAST_ONCE);
        device.writable(false);
        publish(rig.clean5("p"), "1", 1, false);
        rig.advance(Duration.ofSeconds(1));
        device.writable(true);
        assertThat(SubscriptionOptionsTest.publishes(device)).isEmpty();
    }

    /** A 3.x subscriber is not told, and has no use for an old message either. */
    @Test
    void aMessageExpiresForAnOldClientToo() {
        Device device = rig.persistent("a").subscribe("x", QoS.AT_LEAST_ONCE);
        device.cut();
        publish(rig.clean5("p"), "1", 10, true);
        rig.advance(Duration.ofSeconds(10));
        device = rig.persistent("a");
        assertThat(SubscriptionOptionsTest.publishes(device)).isEmpty();
        assertThat(SubscriptionOptionsTest.publishes(device.subscribe("x", QoS.AT_MOST_ONCE)))
                .isEmpty();
    }

    /** Once it was sent its time means nothing: it is repeated like any other. */
    @Test
    void whatWasSentIsRepeatedHoweverOldItIs() {
        Device device = rig.persistent("a").subscribe("x", QoS.AT_LEAST_ONCE);
        publish(rig.clean5("p"), "1", 1, false);
        device.cut();
        rig.advance(Duration.ofHours(1));
        assertThat(SubscriptionOptionsTest.publishes(rig.persistent("a"))).containsExactly("PUBLISH x=1 qos1 dup id1");
    }

    /** Expired messages make room for others before those are dropped. */
    @Test
    void expiredMessagesMakeRoom() {
        Rig small = new Rig(BrokerConfig.builder().maximumQueuedMessages(3).build());
        small.persistent("a").subscribe("x", QoS.AT_LEAST_ONCE).cut();
        Device publisher = small.clean5("p");
        publisher.publish("x", "kept", QoS.AT_LEAST_ONCE, 1);
        publish(publisher, "1", 5, false);
        publish(publisher, "2", 5, false);
        small.advance(Duration.ofSeconds(5));
        publisher.publish("x", "new", QoS.AT_LEAST_ONCE, 1);
        assertThat(SubscriptionOptionsTest.publishes(small.persistent("a")))
                .containsExactly("PUBLISH x=kept qos1 id1", "PUBLISH x=new qos1 id2");
        assertThat(small.core.statistics().dropped()).isZero();
    }

    /** Who publishes does not wait for a bean that would get the message too late. */
    @Test
    void anExpiredMessageIsAcknowledgedToItsPublisher() {
        Rig narrow = new Rig(BrokerConfig.builder().maximumInFlight(1).build());
        Device bean = narrow.local("b").subscribe("x", QoS.AT_LEAST_ONCE);
        Device first = narrow.clean5("p").publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        Device second = publish(narrow.clean5("q"), "2", 5, false);
        narrow.advance(Duration.ofSeconds(5));
        assertThat(second.take()).isEmpty();
        bean.ack(1);
        assertThat(first.take()).containsExactly("PUBACK id1");
        assertThat(second.take()).containsExactly("PUBACK id1");
        assertThat(SubscriptionOptionsTest.publishes(bean)).containsExactly("PUBLISH x=1 qos1 id1");
    }

    /** [MQTT-3.3.2-6]: a retained message ages. */
    @Test
    void aRetainedMessageSaysWhatIsLeftAndVanishes() {
        publish(rig.clean5("p"), "1", 60, true);
        rig.advance(Duration.ofSeconds(59));
        assertThat(left(rig.clean5("a").subscribe("x", QoS.AT_MOST_ONCE))).containsExactly(1L);
        rig.advance(Duration.ofSeconds(1));
        assertThat(left(rig.clean5("b").subscribe("x", QoS.AT_MOST_ONCE))).isEmpty();
        assertThat(rig.core.statistics().retained()).isZero();
    }

    /** A later message has its own time, or none. */
    @Test
    void aLaterRetainedMessageHasItsOwnTime() {
        Device publisher = publish(rig.clean5("p"), "1", 60, true);
        rig.advance(Duration.ofSeconds(30));
        publisher.retain("x", "2", QoS.AT_MOST_ONCE, 0);
        rig.advance(Duration.ofSeconds(60));
        assertThat(SubscriptionOptionsTest.publishes(rig.clean5("a").subscribe("x", QoS.AT_MOST_ONCE)))
                .containsExactly("PUBLISH x=2 qos0 retain");
        publish(publisher, "3", 60, true);
        publisher.retain("x", "", QoS.AT_MOST_ONCE, 0);
        rig.advance(Duration.ofSeconds(60));
        assertThat(rig.core.statistics().retained()).isZero();
    }

    @Test
    void aRetainedMessageVanishesAtTheConfiguredAge() {
        Rig aging = new Rig(
                BrokerConfig.builder().maximumRetainedAge(Duration.ofMinutes(1)).build());
        aging.clean("p").retain("x", "1", QoS.AT_MOST_ONCE, 0).retain("y", "1", QoS.AT_MOST_ONCE, 0);
        publish(aging.clean5("q"), "2", 600, true);
        aging.advance(Duration.ofSeconds(59));
        Device device = aging.clean5("a").subscribe("#", QoS.AT_MOST_ONCE);
        assertThat(left(device)).containsExactly(541L, -1L);
        aging.advance(Duration.ofSeconds(1));
        assertThat(left(device.subscribe("#", QoS.AT_MOST_ONCE))).isEmpty();
        assertThat(aging.core.statistics().retained()).isZero();
    }

    /** The will's time begins when it is published. */
    @Test
    void aWillsTimeBeginsWithItsPublication() {
        rig.persistent("a").subscribe("x", QoS.AT_LEAST_ONCE).cut();
        Will will = new Will(message("w", 60), QoS.AT_LEAST_ONCE, false);
        Device device = rig.open().up(Rig.connect5("p", true, 0, will, Properties.NONE));
        rig.advance(Duration.ofHours(1));
        device.cut();
        rig.advance(Duration.ofSeconds(10));
        assertThat(left(rig.persistent("a"))).containsExactly(50L);
    }
}
