package dev.mqttra.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.Authenticator;
import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PingReq;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.Publisher;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Clients inside the VM: a device's acknowledgement waits for them, and nothing of theirs is lost. */
class LocalSessionTest {

    private static Device bean(Rig rig, String clientId, String filter, QoS qos) {
        Device bean = rig.local(clientId).subscribe(filter, qos);
        bean.take();
        return bean;
    }

    private static Device device(Rig rig, String clientId) {
        Device device = rig.clean(clientId);
        device.take();
        return device;
    }

    @Test
    void aPubAckWaitsForEveryLocalSessionAndForNoNetworkOne() {
        Rig rig = new Rig();
        Device first = bean(rig, "b1", "x", QoS.AT_LEAST_ONCE);
        Device second = bean(rig, "b2", "#", QoS.EXACTLY_ONCE);
        Device slow = rig.clean("net").subscribe("x", QoS.AT_LEAST_ONCE);
        Device device = device(rig, "d").publish("x", "1", QoS.AT_LEAST_ONCE, 5);
        assertThat(device.take()).isEmpty();
        assertThat(slow.take()).contains("PUBLISH x=1 qos1 id1");
        first.ack(1);
        assertThat(device.take()).isEmpty();
        second.ack(1);
        assertThat(device.take()).containsExactly("PUBACK id5");
    }

    @Test
    void aPubRecWaitsForThePubRecInside() {
        Rig rig = new Rig();
        Device bean = bean(rig, "b", "x", QoS.EXACTLY_ONCE);
        Device device = device(rig, "d").publish("x", "1", QoS.EXACTLY_ONCE, 5);
        assertThat(bean.take()).containsExactly("PUBLISH x=1 qos2 id1");
        assertThat(device.take()).isEmpty();
        bean.send(new PubRec(1, ReasonCode.SUCCESS));
        assertThat(device.take()).containsExactly("PUBREC id5");
        assertThat(bean.take()).containsExactly("PUBREL id1");
        bean.send(new PubComp(1, ReasonCode.SUCCESS));
        assertThat(device.send(new PubRel(5, ReasonCode.SUCCESS)).take()).containsExactly("PUBCOMP id5");
    }

    @Test
    void acknowledgementsToTheNetworkKeepTheirOrder() {
        Rig rig = new Rig();
        Device bean = bean(rig, "b", "slow", QoS.AT_LEAST_ONCE);
        Device device = device(rig, "d");
        device.publish("slow", "1", QoS.AT_LEAST_ONCE, 1).publish("fast", "2", QoS.AT_LEAST_ONCE, 2);
        assertThat(device.take()).isEmpty();
        bean.ack(1);
        assertThat(device.take()).containsExactly("PUBACK id1", "PUBACK id2");
    }

    private static Rig bounded(int maximumUnacknowledged) {
        return new Rig(BrokerConfig.builder()
                .maximumUnacknowledgedMessages(maximumUnacknowledged)
                .build());
    }

    @Test
    void aPublisherInsideTheVmIsAcknowledgedWhenTheBrokerHasTheMessage() {
        Rig rig = new Rig();
        Device bean = bean(rig, "b", "x", QoS.EXACTLY_ONCE);
        Device publisher = rig.local("p");
        publisher.take();
        publisher.publish("x", "1", QoS.AT_LEAST_ONCE, 1).publish("x", "2", QoS.EXACTLY_ONCE, 2);
        assertThat(publisher.take()).containsExactly("PUBACK id1", "PUBREC id2");
        bean.ack(1);
        bean.send(new PubRec(2, ReasonCode.SUCCESS));
        assertThat(publisher.take()).isEmpty();
    }

