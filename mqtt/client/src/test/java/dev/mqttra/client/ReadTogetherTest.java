package dev.mqttra.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.topic.TopicFilter;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of a server that sends many messages in a millisecond the connection rests, and is read once in that time. */
class ReadTogetherTest {
    private static final Duration REST = Duration.ofMillis(1);

    private final Rig.Keeper keeper = new Rig.Keeper();
    private final Rig rig;
    private int received;

    ReadTogetherTest() {
        rig = new Rig(Rig.config().receiveMaximum(100));
        rig.client.subscribe(TopicFilter.of("t/#"), QoS.AT_LEAST_ONCE, keeper);
        rig.connected();
    }

    private void receive(int count) {
        receive(count, QoS.AT_LEAST_ONCE, "x");
    }

    private void receive(int count, QoS qos, String payload) {
        rig.link()
                .receive(IntStream.rangeClosed(received + 1, received + count)
                        .mapToObj(i -> Rig.arriving("t", payload, qos, qos == QoS.AT_MOST_ONCE ? 0 : i))
                        .toArray(Publish[]::new));
        received += count;
    }

    private void acknowledgeAll() {
        keeper.deliveries.forEach(Delivery::acknowledge);
        keeper.deliveries.clear();
        rig.owner.runAll();
    }

    /** So many messages in each of some milliseconds, after the server has sent so many ahead of their acknowledgements. */
    private void receiveEachMillisecond(int count, int ahead) {
        receiveEachMillisecond(count, ahead, QoS.AT_LEAST_ONCE, "x");
    }

    private void receiveEachMillisecond(int count, int ahead, QoS qos, String payload) {
        receive(0);
        receive(ahead, qos, payload);
        for (int i = 0; i < 5; i++) {
            acknowledgeAll();
            rig.owner.pass(REST);
            receive(0);
            rig.owner.pass(REST);
            receive(count, qos, payload);
        }
    }

    @Test
    void aConnectionWithManyMessagesRestsForAMillisecond() {
        receiveEachMillisecond(8, 32);
        assertThat(rig.link().reading).isFalse();
        rig.owner.pass(REST.minusNanos(1));
        assertThat(rig.link().reading).isFalse();
        rig.owner.pass(Duration.ofNanos(1));
        assertThat(rig.link().reading).isTrue();
    }

    @Test
    void oneWithFewIsReadAtOnce() {
        receiveEachMillisecond(7, 90);
        assertThat(rig.link().reading).isTrue();
    }

    @Test
    void aServerThatSendsFewAheadIsNotHeldUp() {
        receiveEachMillisecond(8, 31);
        assertThat(rig.link().reading).isTrue();
    }

    @Test
    void manyAfterALongSilenceAreNoReason() {
        receive(50);
        rig.owner.pass(Duration.ofSeconds(1));
        receive(49);
        assertThat(rig.link().reading).isTrue();
    }

    @Test
    void theEndOfARestDoesNotOpenAFullWindow() {
        receiveEachMillisecond(8, 99);
        assertThat(rig.link().reading).isFalse();
        receive(92);
        rig.owner.pass(REST);
        assertThat(rig.link().reading).isFalse();
        acknowledgeAll();
        assertThat(rig.link().reading).isTrue();
    }

    @Test
    void aNewConnectionIsReadAndIsLookedAtAnew() {
        receiveEachMillisecond(8, 32);
        rig.reconnected(true);
        assertThat(rig.link().reading).isTrue();
        rig.owner.pass(REST);
        receive(8);
        assertThat(rig.link().reading).isTrue();
    }

    @Test
    void whatIsUnacknowledgedFromBeforeWasNotSentAheadHere() {
        receive(99);
        rig.reconnected(false);
        received = 0;
        receiveEachMillisecond(8, 31);
        assertThat(rig.link().reading).isTrue();
    }

    @Test
    void messagesOfQos0AreNotSentAheadOfAnything() {
        receiveEachMillisecond(8, 90, QoS.AT_MOST_ONCE, "x");
        assertThat(rig.link().reading)
                .as("nobody waits for their acknowledgement")
                .isFalse();
        rig.owner.pass(REST);
        receive(0);
        acknowledgeAll();
        rig.owner.pass(REST);
        receive(8);
        assertThat(rig.link().reading).isTrue();
    }

    @Test
    void largeMessagesFillAReadAnyway() {
        receiveEachMillisecond(8, 32, QoS.AT_LEAST_ONCE, "x".repeat(4 * 1024 + 1));
        assertThat(rig.link().reading).isTrue();
    }

    /** Through TLS and WebSocket what was read may still come in a rest. */
    @Test
    void whoClosesReadsWhatAnswersItsLastPublishesAlsoAfterARest() {
        rig.client.publish(Rig.message("out", "last"), QoS.AT_LEAST_ONCE, false);
        receiveEachMillisecond(8, 32);
        receive(92);
        assertThat(rig.link().reading).isFalse();
        rig.client.close();
        rig.owner.runAll();
        rig.owner.pass(REST);
        assertThat(rig.link().reading).isTrue();
    }
}
