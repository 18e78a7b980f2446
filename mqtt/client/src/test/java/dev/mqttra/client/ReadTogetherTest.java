package dev.mqttra.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.topic.TopicFilter;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server sends to an application that is busy is read once in a while, as its acknowledgements leave. */
class ReadTogetherTest {
    private static final Duration LOOK = Duration.ofMillis(1);

    private final Rig.Keeper keeper = new Rig.Keeper();
    private final Rig rig = new Rig();
    private int received;

    @BeforeEach
    void connect() {
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

    /** The application is at work: the client looks after its acknowledgements once a millisecond. */
    private void busy() {
        busy(rig);
    }

    private void busy(Rig one) {
        keeper.deliveries.get(0).acknowledgeSoon();
        one.owner.runAll();
    }

    @Test
    void readingRestsUntilTheOwnerComesRound() {
        receive(100);
        assertThat(rig.link().reading).as("nobody is at work").isTrue();
        busy();
        receive(1);
        assertThat(rig.link().reading).isFalse();
        rig.owner.pass(LOOK);
        assertThat(rig.link().reading).isTrue();
    }

    @Test
    void anAcknowledgementThatDoesNotWaitEndsTheRest() {
        receive(100);
        busy();
        receive(1);
        keeper.deliveries.get(1).acknowledge();
        rig.owner.runAll();
        assertThat(rig.link().reading).isTrue();
    }

    @Test
    void anApplicationThatHasLittleAtHandIsNotLeftWaiting() {
        receive(16);
        busy();
        receive(1);
        assertThat(rig.link().reading).as("16 at hand").isFalse();
        rig.owner.pass(LOOK);
        keeper.deliveries.get(1).acknowledgeSoon();
        keeper.deliveries.get(2).acknowledgeSoon();
        rig.owner.pass(LOOK);
        receive(1);
        assertThat(rig.link().reading).as("15 at hand").isTrue();
    }

    @Test
    void theRestDoesNotOpenAFullWindow() {
        Rig small = new Rig(Rig.config().receiveMaximum(20));
        small.client.subscribe(TopicFilter.of("t/#"), QoS.AT_LEAST_ONCE, keeper);
        small.connected();
        for (int i = 1; i <= 21; i++) {
            small.link().receive(Rig.arriving("t", "" + i, QoS.AT_LEAST_ONCE, i));
            if (i == 17) {
                busy(small);
            }
        }
        assertThat(small.link().reading).isFalse();
        small.owner.pass(LOOK);
        assertThat(small.link().reading).isFalse();
    }

    @Test
    void aNewConnectionIsRead() {
        receive(100);
        busy();
        receive(1);
        rig.reconnected(true);
        assertThat(rig.link().reading).isTrue();
        rig.owner.pass(LOOK);
        assertThat(rig.link().reading).isTrue();
    }
}
