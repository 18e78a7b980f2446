package dev.mqttra.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Clean and persistent sessions, take-over, repeats. */
class SessionTest {
    private static final String NEW = new ConnAck(false, ReasonCode.SUCCESS).toString();
    private static final String PRESENT = new ConnAck(true, ReasonCode.SUCCESS).toString();

    @Test
    void keepsMessagesForAClientThatIsAway() {
        Rig rig = new Rig();
        rig.persistent("s").subscribe("x", QoS.EXACTLY_ONCE).disconnect();
        Device publisher = rig.clean("p");
        publisher.publish("x", "0");
        publisher.publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        publisher.publish("x", "2", QoS.EXACTLY_ONCE, 2);
        Device back = rig.persistent("s");
        assertThat(back.take()).containsExactly(PRESENT, "PUBLISH x=1 qos1 id1", "PUBLISH x=2 qos2 id2");
    }

    @Test
    void forgetsACleanSession() {
        Rig rig = new Rig();
        rig.clean("s").subscribe("x", QoS.AT_LEAST_ONCE).cut();
        rig.clean("p").publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        assertThat(rig.persistent("s").take()).containsExactly(NEW);
        assertThat(rig.core.statistics().subscriptions()).isZero();
    }

    @Test
    void endsAPersistentSessionWhenItsClientConnectsClean() {
        Rig rig = new Rig();
        rig.persistent("s").subscribe("x", QoS.AT_LEAST_ONCE).cut();
        rig.clean("s").disconnect();
        assertThat(rig.persistent("s").take()).containsExactly(NEW);
        assertThat(rig.core.statistics().subscriptions()).isZero();
    }

    @Test
    void closesTheOldConnectionWhenItsClientConnectsAgain() {
        Rig rig = new Rig();
        Device listener = rig.clean("l").subscribe("will", QoS.AT_MOST_ONCE);
        listener.take();
        Device old = rig.open()
                .up(Rig.connectPacket("s", false, 0, Rig.will("will", "gone", QoS.AT_MOST_ONCE, false)))
                .subscribe("x", QoS.AT_LEAST_ONCE);
        old.take();
        rig.clean("p").publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        Device taken = rig.persistent("s");
        assertThat(old.closed()).isTrue();
        assertThat(old.take()).containsExactly("PUBLISH x=1 qos1 id1");
        assertThat(taken.take()).containsExactly(PRESENT, "PUBLISH x=1 qos1 dup id1");
        assertThat(listener.take()).containsExactly("PUBLISH will=gone qos0");
        assertThat(rig.core.statistics().sessions()).isEqualTo(3);
    }

    @Test
    void repeatsWhatWasNotAcknowledgedInItsOrder() {
        Rig rig = new Rig();
        Device first = rig.persistent("s").subscribe("#", QoS.EXACTLY_ONCE);
        Device publisher = rig.clean("p");
        publisher.publish("a", "1", QoS.EXACTLY_ONCE, 1);
        publisher.publish("b", "2", QoS.AT_LEAST_ONCE, 2);
        publisher.publish("c", "3", QoS.EXACTLY_ONCE, 3);
        publisher.publish("d", "4", QoS.AT_LEAST_ONCE, 4);
        first.send(new PubRec(1, ReasonCode.SUCCESS)).ack(4);
        first.cut();
        Device second = rig.persistent("s");
        assertThat(second.take())
                .containsExactly(PRESENT, "PUBREL id1", "PUBLISH b=2 qos1 dup id2", "PUBLISH c=3 qos2 dup id3");
        second.ack(2).send(new PubComp(1, ReasonCode.SUCCESS)).send(new PubRec(3, ReasonCode.SUCCESS));
        assertThat(second.take()).containsExactly("PUBREL id3");
        second.send(new PubComp(3, ReasonCode.SUCCESS)).cut();
        assertThat(rig.persistent("s").take()).containsExactly(PRESENT);
    }

    @Test
    void knowsARepeatOfQos2AcrossConnections() {
        Rig rig = new Rig();
        Device listener = rig.clean("l").subscribe("x", QoS.AT_MOST_ONCE);
        listener.take();
        Device first = rig.persistent("p").publish("x", "1", QoS.EXACTLY_ONCE, 9);
        assertThat(first.take()).containsExactly(NEW, "PUBREC id9");
        first.cut();
        Device second = rig.persistent("p");
        second.take();
        second.send(new Publish(Rig.message("x", "1"), QoS.EXACTLY_ONCE, false, true, 9));
        second.send(new PubRel(9, ReasonCode.SUCCESS)).send(new PubRel(9, ReasonCode.SUCCESS));
        assertThat(second.take()).containsExactly("PUBREC id9", "PUBCOMP id9", "PUBCOMP id9");
        assertThat(listener.take()).containsExactly("PUBLISH x=1 qos0");
    }

    @Test
    void deliversAnIdentifierUsedAgainAsANewMessage() {
        Rig rig = new Rig();
        Device listener = rig.clean("l").subscribe("x", QoS.AT_MOST_ONCE);
        listener.take();
        Device publisher = rig.clean("p");
        publisher.publish("x", "1", QoS.AT_LEAST_ONCE, 9);
        publisher.send(new Publish(Rig.message("x", "2"), QoS.AT_LEAST_ONCE, false, true, 9));
        assertThat(listener.take()).containsExactly("PUBLISH x=1 qos0", "PUBLISH x=2 qos0");
    }

    @Test
    void keepsSessionsForEverByDefault() {
        Rig rig = new Rig();
        rig.persistent("s").subscribe("x", QoS.AT_LEAST_ONCE).disconnect();
        rig.advance(Duration.ofDays(4000));
        assertThat(rig.persistent("s").take()).containsExactly(PRESENT);
    }

    @Test
    void forgetsASessionWhoseClientStaysAwayTooLong() {
        Rig rig = new Rig(
                BrokerConfig.builder().maximumSessionExpiry(Duration.ofHours(1)).build());
        rig.persistent("s").subscribe("x", QoS.AT_LEAST_ONCE).disconnect();
        rig.advance(Duration.ofMinutes(59));
        Device back = rig.persistent("s");
        assertThat(back.take()).containsExactly(PRESENT);
        rig.advance(Duration.ofHours(5));
        assertThat(back.closed()).isFalse();
        assertThat(rig.core.statistics().sessions()).isEqualTo(1);
        back.cut();
        rig.advance(Duration.ofHours(1));
        assertThat(rig.core.statistics().sessions()).isZero();
        assertThat(rig.core.statistics().subscriptions()).isZero();
        assertThat(rig.persistent("s").take()).containsExactly(NEW);
    }

    @Test
    void keepsOrderBetweenWhatWaitedAndWhatIsNew() {
        Rig rig = new Rig(BrokerConfig.builder().maximumInFlight(1).build());
        Device subscriber = rig.clean("s").subscribe("x", QoS.AT_LEAST_ONCE);
        subscriber.take();
        Device publisher = rig.clean("p");
        for (int i = 1; i <= 4; i++) {
            publisher.publish("x", "" + i, QoS.AT_LEAST_ONCE, i);
        }
        assertThat(subscriber.take()).containsExactly("PUBLISH x=1 qos1 id1");
        publisher.publish("x", "5");
        subscriber.ack(1);
        assertThat(subscriber.take()).containsExactly("PUBLISH x=2 qos1 id2");
        subscriber.ack(2).ack(3).ack(4);
        assertThat(subscriber.take())
                .containsExactly("PUBLISH x=3 qos1 id3", "PUBLISH x=4 qos1 id4", "PUBLISH x=5 qos0");
    }
}
