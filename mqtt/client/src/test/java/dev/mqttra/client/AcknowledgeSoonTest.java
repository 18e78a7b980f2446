package dev.mqttra.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.topic.TopicFilter;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Acknowledgements that may wait for others, of an application that has further messages at hand. */
class AcknowledgeSoonTest {
    private static final Duration LOOK = Duration.ofMillis(1);

    private final Rig.Keeper keeper = new Rig.Keeper();
    private final Rig rig = new Rig();
    private int taken;

    @BeforeEach
    void connect() {
        rig.client.subscribe(TopicFilter.of("t/#"), QoS.EXACTLY_ONCE, keeper);
        rig.connected();
    }

    private void receive(int count) {
        rig.link()
                .receive(IntStream.rangeClosed(1, count)
                        .mapToObj(i -> Rig.arriving("t", "" + i, QoS.AT_LEAST_ONCE, i))
                        .toArray(Publish[]::new));
    }

    private void soon(int count) {
        for (int i = 0; i < count; i++) {
            keeper.deliveries.get(taken++).acknowledgeSoon();
        }
    }

    private static List<PubAck> acknowledgements(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(PubAck::new).toList();
    }

    @Test
    void theFirstLeavesAtOnceAndTheNextAfterAMillisecond() {
        receive(100);
        soon(1);
        assertThat(rig.written()).isEqualTo(acknowledgements(1, 1));
        int before = rig.owner.wakeUps;
        soon(20);
        assertThat(rig.written()).isEmpty();
        rig.owner.pass(LOOK);
        assertThat(rig.written()).isEqualTo(acknowledgements(2, 21));
        assertThat(rig.owner.wakeUps).isEqualTo(before);
    }

    @Test
    void aQuarterOfWhatIsUnacknowledgedDoesNotWait() {
        receive(41);
        soon(1);
        rig.written();
        soon(9);
        assertThat(rig.written()).isEmpty();
        soon(1);
        assertThat(rig.written()).isEqualTo(acknowledgements(2, 11));
    }

    @Test
    void thirtyTwoDoNotWait() {
        receive(1_000);
        soon(1);
        rig.written();
        soon(31);
        assertThat(rig.written()).isEmpty();
        soon(1);
        assertThat(rig.written()).isEqualTo(acknowledgements(2, 33));
    }

    @Test
    void oneThatDoesNotWaitTakesTheOthersAlong() {
        receive(100);
        soon(1);
        rig.written();
        soon(5);
        keeper.deliveries.get(taken).acknowledge();
        keeper.deliveries.get(taken).acknowledgeSoon();
        assertThat(rig.written()).isEqualTo(acknowledgements(2, 7));
        assertThat(rig.client.statistics().acknowledged()).isEqualTo(7);
    }

    @Test
    void whereNoneComesForAMillisecondTheNextLeavesAtOnceAgain() {
        receive(100);
        int timers = rig.owner.timers();
        soon(1);
        rig.written();
        rig.owner.pass(LOOK);
        rig.owner.pass(LOOK);
        assertThat(rig.owner.timers()).isEqualTo(timers);
        soon(1);
        assertThat(rig.written()).isEqualTo(acknowledgements(2, 2));
    }

    @Test
    void whatWaitsWhenTheConnectionIsLostIsNotHeldBackByIt() {
        receive(100);
        soon(1);
        rig.written();
        soon(3);
        rig.link().lose();
        rig.owner.pass(LOOK);
        assertThat(rig.client.statistics().acknowledged()).isEqualTo(4);
    }
}