    @Test
    void aPublisherInsideTheVmThatIsTooFarAheadIsAcknowledgedAsOthersAre() {
        Rig rig = bounded(2);
        Device bean = bean(rig, "b", "x", QoS.AT_LEAST_ONCE);
        Device publisher = rig.local("p");
        publisher.take();
        for (int id = 1; id <= 3; id++) {
            publisher.publish("x", "1", QoS.AT_LEAST_ONCE, id);
        }
        assertThat(publisher.take()).containsExactly("PUBACK id1", "PUBACK id2");
        bean.ack(1);
        assertThat(publisher.publish("x", "1", QoS.AT_LEAST_ONCE, 4).take()).isEmpty();
        bean.ack(3);
        assertThat(publisher.take()).containsExactly("PUBACK id3");
        bean.ack(4);
        assertThat(publisher.take()).containsExactly("PUBACK id4");
        assertThat(publisher.publish("x", "1", QoS.AT_LEAST_ONCE, 5).take()).containsExactly("PUBACK id5");
    }

    @Test
    void soMayBytesHoldAPublisherInsideTheVm() {
        Rig rig =
                new Rig(BrokerConfig.builder().maximumUnacknowledgedBytes(1_000).build());
        Device bean = bean(rig, "b", "x", QoS.AT_LEAST_ONCE);
        Device publisher = rig.local("p");
        publisher.take();
        publisher.publish("x", "y".repeat(2_000), QoS.AT_LEAST_ONCE, 1).publish("x", "1", QoS.AT_LEAST_ONCE, 2);
        assertThat(publisher.take()).containsExactly("PUBACK id1");
        bean.ack(1);
        assertThat(publisher.publish("x", "1", QoS.AT_LEAST_ONCE, 3).take()).containsExactly("PUBACK id3");
    }

    @Test
    void theEndOfASessionClosesNoPublisherInsideTheVmThatWasAcknowledged() {
        Rig rig = bounded(1);
        Device publisher = rig.local("p");
        Device other = rig.local("q");
        Device bean = bean(rig, "b", "x", QoS.AT_LEAST_ONCE);
        publisher.publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        other.publish("x", "1", QoS.AT_LEAST_ONCE, 1).publish("x", "2", QoS.AT_LEAST_ONCE, 2);
        bean.cut();
        assertThat(publisher.closed()).isFalse();
        assertThat(other.closed()).as("one was not acknowledged").isTrue();
        publisher.take();
        bean(rig, "b", "x", QoS.AT_LEAST_ONCE);
        assertThat(publisher.publish("x", "1", QoS.AT_LEAST_ONCE, 2).take()).containsExactly("PUBACK id2");
    }

    @Test
    void acknowledgementsInsideTheVmLeaveAsTheyCome() {
        Rig rig = bounded(1);
        bean(rig, "b", "slow", QoS.AT_LEAST_ONCE);
        Device publisher = rig.local("p");
        publisher.take();
        publisher.publish("slow", "1", QoS.AT_LEAST_ONCE, 1).publish("slow", "2", QoS.AT_LEAST_ONCE, 2);
        publisher.publish("fast", "3", QoS.AT_LEAST_ONCE, 3);
        assertThat(publisher.take()).containsExactly("PUBACK id1", "PUBACK id3");
    }

    @Test
    void nobodyWaitsForQos0() {
        Rig rig = new Rig();
        bean(rig, "b", "x", QoS.AT_MOST_ONCE);
        Device device = device(rig, "d").publish("x", "1", QoS.EXACTLY_ONCE, 5);
        assertThat(device.take()).containsExactly("PUBREC id5");
    }

    @Test
    void tellsWhoPublishedAsTheBrokerKnowsIt() {
        Rig rig = new Rig();
        Device bean = bean(rig, "b", "x", QoS.AT_LEAST_ONCE);
        Device device =
                rig.open().up(new Connect(MqttVersion.V3_1_1, "d", true, 0, null, "ann", null, Properties.NONE));
        device.send(new Publish(
                Rig.message("x", "1").from(new Publisher("forged", "root")), QoS.AT_LEAST_ONCE, false, false, 1));
        Publish got = (Publish) bean.takePackets().get(0);
        assertThat(got.message().publisher()).isEqualTo(new Publisher("d", "ann"));
    }

