package dev.mqttra.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttra.client.PublishFailedException.Cause;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Publishes, from the call to the completion of their stage. */
class PublishTest {

    private static CompletableFuture<Void> publish(Rig rig, String text, QoS qos) {
        return rig.client.publish(Rig.message("t", text), qos, false).toCompletableFuture();
    }

    private static PublishFailedException failure(CompletableFuture<Void> stage) {
        return (PublishFailedException)
                stage.handle((nothing, failure) -> failure).join();
    }

    private static List<String> texts(List<Packet> packets) {
        return packets.stream()
                .map(packet -> packet instanceof Publish publish
                        ? new String(publish.message().payload(), StandardCharsets.UTF_8) + " "
                                + publish.qos().value() + " id " + publish.packetId() + (publish.dup() ? " dup" : "")
                        : packet.type() + "")
                .toList();
    }

    @Test
    void eachQoSCompletesWhenItShould() {
        Rig rig = new Rig().connected();
        CompletableFuture<Void> zero = rig.client
                .publish(Rig.message("t", "0"), QoS.AT_MOST_ONCE, true)
                .toCompletableFuture();
        CompletableFuture<Void> one = publish(rig, "1", QoS.AT_LEAST_ONCE);
        CompletableFuture<Void> two = publish(rig, "2", QoS.EXACTLY_ONCE);
        assertThat(rig.client.statistics().pending()).isEqualTo(3);
        assertThat(rig.client.statistics().pendingBytes()).isEqualTo(3);
        int wakeUps = rig.owner.wakeUps;
        assertThat(rig.written())
                .containsExactly(
                        new Publish(Rig.message("t", "0"), QoS.AT_MOST_ONCE, true, false, 0),
                        new Publish(Rig.message("t", "1"), QoS.AT_LEAST_ONCE, false, false, 1),
                        new Publish(Rig.message("t", "2"), QoS.EXACTLY_ONCE, false, false, 2));
        assertThat(rig.owner.wakeUps).as("one for the three calls").isEqualTo(wakeUps);
        assertThat(zero).isCompleted();
        rig.link().receive(new PubAck(1), new PubRec(2));
        assertThat(one).isCompleted();
        assertThat(two).isNotDone();
        assertThat(rig.written()).containsExactly(new PubRel(2));
        rig.link().receive(new PubComp(2));
        assertThat(two).isCompleted();
        assertThat(rig.client.statistics().published()).isEqualTo(3);
        assertThat(rig.client.statistics().pending()).isZero();
        assertThat(rig.client.statistics().pendingBytes()).isZero();
    }

    @Test
    void withoutAConnectionTheyWaitInOrder() {
        Rig rig = new Rig();
        publish(rig, "a", QoS.AT_LEAST_ONCE);
        publish(rig, "b", QoS.AT_MOST_ONCE);
        publish(rig, "c", QoS.EXACTLY_ONCE);
        rig.connected();
        rig.reconnected(true);
        assertThat(texts(rig.written())).as("the server answered none").containsExactly("a 1 id 1 dup", "c 2 id 2 dup");
    }

    @Test
    void aFullBufferFailsAtOnce() {
        Rig rig = new Rig(Rig.config().maximumPendingMessages(2));
        publish(rig, "a", QoS.AT_LEAST_ONCE);
        CompletableFuture<Void> b = publish(rig, "b", QoS.AT_LEAST_ONCE);
        PublishFailedException full = failure(publish(rig, "c", QoS.AT_LEAST_ONCE));
        assertThat(full.what()).isEqualTo(Cause.BUFFER_FULL);
        assertThat(full.isRetryable()).isTrue();
        assertThat(full).hasMessageContaining("maximumPendingMessages (2)");
        rig.client.start();
        rig.owner.runAll();
        rig.accept(false);
        rig.link().written();
        rig.link().receive(new PubAck(1));
        CompletableFuture<Void> d = publish(rig, "d", QoS.AT_LEAST_ONCE);
        rig.owner.runAll();
        rig.link().receive(new PubAck(2), new PubAck(3));
        assertThat(b).isCompleted();
        assertThat(d).isCompleted();
        assertThat(rig.client.statistics().publishFailures()).isEqualTo(1);
    }

    @Test
    void bytesFillTheBufferTooButOneMessageAlwaysFits() {
        Rig rig = new Rig(Rig.config().maximumPendingBytes(4));
        CompletableFuture<Void> large = publish(rig, "larger", QoS.AT_LEAST_ONCE);
        assertThat(large).isNotDone();
        assertThat(failure(publish(rig, "x", QoS.AT_LEAST_ONCE)).what()).isEqualTo(Cause.BUFFER_FULL);
    }

    @Test
    void inFlightIsBoundedAndTheOrderKept() {
        Rig rig = new Rig(Rig.config().maximumInFlight(2)).connected();
        publish(rig, "a", QoS.AT_LEAST_ONCE);
        publish(rig, "b", QoS.AT_LEAST_ONCE);
        publish(rig, "c", QoS.AT_LEAST_ONCE);
        publish(rig, "d", QoS.AT_MOST_ONCE);
        assertThat(texts(rig.written())).containsExactly("a 1 id 1", "b 1 id 2");
        rig.link().receive(new PubAck(1));
        assertThat(texts(rig.written())).containsExactly("c 1 id 3", "d 0 id 0");
    }

    @Test
    void aLinkThatIsNotWritableHoldsThemBack() {
        Rig rig = new Rig().connected();
        rig.link().writable = false;
        CompletableFuture<Void> stage = publish(rig, "a", QoS.AT_MOST_ONCE);
        assertThat(rig.written()).isEmpty();
        assertThat(stage).isNotDone();
        rig.link().becomeWritable();
        assertThat(texts(rig.written())).containsExactly("a 0 id 0");
        assertThat(stage).isCompleted();
    }

