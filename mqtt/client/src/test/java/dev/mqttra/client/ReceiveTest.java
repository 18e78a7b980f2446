package dev.mqttra.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.topic.TopicFilter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages on their way to handlers, and their acknowledgements on their way back. */
class ReceiveTest {
    private final Rig.Keeper keeper = new Rig.Keeper();

    private Rig rig(ClientConfig.Builder config) {
        Rig rig = new Rig(config);
        rig.client.subscribe(TopicFilter.of("t/#"), QoS.EXACTLY_ONCE, keeper);
        return rig.connected();
    }

    private Rig rig() {
        return rig(Rig.config());
    }

    private static Publish[] arriving(int from, int to, QoS qos) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> Rig.arriving("t", "" + i, qos, qos == QoS.AT_MOST_ONCE ? 0 : i))
                .toArray(Publish[]::new);
    }

    @Test
    void acknowledgementsLeaveInTheOrderOfArrival() {
        Rig rig = rig();
        rig.link().receive(arriving(1, 3, QoS.AT_LEAST_ONCE));
        assertThat(keeper.texts()).containsExactly("1", "2", "3");
        assertThat(keeper.batches).isEqualTo(1);
        assertThat(rig.client.statistics().unacknowledged()).isEqualTo(3);
        keeper.deliveries.get(2).acknowledge();
        keeper.deliveries.get(1).acknowledge();
        assertThat(rig.written()).isEmpty();
        keeper.deliveries.get(0).acknowledge();
        keeper.deliveries.get(0).acknowledge();
        assertThat(rig.written()).containsExactly(new PubAck(1), new PubAck(2), new PubAck(3));
        assertThat(rig.client.statistics().acknowledged()).isEqualTo(3);
        assertThat(rig.client.statistics().unacknowledged()).isZero();
    }

    @Test
    void acknowledgementsOfABatchWakeTheOwnerOnce() throws Exception {
        Rig rig = rig();
        rig.link().receive(arriving(1, 1_000, QoS.AT_LEAST_ONCE));
        int before = rig.owner.wakeUps;
        ExecutorService workers = Executors.newFixedThreadPool(4);
        try {
            CountDownLatch done = new CountDownLatch(1_000);
            for (Delivery delivery : keeper.deliveries) {
                workers.execute(() -> {
                    delivery.acknowledge();
                    done.countDown();
                });
            }
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            workers.shutdown();
        }
        assertThat(rig.owner.wakeUps).isEqualTo(before + 1);
        assertThat(rig.written())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 1_000).mapToObj(PubAck::new).toList());
    }

    @Test
    void anAcknowledgementWithinTheHandlerLeavesWithTheBatch() {
        Rig rig = new Rig();
        rig.client.subscribe(TopicFilter.of("t"), QoS.AT_LEAST_ONCE, Delivery::acknowledge);
        rig.connected();
        int before = rig.owner.wakeUps;
        rig.link().receive(arriving(1, 2, QoS.AT_LEAST_ONCE));
        assertThat(rig.link().written()).containsExactly(new PubAck(1), new PubAck(2));
        assertThat(rig.owner.wakeUps).isEqualTo(before);
    }

    @Test
    void exactlyOnceIsDeliveredOnce() {
        Rig rig = rig();
        rig.link().receive(arriving(5, 5, QoS.EXACTLY_ONCE));
        keeper.last().acknowledge();
        assertThat(rig.written()).containsExactly(new PubRec(5));
        rig.reconnected(true);
        rig.link().receive(Rig.repeated("t", "5", QoS.EXACTLY_ONCE, 5));
        assertThat(rig.written()).containsExactly(new PubRec(5));
        rig.link().receive(new PubRel(5));
        assertThat(rig.written()).containsExactly(new PubComp(5));
        assertThat(keeper.texts()).containsExactly("5");
    }

    @Test
    void aRepeatJoinsTheDeliveryThatIsStillUnderWay() {
        Rig rig = rig();
        rig.link().receive(arriving(1, 3, QoS.AT_LEAST_ONCE));
        rig.link().lose();
        keeper.deliveries.get(1).acknowledge();
        rig.comeBack(true);
        rig.link()
                .receive(
                        Rig.repeated("t", "1", QoS.AT_LEAST_ONCE, 1),
                        Rig.repeated("t", "2", QoS.AT_LEAST_ONCE, 2),
                        Rig.repeated("t", "3", QoS.AT_LEAST_ONCE, 3));
        assertThat(keeper.texts()).containsExactly("1", "2", "3");
        assertThat(rig.written()).isEmpty();
        keeper.deliveries.get(0).acknowledge();
        assertThat(rig.written()).containsExactly(new PubAck(1), new PubAck(2));
        keeper.deliveries.get(2).acknowledge();
        assertThat(rig.written()).containsExactly(new PubAck(3));
    }

    @Test
    void aNewSessionForgetsWhatIsUnderWay() {
        Rig rig = rig();
        rig.link().receive(arriving(1, 1, QoS.AT_LEAST_ONCE));
        rig.reconnected(false);
        rig.written();
        rig.link().receive(arriving(1, 1, QoS.AT_LEAST_ONCE));
        assertThat(keeper.texts()).containsExactly("1", "1");
        keeper.deliveries.get(0).acknowledge();
        assertThat(rig.written()).isEmpty();
        keeper.deliveries.get(1).acknowledge();
        assertThat(rig.written()).containsExactly(new PubAck(1));
        assertThat(rig.client.statistics().unacknowledged()).isZero();
    }

    @Test
    void aResumedSessionDeliversBeforeSuback() {
        Rig rig = new Rig();
        rig.client.subscribe(TopicFilter.of("t"), QoS.AT_LEAST_ONCE, keeper);
        rig.client.start();
        rig.owner.runAll();
        rig.accept(true);
        rig.link().receive(Rig.repeated("t", "early", QoS.AT_LEAST_ONCE, 1));
        assertThat(keeper.texts()).containsExactly("early");
        assertThat(keeper.last().dup()).isTrue();
    }

    @Test
    void whatMatchesNothingIsAcknowledgedAndCounted() {
        Rig rig = rig();
        rig.link()
                .receive(
                        Rig.arriving("other", "x", QoS.AT_LEAST_ONCE, 1),
                        Rig.arriving("other", "y", QoS.EXACTLY_ONCE, 2),
                        Rig.arriving("other", "z", QoS.AT_MOST_ONCE, 0));
        assertThat(rig.written()).containsExactly(new PubAck(1), new PubRec(2));
        assertThat(rig.client.statistics().unmatched()).isEqualTo(3);
        assertThat(keeper.deliveries).isEmpty();
    }

    @Test
    void aMessageForSeveralHandlersIsAcknowledgedWhenAllHave() {
        Rig rig = rig();
        Rig.Keeper second = new Rig.Keeper();
        rig.client.subscribe(TopicFilter.of("t/+"), QoS.AT_LEAST_ONCE, second);
        rig.written();
        rig.link().receive(Rig.arriving("t/x", "m", QoS.AT_LEAST_ONCE, 1));
        assertThat(keeper.texts()).containsExactly("m");
        assertThat(second.texts()).containsExactly("m");
        keeper.last().acknowledge();
        assertThat(rig.written()).isEmpty();
        second.last().acknowledge();
        assertThat(rig.written()).containsExactly(new PubAck(1));
    }

    @Test
    void aHandlerThatThrowsDoesNotBlockTheWindow() {
        Rig rig = new Rig();
        MessageHandler broken = new MessageHandler() {
            @Override
            public void onMessage(Delivery delivery) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void onBatchEnd() {
                throw new IllegalStateException("broken too");
            }
        };
        rig.client.subscribe(TopicFilter.of("t"), QoS.AT_LEAST_ONCE, broken);
        rig.connected();
        rig.link().receive(arriving(1, 1, QoS.AT_LEAST_ONCE));
        assertThat(rig.written()).containsExactly(new PubAck(1));
        assertThat(rig.client.state()).isEqualTo(ClientState.CONNECTED);
    }

    @Test
    void aFullWindowStopsReadingUntilHalfIsFree() {
        for (QoS qos : List.of(QoS.AT_MOST_ONCE, QoS.AT_LEAST_ONCE)) {
            keeper.deliveries.clear();
            Rig rig = rig(Rig.config().receiveMaximum(10));
            rig.link().receive(arriving(1, 9, qos));
            assertThat(rig.link().reading).isTrue();
            rig.link().receive(arriving(10, 12, qos));
            assertThat(rig.link().reading).isFalse();
            assertThat(keeper.deliveries).as("what was read still arrives").hasSize(12);
            keeper.deliveries.subList(0, 6).forEach(Delivery::acknowledge);
            rig.owner.runAll();
            assertThat(rig.link().reading).isFalse();
            keeper.deliveries.get(6).acknowledge();
            rig.owner.runAll();
            assertThat(rig.link().reading).isTrue();
            assertThat(rig.client.statistics().readingStops()).isEqualTo(1);
        }
    }

    @Test
    void bytesFillTheWindowToo() {
        Rig rig = rig(Rig.config().maximumUnacknowledgedBytes(4));
        rig.link().receive(Rig.arriving("t", "abc", QoS.AT_MOST_ONCE, 0));
        assertThat(rig.link().reading).isTrue();
        rig.link().receive(Rig.arriving("t", "d", QoS.AT_MOST_ONCE, 0));
        assertThat(rig.link().reading).isFalse();
        assertThat(rig.client.statistics().unacknowledgedBytes()).isEqualTo(4);
        keeper.deliveries.get(0).acknowledge();
        rig.owner.runAll();
        assertThat(rig.link().reading).isTrue();
    }

    @Test
    void aNewConnectionBeginsWithTheWindowAsItIs() {
        Rig rig = rig(Rig.config().receiveMaximum(2));
        rig.link().receive(arriving(1, 2, QoS.AT_LEAST_ONCE));
        rig.reconnected(true);
        assertThat(rig.link().reading).isFalse();
        keeper.deliveries.forEach(Delivery::acknowledge);
        rig.owner.runAll();
        assertThat(rig.link().reading).isTrue();
    }

    /** [MQTT-3.3.4-9] is the server's to keep; where it does not nothing is lost, and it is not read from. */
    @Test
    void moreThanTheReceiveMaximumOf5IsTakenAndThenNoMore() {
        Rig small = new Rig(Rig.config(MqttVersion.V5_0).receiveMaximum(1));
        Rig.Keeper two = new Rig.Keeper();
        small.client.subscribe(TopicFilter.of("t"), QoS.AT_LEAST_ONCE, two);
        small.connected();
        small.link().receive(Rig.arriving("t", "1", QoS.AT_LEAST_ONCE, 1));
        assertThat(small.link().reading)
                .as("what the server acknowledges is to be read")
                .isTrue();
        small.link().receive(Rig.arriving("t", "2", QoS.AT_LEAST_ONCE, 2));
        assertThat(small.link().reading).isFalse();
        two.deliveries.forEach(Delivery::acknowledge);
        assertThat(small.written()).containsExactly(new PubAck(1), new PubAck(2));
        assertThat(small.link().reading).isTrue();
    }
}