    @Test
    void tellsWhetherTheAuthenticatorVouchedForThePublisher() {
        Rig rig = new Rig(BrokerConfig.builder()
                .authenticator(login -> CompletableFuture.completedFuture(
                        Authenticator.Decision.vouch(login.userName(), List.of("gardeners"))))
                .build());
        Device bean = bean(rig, "b", "x", QoS.AT_LEAST_ONCE);
        Device device =
                rig.open().up(new Connect(MqttVersion.V3_1_1, "d", true, 0, null, "ann", null, Properties.NONE));
        device.publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        Publisher told = ((Publish) bean.takePackets().get(0)).message().publisher();
        assertThat(told).isEqualTo(new Publisher("d", "ann", List.of("gardeners")));
        assertThat(told.proven()).isTrue();
        assertThat(new Publisher("d", "ann").proven()).isFalse();
    }

    @Test
    void aRepeatJoinsTheMessageThatABeanStillHas() {
        Rig rig = new Rig();
        Device bean = bean(rig, "b", "x", QoS.AT_LEAST_ONCE);
        Device device = rig.persistent("d");
        device.publish("x", "1", QoS.AT_LEAST_ONCE, 5).cut();
        Device again = rig.persistent("d");
        again.take();
        again.send(new Publish(Rig.message("x", "1"), QoS.AT_LEAST_ONCE, false, true, 5));
        assertThat(bean.take()).containsExactly("PUBLISH x=1 qos1 id1");
        assertThat(again.take()).isEmpty();
        bean.ack(1);
        assertThat(again.take()).containsExactly("PUBACK id5");
    }

    @Test
    void aMessageThatABeanFinishedMeanwhileIsAcknowledgedWhenItIsRepeated() {
        Rig rig = new Rig();
        Device bean = bean(rig, "b", "x", QoS.AT_LEAST_ONCE);
        rig.persistent("d").publish("x", "1", QoS.AT_LEAST_ONCE, 5).cut();
        bean.ack(1);
        Device again = rig.persistent("d");
        again.take();
        again.send(new Publish(Rig.message("x", "1"), QoS.AT_LEAST_ONCE, false, true, 5));
        assertThat(again.take()).containsExactly("PUBACK id5");
        assertThat(bean.take()).containsExactly("PUBLISH x=1 qos1 id1");
    }

    @Test
    void whatALocalSessionTakesWithItIsNotAcknowledgedButRepeated() {
        Rig rig = new Rig(BrokerConfig.builder().maximumInFlight(1).build());
        Device bean = bean(rig, "b", "x", QoS.EXACTLY_ONCE);
        Device queued = rig.persistent("d1");
        Device sent = rig.persistent("d2");
        Device other = rig.persistent("d3");
        sent.publish("x", "1", QoS.AT_LEAST_ONCE, 5).take();
        queued.publish("x", "2", QoS.EXACTLY_ONCE, 6).take();
        bean.cut();
        assertThat(sent.closed()).isTrue();
        assertThat(queued.closed()).isTrue();
        assertThat(other.closed()).isFalse();
        assertThat(sent.take()).isEmpty();
        assertThat(queued.take()).isEmpty();

        bean = bean(rig, "b", "x", QoS.EXACTLY_ONCE);
        queued = rig.persistent("d1");
        queued.take();
        queued.send(new Publish(Rig.message("x", "2"), QoS.EXACTLY_ONCE, false, true, 6));
        assertThat(bean.take()).containsExactly("PUBLISH x=2 qos2 id1");
        assertThat(queued.take()).isEmpty();
        bean.send(new PubRec(1, ReasonCode.SUCCESS));
        assertThat(queued.take()).containsExactly("PUBREC id6");
    }

    @Test
    void whatABeanHasTakenOverIsNotRepeatedWhenItsSessionEnds() {
        Rig rig = new Rig();
        Device bean = bean(rig, "b", "x", QoS.EXACTLY_ONCE);
        Device device = device(rig, "d").publish("x", "1", QoS.EXACTLY_ONCE, 5);
        bean.send(new PubRec(1, ReasonCode.SUCCESS));
        bean.cut();
        assertThat(device.closed()).isFalse();
        assertThat(device.take()).containsExactly("PUBREC id5");
    }

