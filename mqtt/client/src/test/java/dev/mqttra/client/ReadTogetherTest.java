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
        rig.link()
                .receive(IntStream.rangeClosed(received + 1, received + count)
                        .mapToObj(i -> Rig.arriving("t", "" + i, QoS.AT_LEAST_ONCE, i))
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
        receive(ahead);
        rig.owner.pass(REST);
        for (int i = 0; i < 5; i++) {
            receive(0);
            acknowledgeAll();
            rig.owner.pass(REST);
            receive(count);
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
}
