package dev.mqttra.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.client.PublishFailedException.Cause;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicFilter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The end: flushed, bounded, and nothing after it. */
class CloseTest {
    private static final Duration LONG = Duration.ofHours(1);

    private static CompletableFuture<Void> close(Rig rig) {
        return rig.client.close().toCompletableFuture();
    }

    private static CompletableFuture<Void> publish(Rig rig, QoS qos) {
        return rig.client.publish(Rig.message("t", "x"), qos, false).toCompletableFuture();
    }

    private static Cause failure(CompletableFuture<Void> stage) {
        return ((PublishFailedException)
                        stage.handle((nothing, failure) -> failure).join())
                .what();
    }

    private static void assertNothingRuns(Rig rig) {
        assertThat(rig.client.state()).isEqualTo(ClientState.CLOSED);
        int attempts = rig.attempts;
        int events = rig.events.all.size();
        rig.owner.pass(LONG);
        assertThat(rig.owner.timers()).isZero();
        assertThat(rig.attempts).isEqualTo(attempts);
        assertThat(rig.events.all).hasSize(events);
        assertThat(failure(publish(rig, QoS.AT_MOST_ONCE))).isEqualTo(Cause.CLOSED);
        CompletableFuture<Void> again = close(rig);
        rig.owner.runAll();
        assertThat(again).isCompleted();
        assertThat(rig.client.statistics().pending()).isZero();
    }

    @Test
    void anIdleClientSaysGoodbye() {
        Rig rig = new Rig().connected();
        CompletableFuture<Void> closed = close(rig);
        rig.owner.runAll();
        assertThat(rig.written()).containsExactly(new Disconnect(ReasonCode.SUCCESS));
        assertThat(rig.link().closed).isTrue();
        assertThat(closed).isCompleted();
        assertNothingRuns(rig);
    }

    @Test
    void whatIsPendingIsSentFirst() {
        Rig rig = new Rig().connected();
        CompletableFuture<Void> one = publish(rig, QoS.AT_LEAST_ONCE);
        CompletableFuture<Void> closed = close(rig);
        assertThat(rig.written()).hasSize(1);
        assertThat(rig.client.state()).isEqualTo(ClientState.CLOSING);
        assertThat(failure(publish(rig, QoS.AT_LEAST_ONCE))).isEqualTo(Cause.CLOSED);
        rig.link().receive(new PubAck(1));
        assertThat(one).isCompleted();
        assertThat(rig.written()).containsExactly(new Disconnect(ReasonCode.SUCCESS));
        assertThat(closed).isCompleted();
        assertNothingRuns(rig);
    }

    @Test
    void whatDoesNotEndInTimeFails() {
        Rig rig = new Rig().connected();
        CompletableFuture<Void> one = publish(rig, QoS.AT_LEAST_ONCE);
        CompletableFuture<Void> closed = close(rig);
        rig.owner.pass(Duration.ofMillis(4_999));
        assertThat(closed).isNotDone();
        rig.owner.pass(Duration.ofMillis(1));
        assertThat(failure(one)).isEqualTo(Cause.CLOSED);
        assertThat(closed).isCompleted();
        assertNothingRuns(rig);
    }

    @Test
    void aLinkThatDoesNotCloseIsNotWaitedForForEver() {
        Rig rig = new Rig().connected();
        rig.link().silentClose = true;
        CompletableFuture<Void> closed = close(rig);
        rig.owner.runAll();
        assertThat(closed).isNotDone();
        rig.owner.pass(Duration.ofSeconds(5));
        assertThat(closed).isCompleted();
        assertNothingRuns(rig);
    }

    @Test
    void aConnectionLostMeanwhileEndsItAtOnce() {
        Rig rig = new Rig().connected();
        CompletableFuture<Void> one = publish(rig, QoS.AT_LEAST_ONCE);
        CompletableFuture<Void> closed = close(rig);
        rig.owner.runAll();
        rig.link().lose();
        assertThat(failure(one)).isEqualTo(Cause.CLOSED);
        assertThat(closed).isCompleted();
        assertNothingRuns(rig);
    }

    @Test
    void withoutAConnectionItEndsAtOnce() {
        for (Rig.Network network : Rig.Network.values()) {
            Rig rig = new Rig();
            rig.network = network;
            CompletableFuture<Void> one = publish(rig, QoS.AT_LEAST_ONCE);
            rig.client.start();
            rig.owner.runAll();
            CompletableFuture<Void> closed = close(rig);
            rig.owner.runAll();
            assertThat(failure(one)).isEqualTo(Cause.CLOSED);
            assertThat(closed).isCompleted();
            if (network == Rig.Network.HANGS) {
                rig.openLate();
                assertThat(rig.link().closed).isTrue();
            }
            assertNothingRuns(rig);
        }
    }

    @Test
    void aClientThatWasNeverStartedCloses() {
        Rig rig = new Rig();
        CompletableFuture<Void> one = publish(rig, QoS.AT_LEAST_ONCE);
        CompletableFuture<Void> closed = close(rig);
        rig.client.start();
        rig.owner.runAll();
        assertThat(closed).isCompleted();
        assertThat(failure(one)).isEqualTo(Cause.CLOSED);
        assertNothingRuns(rig);
    }

    @Test
    void whileClosingNothingIsDeliveredAndWhatWasIsAcknowledged() {
        Rig rig = new Rig(Rig.config().receiveMaximum(1));
        Rig.Keeper keeper = new Rig.Keeper();
        rig.client.subscribe(TopicFilter.of("t"), QoS.AT_LEAST_ONCE, keeper);
        rig.connected();
        rig.link().receive(Rig.arriving("t", "1", QoS.AT_LEAST_ONCE, 1));
        assertThat(rig.link().reading).isFalse();
        publish(rig, QoS.AT_LEAST_ONCE);
        close(rig);
        rig.written();
        assertThat(rig.link().reading).as("for the PUBACK").isTrue();
        rig.link().receive(Rig.arriving("t", "2", QoS.AT_LEAST_ONCE, 2));
        assertThat(keeper.texts()).containsExactly("1");
        assertThat(rig.written()).isEmpty();
        keeper.last().acknowledge();
        assertThat(rig.written()).containsExactly(new PubAck(1));
        rig.link().receive(new PubAck(2));
        assertThat(rig.written()).containsExactly(new Disconnect(ReasonCode.SUCCESS));
        assertNothingRuns(rig);
        keeper.last().acknowledge();
    }

    @Test
    void anOwnerThatHasEndedFailsWhatIsAsked() {
        Rig rig = new Rig();
        rig.owner.ended = true;
        CompletableFuture<Void> one = publish(rig, QoS.AT_LEAST_ONCE);
        assertThat(failure(one)).isEqualTo(Cause.CLOSED);
        assertThat(rig.client
                        .subscribe(TopicFilter.of("t"), QoS.AT_LEAST_ONCE, delivery -> {})
                        .toCompletableFuture())
                .isCancelled();
        rig.client.start();
        assertThat(close(rig)).isCompleted();
        assertThat(rig.client.state()).isEqualTo(ClientState.CLOSED);
    }
}