    @Test
    void whatOneBeanHasTakenOverWaitsForTheOtherOnly() {
        Rig rig = new Rig();
        Device first = bean(rig, "b1", "x", QoS.EXACTLY_ONCE);
        Device second = bean(rig, "b2", "x", QoS.AT_LEAST_ONCE);
        Device device = device(rig, "d").publish("x", "1", QoS.EXACTLY_ONCE, 5);
        first.send(new PubRec(1, ReasonCode.SUCCESS));
        first.cut();
        assertThat(device.closed()).isFalse();
        assertThat(device.take()).isEmpty();
        second.ack(1);
        assertThat(device.take()).containsExactly("PUBREC id5");
    }

    @Test
    void aPublisherThatReconnectsIsNotReadBeforeItsMessagesAreDealtWith() {
        Rig rig =
                new Rig(BrokerConfig.builder().maximumUnacknowledgedMessages(2).build());
        Device bean = bean(rig, "b", "x", QoS.AT_LEAST_ONCE);
        Device device = rig.persistent("d");
        device.publish("x", "1", QoS.AT_LEAST_ONCE, 1).publish("x", "2", QoS.AT_LEAST_ONCE, 2);
        device.cut();
        Device again = rig.persistent("d");
        assertThat(again.link.reading).isFalse();
        bean.ack(1);
        assertThat(again.link.reading).isTrue();
    }

    @Test
    void aPersistentLocalSessionKeepsItsPublishersWaiting() {
        Rig rig = new Rig();
        Device bean = rig.open(true).connect("b", false).subscribe("x", QoS.AT_LEAST_ONCE);
        bean.cut();
        Device device = device(rig, "d").publish("x", "1", QoS.AT_LEAST_ONCE, 5);
        assertThat(device.take()).isEmpty();
        bean = rig.open(true).connect("b", false);
        assertThat(bean.take()).contains("PUBLISH x=1 qos1 id1");
        bean.ack(1);
        assertThat(device.take()).containsExactly("PUBACK id5");
    }

    @Test
    void aPublisherIsNotReadWhileTooMuchWaits() {
        Rig rig =
                new Rig(BrokerConfig.builder().maximumUnacknowledgedMessages(4).build());
        Device bean = bean(rig, "b", "x", QoS.AT_LEAST_ONCE);
        Device device = rig.open().up(Rig.connectPacket("d", true, 10, null));
        Device other = device(rig, "other");
        for (int id = 1; id <= 4; id++) {
            assertThat(device.link.reading).isTrue();
            device.publish("x", "1", QoS.AT_LEAST_ONCE, id);
        }
        assertThat(device.link.reading).isFalse();
        assertThat(other.link.reading).isTrue();
        bean.ack(1);
        assertThat(device.link.reading).isFalse();
        bean.ack(2);
        assertThat(device.link.reading).isTrue();
        assertThat(device.take()).containsExactly("PUBACK id1", "PUBACK id2");
    }

    @Test
    void aPublisherIsNotReadWhileTooManyBytesWait() {
        Rig rig =
                new Rig(BrokerConfig.builder().maximumUnacknowledgedBytes(1_000).build());
        Device bean = bean(rig, "b", "x", QoS.AT_LEAST_ONCE);
        Device device = device(rig, "d").publish("x", "y".repeat(2_000), QoS.AT_LEAST_ONCE, 1);
        assertThat(device.link.reading).isFalse();
        bean.ack(1);
        assertThat(device.link.reading).isTrue();
    }

    @Test
    void nobodyIsDeclaredDeadWhoIsNotRead() {
        Rig rig =
                new Rig(BrokerConfig.builder().maximumUnacknowledgedMessages(1).build());
        Device bean = bean(rig, "b", "x", QoS.AT_LEAST_ONCE);
        Device device = rig.open().up(Rig.connectPacket("d", true, 10, null));
        device.publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        rig.advance(Duration.ofHours(1));
        assertThat(device.closed()).isFalse();
        bean.ack(1);
        rig.advance(Duration.ofSeconds(14));
        device.send(PingReq.INSTANCE);
        rig.advance(Duration.ofSeconds(14));
        assertThat(device.closed()).isFalse();
        rig.advance(Duration.ofSeconds(3));
        assertThat(device.closed()).isTrue();
    }

