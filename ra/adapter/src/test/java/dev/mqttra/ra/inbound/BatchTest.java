package dev.mqttra.ra.inbound;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.api.TopicFilter;
import dev.mqttra.api.TopicLevel;
import dev.mqttra.ra.fake.FakeDelivery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several messages for one call and one transaction. */
@Timeout(30)
class BatchTest {
    private final Engine engine = new Engine();
    private final List<List<String>> calls = new ArrayList<>();

    @AfterEach
    void everyEndpointIsGivenBack() throws Exception {
        assertThat(engine.close()).isTrue();
    }

    public interface View {
        void lines(List<String> texts, String line);

        void all(List<MqttMessage> messages);

        void one(MqttMessage message);
    }

    public static class BatchBean implements MqttEndpoint {
        private final Consumer<List<String>> reaction;

        BatchBean(Consumer<List<String>> reaction) {
            this.reaction = reaction;
        }

        @TopicFilter("lines/{line}")
        public void lines(List<String> texts, @TopicLevel("line") String line) {
            reaction.accept(texts);
        }

        @TopicFilter("all/{line}")
        public void all(List<MqttMessage> messages) {
            reaction.accept(messages.stream().map(MqttMessage::text).toList());
        }

        @TopicFilter("one/{line}")
        public void one(MqttMessage message) {
            reaction.accept(List.of(message.text()));
        }
    }

    private void start(Consumer<List<String>> reaction) throws Exception {
        start(engine, texts -> {
            calls.add(List.copyOf(texts));
            reaction.accept(texts);
        });
    }

    private static void start(Engine engine, Consumer<List<String>> reaction) throws Exception {
        engine.start(new BatchBean(reaction), View.class, true);
    }

    private void arrive(String topic, int from, int to) {
        IntStream.range(from, to).forEach(i -> engine.arrive(topic, "" + i));
    }

    @Test
    void whatComesWithinTheLingerIsOneCallAndOneTransaction() throws Exception {
        engine.spec.setBatchLinger(30L);
        start(texts -> {});
        arrive("all/a", 0, 3);
        engine.pass(29, MILLISECONDS);
        assertThat(calls).isEmpty();
        arrive("all/b", 3, 5);
        engine.pass(1, MILLISECONDS);
        assertThat(calls).containsExactly(List.of("0", "1", "2", "3", "4"));
        assertThat(engine.factory.journal().stream().filter("before"::equals)).hasSize(1);
        assertThat(engine.acknowledged).hasSize(5);
        assertThat(engine.dispatcher.statistics().deliveredCount()).isEqualTo(5);
        assertThat(engine.delays.size()).isZero();
    }

    @Test
    void aFullBatchDoesNotWait() throws Exception {
        engine.spec.setBatchSize(2);
        start(texts -> {});
        arrive("all/a", 0, 5);
        engine.run();
        assertThat(calls).containsExactly(List.of("0", "1"), List.of("2", "3"));
        assertThat(engine.dispatcher.intake().waiting()).isEqualTo(1);
        engine.pass(20, MILLISECONDS);
        assertThat(calls).hasSize(3).endsWith(List.of("4"));
        assertThat(engine.delays.size()).isZero();
    }

    @Test
    void aBatchDoesNotOvertakeWhatCameBeforeItInTheSameRead() throws Exception {
        engine.spec.setMaxConcurrency(1);
        engine.spec.setBatchSize(2);
        start(texts -> {});
        engine.arriveTogether(Stream.of("one/a", "all/a", "all/a", "one/a")
                .map(topic -> new FakeDelivery(topic, topic, engine.acknowledged))
                .toList());
        engine.run();
        assertThat(calls).containsExactly(List.of("one/a"), List.of("all/a", "all/a"), List.of("one/a"));
    }

    @Test
    void withoutALingerABatchIsWhatArrivedTogether() throws Exception {
        engine.spec.setBatchLinger(0L);
        start(texts -> {});
        arrive("all/a", 0, 1);
        engine.run();
        assertThat(calls).containsExactly(List.of("0"));
    }

    @Test
    void aTopicLevelBesideTheListSeparates() throws Exception {
        start(texts -> {});
        arrive("lines/a", 0, 2);
        arrive("lines/b", 2, 4);
        arrive("lines/a", 4, 5);
        engine.pass(20, MILLISECONDS);
        assertThat(calls).containsExactlyInAnyOrder(List.of("0", "1", "4"), List.of("2", "3"));
    }

