package dev.mqttra.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.ra.fake.FakeDelivery;
import dev.mqttra.ra.fake.FakeWorkManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits at QoS 0 is bounded, and what does not fit is dropped; at QoS 1 and 2 nothing is. */
@Timeout(30)
class QosZeroBufferTest {
    private final Engine engine = new Engine();

    @AfterEach
    void everyEndpointIsGivenBack() throws Exception {
        assertThat(engine.close()).isTrue();
        await().until(() -> engine.workManager.threads().isEmpty());
    }

    private FakeDelivery arrive(String text, QoS qos) {
        return engine.arrive(new FakeDelivery("t", text, engine.acknowledged).at(qos));
    }

    private List<FakeDelivery> arriveMixed() {
        List<FakeDelivery> kept = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            arrive("zero-" + i, QoS.AT_MOST_ONCE);
            kept.add(arrive("one-" + i, QoS.AT_LEAST_ONCE));
            kept.add(arrive("two-" + i, QoS.EXACTLY_ONCE));
        }
        return kept;
    }

    @Test
    void theOldestAreDropped() throws Exception {
        engine.spec.setQos0Buffer(3);
        engine.start(message -> {});
        List<FakeDelivery> kept = arriveMixed();
        // What is dropped takes no place in the client's window any more.
        assertThat(engine.acknowledged).hasSize(7);
        assertThat(engine.dispatcher.workers().queue().size()).isEqualTo(23);
        engine.run();
        assertThat(engine.seen.stream().filter(text -> text.startsWith("zero")))
                .containsExactly("zero-7", "zero-8", "zero-9");
        assertThat(kept).allMatch(delivery -> delivery.acknowledgements() == 1);
        assertThat(engine.seen).hasSize(23);
        assertThat(engine.dispatcher.intake().qosZeroDropped()).isEqualTo(7);
        assertThat(engine.dispatcher.intake().lag().nanos()).isZero();
        // There is room again.
        arrive("later", QoS.AT_MOST_ONCE);
        engine.run();
        assertThat(engine.seen).endsWith("later");
        assertThat(engine.dispatcher.intake().qosZeroDropped()).isEqualTo(7);
    }

    @Test
    void theNewestAreDroppedAlsoWhereThereIsAnOrder() throws Exception {
        engine.spec.setQos0Buffer(3);
        engine.spec.setQos0Policy("dropNewest");
        for (String order : List.of("none", "topic")) {
            engine.spec.setOrder(order);
            engine.seen.clear();
            engine.start(message -> {});
            List<FakeDelivery> kept = arriveMixed();
            engine.run();
            assertThat(engine.seen.stream().filter(text -> text.startsWith("zero")))
                    .containsExactly("zero-0", "zero-1", "zero-2");
            assertThat(kept).allMatch(delivery -> delivery.acknowledgements() == 1);
            assertThat(engine.dispatcher.intake().qosZeroDropped()).isEqualTo(7);
        }
    }

    @Test
    void whatFailedIsNotDropped() throws Exception {
        engine.spec.setQos0Buffer(1);
        List<String> failing = new ArrayList<>(List.of("first"));
        engine.start(message -> {
            if (failing.remove(message.text())) {
                throw new IllegalStateException("once");
            }
        });
        arrive("first", QoS.AT_MOST_ONCE);
        engine.run();
        arrive("second", QoS.AT_MOST_ONCE);
        engine.runToEnd(10);
        assertThat(engine.seen).containsExactly("first", "second", "first");
        assertThat(engine.dispatcher.intake().qosZeroDropped()).isZero();
    }

    @Test
    void underAFloodEveryMessageIsDeliveredOrDroppedAndTheQueueStaysShort() throws Exception {
        engine.workManager = FakeWorkManager.ofThreads(10);
        engine.spec.setQos0Buffer(50);
        CountDownLatch flooded = new CountDownLatch(1);
        engine.start(message -> flooded.await());
        List<FakeDelivery> deliveries = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            deliveries.add(arrive("" + i, QoS.AT_MOST_ONCE));
            assertThat(engine.dispatcher.workers().queue().size()).isLessThanOrEqualTo(50);
        }
        flooded.countDown();
        await().until(() -> engine.acknowledged.size() == 5_000);
        assertThat(deliveries).allMatch(delivery -> delivery.acknowledgements() == 1);
        assertThat(engine.seen.size() + engine.dispatcher.intake().qosZeroDropped())
                .isEqualTo(5_000);
        assertThat(engine.seen).contains("4999");
    }
}