    @Test
    void aLinkInsideTheVmIsAlwaysRead() {
        Rig rig = bounded(1);
        Device app = bean(rig, "app", "x", QoS.AT_LEAST_ONCE);
        app.publish("x", "1", QoS.AT_LEAST_ONCE, 1).publish("x", "2", QoS.AT_LEAST_ONCE, 2);
        assertThat(app.link.reading).isTrue();
        assertThat(app.take()).containsExactly("PUBLISH x=1 qos1 id1", "PUBACK id1", "PUBLISH x=2 qos1 id2");
        app.ack(2);
        assertThat(app.take()).containsExactly("PUBACK id2");
    }

    @Test
    void itsQueueDropsNothingOfQos1WhereANetworkOneWould() {
        Rig rig = new Rig(BrokerConfig.builder()
                .maximumQueuedMessages(4)
                .maximumInFlight(1)
                .build());
        Device bean = bean(rig, "b", "x", QoS.AT_LEAST_ONCE);
        Device device = device(rig, "d");
        for (int id = 1; id <= 50; id++) {
            device.publish("x", "1", QoS.AT_LEAST_ONCE, id);
            device.publish("x", "0");
        }
        for (int id = 1; id <= 50; id++) {
            bean.ack(id);
        }
        assertThat(device.take()).hasSize(50);
        assertThat(bean.take().stream().filter(text -> text.contains("qos1"))).hasSize(50);
        assertThat(rig.core.statistics().dropped()).isEqualTo(48);
    }

    @Test
    void closesThePublisherThatFindsTheQueueFull() {
        Rig rig = new Rig(BrokerConfig.builder()
                .maximumLocalQueuedMessages(2)
                .maximumInFlight(1)
                .build());
        bean(rig, "b", "x", QoS.AT_LEAST_ONCE);
        Device device = device(rig, "d");
        Packet[] batch = new Packet[4];
        for (int i = 0; i < 4; i++) {
            batch[i] = new Publish(Rig.message("x", "1"), QoS.AT_LEAST_ONCE, false, false, i + 1);
        }
        device.send(batch);
        assertThat(device.closed()).isTrue();
        assertThat(device.take()).isEmpty();
        assertThat(rig.core.statistics().dropped()).isEqualTo(1);
    }

    @Test
    void keepsTheSameRulesIn5AndPassesARefusalOn() {
        Rig rig = new Rig();
        Device bean = rig.open(true).up(Rig.connect5("bean", true, Properties.NONE));
        bean.subscribe("x", QoS.EXACTLY_ONCE).take();
        Device device = rig.clean5("d");
        device.publish("x", "1", QoS.AT_LEAST_ONCE, 1).publish("x", "2", QoS.EXACTLY_ONCE, 2);
        assertThat(device.take()).isEmpty();
        assertThat(bean.take()).containsExactly("PUBLISH x=1 qos1 id1", "PUBLISH x=2 qos2 id2");
        bean.send(new PubAck(1, ReasonCode.NOT_AUTHORIZED));
        assertThat(device.take()).containsExactly("PUBACK id1 NOT_AUTHORIZED");
        bean.send(new PubRec(2, ReasonCode.SUCCESS));
        assertThat(device.take()).containsExactly("PUBREC id2");
    }

    /** 3.x has no word for it, and must not take a refusal for a success. */
    @Test
    void aRefusalEndsTheConnectionOfAPublisherOf3AndItsRepeatIsNew() {
        for (QoS qos : new QoS[] {QoS.AT_LEAST_ONCE, QoS.EXACTLY_ONCE}) {
            Rig rig = new Rig();
            Device bean = bean(rig, "b", "x", qos);
            Device other = bean(rig, "o", "x", QoS.AT_LEAST_ONCE);
            Device device = rig.persistent("d");
            device.take();
            device.publish("x", "1", qos, 5);
            bean.take();
            bean.send(
                    qos == QoS.AT_LEAST_ONCE
                            ? new PubAck(1, ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR)
                            : new PubRec(1, ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR));
            assertThat(device.closed()).as("another one is at it").isFalse();
            other.ack(1);
            assertThat(device.take()).isEmpty();
            assertThat(device.closed()).isTrue();

            Device again = rig.persistent("d");
            again.take();
            again.send(new Publish(Rig.message("x", "1"), qos, false, true, 5));
            assertThat(bean.take()).hasSize(1).allMatch(packet -> packet.startsWith("PUBLISH x=1"));
        }
    }