    @Test
    void aPoisonedMessageIsFoundAndTheOthersSucceed() throws Exception {
        engine.spec.setOnExhausted("deadLetter");
        engine.spec.setDeadLetterTopic("dead");
        engine.spec.setMaxRedeliveries(1);
        start(texts -> {
            if (texts.contains("37")) {
                throw new IllegalStateException("never");
            }
        });
        arrive("all/a", 0, 100);
        engine.run();
        assertThat(engine.acknowledged).hasSize(99);
        // 100, and two halves on each level down to one message.
        assertThat(calls).hasSizeLessThan(17);
        engine.runToEnd(10);
        assertThat(engine.acknowledged).hasSize(100);
        assertThat(engine.outlet.texts()).containsExactly("dead 37");
        // Those with others do not count.
        assertThat(engine.outlet.property(0, "mqttra-attempts")).isEqualTo("2");
        assertThat(engine.dispatcher.statistics().deliveredCount()).isEqualTo(99);
        assertThat(engine.dispatcher.statistics().inFlightNow()).isZero();
    }

    @Test
    void aMessageThatDoesNotFitIsFoundWithoutTheBean() throws Exception {
        engine.spec.setOnExhausted("deadLetter");
        engine.spec.setDeadLetterTopic("dead");
        start(texts -> {});
        for (int i = 0; i < 8; i++) {
            byte[] payload = i == 5 ? new byte[] {(byte) 0xff} : ("" + i).getBytes(StandardCharsets.UTF_8);
            engine.arrive(new FakeDelivery("lines/a", payload, engine.acknowledged));
        }
        engine.pass(20, MILLISECONDS);
        assertThat(calls.stream().flatMap(List::stream)).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "6", "7");
        assertThat(engine.acknowledged).hasSize(8);
        assertThat(engine.outlet.published()).hasSize(1);
    }

    @Test
    void nothingOvertakesABatchOfItsOrderKey() throws Exception {
        engine.spec.setOrder("{line}");
        start(texts -> {});
        arrive("all/a", 0, 2);
        engine.arrive("all/b", "2");
        engine.arrive("one/a", "3");
        engine.arrive("all/a", "4");
        engine.run();
        assertThat(calls).containsExactly(List.of("0", "1"), List.of("3"));
        engine.pass(20, MILLISECONDS);
        assertThat(calls).containsExactly(List.of("0", "1"), List.of("3"), List.of("2"), List.of("4"));
    }

    @Test
    void aPoisonedMessageInABatchHoldsUpWhatFollowsInItsOrder() throws Exception {
        engine.spec.setOrder("{line}");
        List<String> failures = new ArrayList<>(List.of("2", "2", "2", "2"));
        start(texts -> {
            if (texts.contains("2") && failures.remove("2")) {
                throw new IllegalStateException("four times");
            }
        });
        arrive("all/a", 0, 5);
        engine.arrive("one/a", "5");
        engine.arrive("one/b", "6");
        engine.run();
        assertThat(engine.acknowledged).hasSize(3);
        engine.runToEnd(100);
        assertThat(calls.stream()
                        .filter(call -> call.size() == 1 || !call.contains("2"))
                        .flatMap(List::stream)
                        .filter(text -> !text.equals("6")))
                .containsExactly("0", "1", "2", "2", "2", "3", "4", "5");
        assertThat(engine.acknowledged).hasSize(7);
    }

    @Test
    void whateverFailsWheneverEachMessageIsDeliveredAndEachKeyInOrder() throws Exception {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Engine each = new Engine();
            boolean ordered = seed % 2 == 0;
            each.spec.setOrder(ordered ? "{line}" : "none");
            each.spec.setBatchSize(1 + random.nextInt(6));
            each.spec.setBatchLinger((long) random.nextInt(2) * 700);
            List<Integer> committed = new ArrayList<>();
            start(each, texts -> {
                if (random.nextInt(4) == 0) {
                    each.transactions.setRollbackOnly();
                } else {
                    texts.forEach(text -> committed.add(Integer.parseInt(text)));
                }
            });
            List<FakeDelivery> deliveries = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                String text = "" + i;
                String topic = List.of("all/", "lines/", "one/").get(random.nextInt(3)) + i % 3;
                each.anything(random, () -> deliveries.add(each.arrive(topic, text)));
            }
            each.runToEnd(10_000);
            assertThat(deliveries).as("seed " + seed).allMatch(delivery -> delivery.acknowledgements() == 1);
            assertThat(Set.copyOf(committed)).as("seed " + seed).hasSize(deliveries.size());
            assertThat(each.dispatcher.intake().waiting()).as("seed " + seed).isZero();
            assertThat(each.dispatcher.intake().lag().nanos()).isZero();
            for (int key = 0; ordered && key < 3; key++) {
                int of = key;
                assertThat(firsts(committed, of)).as("seed " + seed).isSorted();
            }
            assertThat(each.close()).isTrue();
        }
    }

    /** A failure after the commit brings a whole batch again: what counts is when each message came first. */
    private static List<Integer> firsts(List<Integer> committed, int key) {
        return committed.stream().filter(i -> i % 3 == key).distinct().toList();
    }
}