    @Test
    void aResumedSessionRepeatsWhatIsNotAcknowledged() {
        Rig rig = new Rig().connected();
        CompletableFuture<Void> a = publish(rig, "a", QoS.EXACTLY_ONCE);
        publish(rig, "b", QoS.AT_LEAST_ONCE);
        CompletableFuture<Void> c = publish(rig, "c", QoS.EXACTLY_ONCE);
        rig.owner.runAll();
        rig.link().receive(new PubRec(1));
        rig.link().lose();
        publish(rig, "d", QoS.AT_LEAST_ONCE);
        rig.comeBack(true);
        assertThat(texts(rig.written())).containsExactly("PUBREL", "b 1 id 2 dup", "c 2 id 3 dup", "d 1 id 4");
        rig.link().receive(new PubComp(1), new PubAck(2), new PubRec(3), new PubComp(3), new PubAck(4));
        assertThat(a).isCompleted();
        assertThat(c).isCompleted();
        assertThat(rig.client.statistics().pending()).isZero();
    }

    /** v3.1-43: CONNACK of 3.1 does not tell, so that both sides repeat. */
    @Test
    void in31TheSessionIsTakenForGranted() {
        Rig rig = new Rig(Rig.config(MqttVersion.V3_1));
        rig.client.subscribe(TopicFilter.of("s"), QoS.AT_LEAST_ONCE, delivery -> {});
        rig.client.subscribe(TopicFilter.of("gone"), QoS.AT_LEAST_ONCE, delivery -> {});
        rig.connected();
        CompletableFuture<Void> a = publish(rig, "a", QoS.EXACTLY_ONCE);
        rig.owner.runAll();
        rig.link().lose();
        rig.client.unsubscribe(TopicFilter.of("gone"));
        rig.comeBack(false);
        assertThat(texts(rig.written())).containsExactly("a 2 id 2 dup", "UNSUBSCRIBE", "SUBSCRIBE");
        rig.link().receive(new PubRec(2), new PubComp(2));
        assertThat(a).isCompleted();
        Rig clean = new Rig(Rig.config(MqttVersion.V3_1).cleanStart(true)).connected();
        CompletableFuture<Void> lost = publish(clean, "b", QoS.EXACTLY_ONCE);
        clean.owner.runAll();
        clean.reconnected(false);
        assertThat(failure(lost).what()).isEqualTo(Cause.SESSION_LOST);
    }

    @Test
    void aLostSessionSendsQoS1AnewAndLeavesQoS2ToThePublisher() {
        Rig rig = new Rig().connected();
        CompletableFuture<Void> taken = publish(rig, "taken over", QoS.EXACTLY_ONCE);
        CompletableFuture<Void> unknown = publish(rig, "unknown", QoS.EXACTLY_ONCE);
        publish(rig, "a", QoS.AT_LEAST_ONCE);
        publish(rig, "b", QoS.AT_LEAST_ONCE);
        rig.owner.runAll();
        rig.link().receive(new PubRec(1));
        rig.link().lose();
        publish(rig, "later", QoS.AT_LEAST_ONCE);
        rig.comeBack(false);
        assertThat(texts(rig.written())).containsExactly("a 1 id 5", "b 1 id 6", "later 1 id 7");
        assertThat(taken).isCompleted();
        assertThat(failure(unknown).what()).isEqualTo(Cause.SESSION_LOST);
        assertThat(failure(unknown)).hasMessageContaining("it may have the message");
    }

    @Test
    void aRefusedMessageFails() {
        Rig rig = new Rig().connected();
        CompletableFuture<Void> one = publish(rig, "a", QoS.AT_LEAST_ONCE);
        CompletableFuture<Void> two = publish(rig, "b", QoS.EXACTLY_ONCE);
        rig.owner.runAll();
        rig.link().receive(new PubAck(1, ReasonCode.QUOTA_EXCEEDED), new PubRec(2, ReasonCode.NOT_AUTHORIZED));
        assertThat(failure(one).reasonCode()).isEqualTo(ReasonCode.QUOTA_EXCEEDED);
        assertThat(failure(two).reasonCode()).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        assertThat(failure(two).what()).isEqualTo(Cause.REFUSED);
        assertThat(failure(two).isRetryable()).isFalse();
    }

    @Test
    void aPublishFromADependentIsNotReentrant() {
        Rig rig = new Rig().connected();
        publish(rig, "a", QoS.AT_MOST_ONCE).thenRun(() -> publish(rig, "b", QoS.AT_MOST_ONCE));
        assertThat(texts(rig.written())).containsExactly("a 0 id 0", "b 0 id 0");
    }

    @Test
    void aDefectEndsTheConnectionAndNotTheClient() {
        Rig rig = new Rig().connected();
        rig.link().broken = true;
        CompletableFuture<Void> stage = publish(rig, "a", QoS.AT_LEAST_ONCE);
        rig.owner.runAll();
        assertThat(rig.link().closed).isTrue();
        assertThat(rig.events.all.get(1)).contains("broken link");
        rig.comeBack(true);
        assertThat(texts(rig.written())).containsExactly("a 1 id 1 dup");
        rig.link().receive(new PubAck(1));
        assertThat(stage).isCompleted();
    }

    @Test
    void aPayloadLargerThanAnyPacketIsRefused() {
        Rig rig = new Rig();
        Message message = new Message(TopicName.of("t"), new byte[ClientConfig.LARGEST_PACKET - 65_543]);
        assertThatThrownBy(() -> rig.client.publish(message, QoS.AT_MOST_ONCE, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a payload has at most");
    }
}