    private static Rig patient(Duration patience) {
        return new Rig(BrokerConfig.builder().acknowledgementTimeout(patience).build());
    }

    @Test
    void aDeviceOf5IsToldWhenItsMessageIsNotDealtWithInTime() {
        Rig rig = patient(Duration.ofSeconds(30));
        Device bean = bean(rig, "b", "x", QoS.EXACTLY_ONCE);
        Device device = rig.clean5("d").publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        rig.advance(Duration.ofSeconds(10));
        device.publish("x", "2", QoS.EXACTLY_ONCE, 2);
        rig.advance(Duration.ofMillis(19_999));
        assertThat(device.take()).isEmpty();

        rig.advance(Duration.ofMillis(1));
        assertThat(device.take()).containsExactly("PUBACK id1 IMPLEMENTATION_SPECIFIC_ERROR");

        // The message stays with the bean: nothing that was taken over is thrown away, and what it says is too late.
        bean.ack(1);
        bean.send(new PubRec(2, ReasonCode.SUCCESS));
        assertThat(device.take()).containsExactly("PUBREC id2");
        rig.advance(Duration.ofMinutes(5));
        assertThat(device.take()).isEmpty();
    }

    @Test
    void aDeviceOf3IsDisconnectedThenAndItsRepeatIsNew() {
        Rig rig = patient(Duration.ofSeconds(30));
        Device bean = bean(rig, "b", "x", QoS.AT_LEAST_ONCE);
        Device device = rig.persistent("d");
        device.take();
        device.publish("x", "1", QoS.AT_LEAST_ONCE, 1).publish("x", "2", QoS.AT_LEAST_ONCE, 2);
        bean.take();

        rig.advance(Duration.ofSeconds(30));
        assertThat(device.take()).isEmpty();
        assertThat(device.closed()).isTrue();

        Device again = rig.persistent("d");
        again.take();
        again.publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        assertThat(bean.take()).containsExactly("PUBLISH x=1 qos1 id3");
        bean.ack(3);
        assertThat(again.take()).containsExactly("PUBACK id1");
    }

    @Test
    void whoHasWaitedIsReadAgainWhenTooMuchWaited() {
        Rig rig = new Rig(BrokerConfig.builder()
                .acknowledgementTimeout(Duration.ofSeconds(30))
                .maximumUnacknowledgedMessages(2)
                .build());
        bean(rig, "b", "x", QoS.AT_LEAST_ONCE);
        Device device = rig.clean5("d");
        device.publish("x", "1", QoS.AT_LEAST_ONCE, 1).publish("x", "2", QoS.AT_LEAST_ONCE, 2);
        rig.advance(Duration.ofSeconds(30));
        assertThat(device.take())
                .containsExactly(
                        "PUBACK id1 IMPLEMENTATION_SPECIFIC_ERROR", "PUBACK id2 IMPLEMENTATION_SPECIFIC_ERROR");
        device.publish("y", "3", QoS.AT_LEAST_ONCE, 3);
        assertThat(device.take()).containsExactly("PUBACK id3");
    }

    @Test
    void aPublisherInsideTheVmHasItsOwnPatience() {
        Rig rig = new Rig(BrokerConfig.builder()
                .acknowledgementTimeout(Duration.ofSeconds(30))
                .maximumUnacknowledgedMessages(1)
                .build());
        Device bean = bean(rig, "b", "x", QoS.AT_LEAST_ONCE);
        Device publisher = rig.local("p");
        publisher.take();
        publisher.publish("x", "1", QoS.AT_LEAST_ONCE, 1).publish("x", "2", QoS.AT_LEAST_ONCE, 2);
        rig.advance(Duration.ofMinutes(5));
        assertThat(publisher.take()).containsExactly("PUBACK id1");
        assertThat(publisher.closed()).isFalse();
        bean.ack(1);
        bean.ack(2);
        assertThat(publisher.take()).containsExactly("PUBACK id2");
    }
}
