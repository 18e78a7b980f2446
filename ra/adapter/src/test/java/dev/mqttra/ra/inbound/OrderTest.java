package dev.mqttra.ra.inbound;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.api.TopicFilter;
import dev.mqttra.ra.fake.FakeDelivery;
import dev.mqttra.ra.fake.FakeWorkManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One after the other within a key, side by side across keys. */
@Timeout(60)
class OrderTest {
    private final Engine engine = new Engine();

    @AfterEach
    void everyEndpointIsGivenBack() throws Exception {
        assertThat(engine.close()).isTrue();
        await().until(() -> engine.workManager.threads().isEmpty());
    }

    @Test
    void aFailingMessageDelaysItsOwnKeyOnly() throws Exception {
        engine.spec.setOrder("topic");
        List<String> failing = new ArrayList<>(List.of("a1", "a1"));
        engine.start(message -> {
            if (failing.remove(message.text())) {
                throw new IllegalStateException("twice");
            }
        });
        for (String each : List.of("a1", "b1", "a2", "b2", "a3")) {
            engine.arrive(each.substring(0, 1), each);
        }
        engine.run();
        assertThat(engine.seen).containsExactly("a1", "b1", "b2");
        engine.runToEnd(100);
        assertThat(engine.seen).containsExactly("a1", "b1", "b2", "a1", "a1", "a2", "a3");
        assertThat(engine.acknowledged).hasSize(5);
        assertThat(engine.dispatcher.intake().waiting()).isZero();
    }

    @Test
    void aListenersTopicFilterMayNameTheLevelOfTheOrder() throws Exception {
        engine.spec.setTopicFilter("line/{line}/{machine}");
        engine.spec.setOrder("{machine}");
        List<String> failing = new ArrayList<>(List.of("1"));
        engine.start(message -> {
            if (failing.remove(message.text())) {
                throw new IllegalStateException("once");
            }
        });
        engine.arrive("line/1/press", "1");
        engine.arrive("line/2/press", "2");
        engine.arrive("line/1/saw", "3");
        engine.run();
        assertThat(engine.seen).containsExactly("1", "3");
        engine.runToEnd(10);
        assertThat(engine.seen).containsExactly("1", "3", "1", "2");
    }

    @Test
    void withoutAnOrderAFailingMessageDelaysNothing() throws Exception {
        engine.spec.setOrder("none");
        engine.start(message -> {
            if (message.text().equals("a1")) {
                throw new IllegalStateException("never");
            }
        });
        engine.arrive("a", "a1");
        engine.arrive("a", "a2");
        engine.run();
        assertThat(engine.seen).containsExactly("a1", "a2");
    }

    public interface Devices {
        void value(MqttMessage message);

        void event(MqttMessage message);
    }

    public static class DevicesBean implements MqttEndpoint {
        private final Engine.Reaction reaction;

        DevicesBean(Engine.Reaction reaction) {
            this.reaction = reaction;
        }

        @TopicFilter("value/{device}/{what}")
        public void value(MqttMessage message) {
            react(message);
        }

        @TopicFilter("event/{kind}/of/{device}")
        public void event(MqttMessage message) {
            react(message);
        }

        private void react(MqttMessage message) {
            try {
                reaction.to(message);
            } catch (Exception e) {
                Engine.sneak(e);
            }
        }
    }

    @Test
    void aNamedLevelOrdersAcrossMethods() throws Exception {
        engine.spec.setOrder("{device}");
        List<String> failing = new ArrayList<>(List.of("1"));
        engine.start(
                new DevicesBean(message -> {
                    engine.seen.add(message.text());
                    if (failing.remove(message.text())) {
                        throw new IllegalStateException("once");
                    }
                }),
                Devices.class,
                true);
        engine.arrive("value/a/t", "1");
        engine.arrive("event/on/of/a", "2");
        engine.arrive("event/on/of/b", "3");
        engine.arrive("value/a/u", "4");
        engine.run();
        assertThat(engine.seen).containsExactly("1", "3");
        engine.runToEnd(10);
        assertThat(engine.seen).containsExactly("1", "3", "1", "2", "4");
    }

    @Test
    void aDeadLetterLetsTheNextOneGoOnlyWhenItIsThere() throws Exception {
        engine.spec.setOrder("topic");
        engine.spec.setOnExhausted("deadLetter");
        engine.spec.setDeadLetterTopic("dead");
        engine.spec.setMaxRedeliveries(0);
        engine.start(message -> {
            if (message.text().equals("1")) {
                throw new IllegalStateException("never");
            }
        });
        engine.outlet.silent();
        engine.arrive("1");
        engine.arrive("2");
        engine.run();
        assertThat(engine.seen).containsExactly("1");
        engine.outlet.answer();
        engine.run();
        assertThat(engine.seen).containsExactly("1", "2");
    }

    @Test
    void keysAreDealtWithSideBySide() throws Exception {
        engine.workManager = FakeWorkManager.ofThreads(10);
        engine.spec.setOrder("topic");
        engine.spec.setMaxConcurrency(3);
        CountDownLatch three = new CountDownLatch(3);
        engine.start(message -> {
            three.countDown();
            three.await();
        });
        for (int i = 0; i < 30; i++) {
            engine.arrive("" + i % 3, "" + i);
        }
        await().until(() -> engine.acknowledged.size() == 30);
    }

    @Test
    void manyThreadsKeepTheOrderOfEachKey() throws Exception {
        engine.workManager = FakeWorkManager.ofThreads(10);
        engine.spec.setOrder("topic");
        engine.spec.setMaxConcurrency(8);
        engine.spec.setRedeliveryDelay(0L);
        Map<String, Integer> next = new ConcurrentHashMap<>();
        Set<String> wrong = ConcurrentHashMap.newKeySet();
        engine.start(message -> {
            if (ThreadLocalRandom.current().nextInt(5) == 0) {
                throw new IllegalStateException("one in five");
            }
            int expected = next.merge(message.topic(), 1, Integer::sum) - 1;
            if (!message.text().equals("" + expected)) {
                wrong.add(message.topic() + ": " + message.text() + " in place of " + expected);
            }
        });
        for (int i = 0; i < 300; i++) {
            for (int key = 0; key < 7; key++) {
                engine.arrive("" + key, "" + i);
            }
        }
        await().atMost(40, TimeUnit.SECONDS).until(() -> {
            engine.delays.pass(SECONDS.toNanos(1));
            return engine.acknowledged.size() == 2_100;
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void whateverFailsWheneverEachKeyIsInOrder() throws Exception {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Engine each = new Engine();
            each.spec.setOrder("topic");
            Map<String, List<Integer>> committed = new HashMap<>();
            each.start(message -> {
                if (random.nextInt(3) == 0) {
                    each.transactions.setRollbackOnly();
                } else {
                    committed
                            .computeIfAbsent(message.topic(), topic -> new ArrayList<>())
                            .add(Integer.parseInt(message.text()));
                }
            });
            List<FakeDelivery> deliveries = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                String text = "" + i;
                each.anything(random, () -> deliveries.add(each.arrive("" + random.nextInt(4), text)));
            }
            each.runToEnd(10_000);
            assertThat(deliveries).as("seed " + seed).allMatch(delivery -> delivery.acknowledgements() == 1);
            // At least once: a failure after the commit brings a message again, before its followers.
            for (List<Integer> ofKey : committed.values()) {
                assertThat(ofKey).as("seed " + seed).isSorted();
            }
            assertThat(new HashSet<>(
                            committed.values().stream().flatMap(List::stream).toList()))
                    .as("seed " + seed)
                    .hasSize(deliveries.size());
            assertThat(each.dispatcher.intake().waiting()).as("seed " + seed).isZero();
            assertThat(each.close()).isTrue();
        }
    }
}
