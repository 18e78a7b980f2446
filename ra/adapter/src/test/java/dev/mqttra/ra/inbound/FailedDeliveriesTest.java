package dev.mqttra.ra.inbound;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.ra.fake.FakeDelivery;
import dev.mqttra.ra.fake.FakeEndpointFactory;
import dev.mqttra.ra.inbound.FailurePolicy.OnExhausted;
import jakarta.ejb.ApplicationException;
import jakarta.ejb.EJBAccessException;
import jakarta.ejb.EJBException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How often a message is tried, and what becomes of it when it is not tried any more. */
@Timeout(30)
class FailedDeliveriesTest {
    private final Engine engine = new Engine();

    @AfterEach
    void everyEndpointIsGivenBack() throws Exception {
        assertThat(engine.close()).isTrue();
    }

    private void alwaysFails(OnExhausted onExhausted, Integer maxRedeliveries) throws Exception {
        engine.spec.setOnExhausted(onExhausted.toString());
        engine.spec.setMaxRedeliveries(maxRedeliveries);
        if (onExhausted == OnExhausted.DEAD_LETTER) {
            engine.spec.setDeadLetterTopic("dead/{topic}");
        }
        engine.start(message -> {
            if (message.text().startsWith("poison")) {
                throw new IllegalStateException("never \u0000 " + "x".repeat(2_000));
            }
        });
    }

    @Test
    void aMessageIsTriedOnceMoreThanItIsRepeated() throws Exception {
        for (int repeats : List.of(0, 1, 3)) {
            engine.seen.clear();
            alwaysFails(OnExhausted.DROP, repeats);
            FakeDelivery delivery = engine.arrive("poison");
            engine.runToEnd(100);
            assertThat(engine.seen).hasSize(repeats + 1);
            assertThat(delivery.acknowledgements()).isEqualTo(1);
            assertThat(engine.dispatcher.statistics().droppedCount()).isEqualTo(1);
            assertThat(engine.dispatcher.statistics().deliveredCount()).isZero();
        }
    }

    @Test
    void aDeadLetterSaysWhereItCameFromAndWhatHappened() throws Exception {
        alwaysFails(OnExhausted.DEAD_LETTER, 2);
        Instant before = Instant.now();
        engine.arrive("plant/7", "poison");
        engine.runToEnd(100);
        assertThat(engine.outlet.texts()).containsExactly("dead/plant/7 poison");
        assertThat(engine.outlet.property(0, "mqttra-topic")).isEqualTo("plant/7");
        assertThat(engine.outlet.property(0, "mqttra-bean")).isEqualTo("Bean");
        assertThat(engine.outlet.property(0, "mqttra-reason"))
                .startsWith("java.lang.IllegalStateException: never   x")
                .hasSize(1_000);
        assertThat(engine.outlet.property(0, "mqttra-attempts")).isEqualTo("3");
        Instant first = Instant.parse(engine.outlet.property(0, "mqttra-first-failure"));
        assertThat(first).isBetween(before, Instant.now());
        assertThat(Instant.parse(engine.outlet.property(0, "mqttra-last-failure")))
                .isBetween(first, Instant.now());
        assertThat(engine.dispatcher.statistics().deadLetteredCount()).isEqualTo(1);
    }

    @Test
    void aDeadLetterKeepsThePropertiesOfTheMessageButNotItsExpiry() throws Exception {
        alwaysFails(OnExhausted.DEAD_LETTER, 0);
        FakeDelivery delivery = new FakeDelivery("t", "poison", engine.acknowledged).with(properties -> properties
                .string(Property.CONTENT_TYPE, "text/plain")
                .number(Property.MESSAGE_EXPIRY_INTERVAL, 1)
                .number(Property.SUBSCRIPTION_IDENTIFIER, 1)
                .userProperty("mine", "kept")
                .userProperty("mqttra-topic", "of an earlier dead letter"));
        engine.arrive(delivery);
        engine.run();
        var properties = engine.outlet.published().get(0).properties();
        assertThat(properties.string(Property.CONTENT_TYPE)).isEqualTo("text/plain");
        assertThat(properties.has(Property.MESSAGE_EXPIRY_INTERVAL)).isFalse();
        assertThat(properties.has(Property.SUBSCRIPTION_IDENTIFIER)).isFalse();
        assertThat(engine.outlet.property(0, "mine")).isEqualTo("kept");
        assertThat(engine.outlet.property(0, "mqttra-topic")).isEqualTo("t");
    }

    @Test
    void theMessageIsAcknowledgedOnlyAfterTheDeadLetter() throws Exception {
        alwaysFails(OnExhausted.DEAD_LETTER, 0);
        engine.outlet.silent();
        FakeDelivery delivery = engine.arrive("poison");
        engine.run();
        engine.pass(1, SECONDS);
        assertThat(engine.outlet.published()).hasSize(1);
        assertThat(delivery.acknowledgements()).isZero();
        assertThat(engine.dispatcher.statistics().deadLetteredCount()).isZero();
        engine.outlet.answer();
        assertThat(delivery.acknowledgements()).isEqualTo(1);
        assertThat(engine.seen).hasSize(1);
    }

    @Test
    void aDeadLetterThatCannotBePublishedIsTriedAgainAndNeverDropped() throws Exception {
        alwaysFails(OnExhausted.DEAD_LETTER, 0);
        engine.outlet.failNext(8);
        FakeDelivery delivery = engine.arrive("poison");
        engine.run();
        List<Long> waits = new ArrayList<>();
        while (engine.delays.size() > 0) {
            assertThat(delivery.acknowledgements()).isZero();
            waits.add(NANOSECONDS.toSeconds(engine.delays.next()));
            engine.delays.pass(engine.delays.next());
        }
        assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
        assertThat(engine.outlet.published()).hasSize(1);
        assertThat(delivery.acknowledgements()).isEqualTo(1);
        assertThat(engine.seen).hasSize(1);
    }

    @Test
    void whatDoesNotFitIsNotTriedAgain() throws Exception {
        engine.spec.setMaxRedeliveries(5);
        engine.spec.setOnExhausted("deadLetter");
        engine.spec.setDeadLetterTopic("dead");
        engine.start(message -> {});
        engine.methods = List.of(new DeliveryMethod(
                engine.methods.get(0).method(),
                engine.methods.get(0).pattern(),
                engine.methods.get(0).qos(),
                List.of(message -> {
                    throw new UnbindableException("the payload is not UTF-8");
                })));
        FakeDelivery delivery = engine.arrive("1");
        engine.run();
        assertThat(engine.factory.journal()).containsExactly("create", "release");
        assertThat(engine.outlet.property(0, "mqttra-reason")).isEqualTo("the payload is not UTF-8");
        assertThat(delivery.acknowledgements()).isEqualTo(1);
    }

    @Test
    void exceptionsThatAreNamedAreNotTriedAgain() throws Exception {
        engine.spec.setOnExhausted("drop");
        engine.spec.setNoRetry("java.lang.IllegalArgumentException, java.io.IOException");
        List<Exception> thrown = new ArrayList<>();
        engine.start(message -> {
            throw thrown.get(thrown.size() - 1);
        });
        for (Exception each : List.of(
                new IllegalArgumentException("itself"),
                new NumberFormatException("a subclass"),
                new IllegalStateException("what caused it", new UncheckedIOException(new FileNotFoundException())))) {
            thrown.add(each);
            FakeDelivery delivery = engine.arrive("1");
            engine.run();
            assertThat(delivery.acknowledgements()).as(each.toString()).isEqualTo(1);
            assertThat(engine.delays.size()).isZero();
        }
        thrown.add(new IllegalStateException("another one"));
        FakeDelivery delivery = engine.arrive("1");
        engine.run();
        assertThat(delivery.acknowledgements()).isZero();
        assertThat(engine.delays.size()).isEqualTo(1);
    }

    @Test
    void whatTheServerMasksIsTriedAgainWhateverIsNamed() throws Exception {
        engine.spec.setOnExhausted("deadLetter");
        engine.spec.setDeadLetterTopic("dead");
        engine.spec.setMaxRedeliveries(1);
        engine.spec.setNoRetry("java.lang.RuntimeException");
        engine.start(message -> {
            throw new EJBException("of a generated method");
        });
        engine.arrive("1");
        engine.run();
        assertThat(engine.outlet.published()).isEmpty();
        engine.runToEnd(100);
        assertThat(engine.seen).hasSize(2);
        assertThat(engine.outlet.property(0, "mqttra-reason"))
                .isEqualTo("masked by the server, whose own log has the bean's exception (Payara's MDB00037)");
    }

    @Test
    void whatTheServerRefusedIsNotGivenUpAsNoBeanHadIt() throws Exception {
        engine.spec.setOnExhausted("drop");
        engine.spec.setMaxRedeliveries(0);
        engine.start(message -> {});
        engine.factory.failNext(FakeEndpointFactory.CALL, FakeEndpointFactory::refusal);
        FakeDelivery delivery = engine.arrive("1");
        engine.run();
        assertThat(delivery.acknowledgements()).isZero();
        engine.runToEnd(100);
        assertThat(engine.seen).hasSize(1);
        assertThat(delivery.acknowledgements()).isEqualTo(1);
    }

    /** WildFly commits here too, before any bean was called. */
    @Test
    void aCallerWithoutTheRoleIsGivenUpWithItsMessage() throws Exception {
        engine.spec.setOnExhausted("deadLetter");
        engine.spec.setDeadLetterTopic("dead");
        engine.spec.setMaxRedeliveries(1);
        engine.start(message -> {});
        engine.factory.failNext(FakeEndpointFactory.CALL, () -> new EJBAccessException("not in the role"));
        FakeDelivery delivery = engine.arrive("1");
        engine.run();
        assertThat(delivery.acknowledgements()).isZero();
        engine.factory.failNext(FakeEndpointFactory.CALL, () -> new EJBAccessException("not in the role"));
        engine.runToEnd(100);
        assertThat(engine.seen).isEmpty();
        assertThat(engine.outlet.property(0, "mqttra-reason")).contains("not in the role");
        assertThat(delivery.acknowledgements()).isEqualTo(1);
    }

    @ApplicationException(rollback = true)
    static final class RollsBack extends Exception {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void anApplicationExceptionThatRollsBackFailsAndOneThatCommitsDoesNot() throws Exception {
        engine.spec.setOnExhausted("drop");
        engine.spec.setNoRetry(RollsBack.class.getName() + "," + IOException.class.getName());
        engine.start(message -> {
            if (message.text().equals("rolls back")) {
                engine.transactions.setRollbackOnly();
                throw new RollsBack();
            }
            throw new IOException("commits");
        });
        engine.arrive("rolls back");
        engine.arrive("commits");
        engine.run();
        assertThat(engine.acknowledged).hasSize(2);
        assertThat(engine.dispatcher.statistics().droppedCount()).isEqualTo(1);
        assertThat(engine.dispatcher.statistics().deliveredCount()).isEqualTo(1);
    }

    @Test
    void anEndpointThatStopsLosesNothingAndGoesOnWhenItIsTold() throws Exception {
        alwaysFails(OnExhausted.STOP, 1);
        FakeDelivery first = engine.arrive("poison");
        engine.runToEnd(100);
        assertThat(engine.dispatcher.halted()).isEqualTo(Dispatcher.Halt.STOPPED);
        FakeDelivery second = engine.arrive("2");
        engine.runToEnd(100);
        assertThat(engine.seen).containsExactly("poison", "poison");
        assertThat(engine.acknowledged).isEmpty();
        assertThat(engine.factory.held()).isZero();

        engine.dispatcher.resume();
        engine.run();
        assertThat(engine.seen).containsExactly("poison", "poison", "poison", "2");
        assertThat(second.acknowledgements()).isEqualTo(1);
        assertThat(engine.dispatcher.halted()).isNull();
        // Its attempts are counted anew.
        engine.runToEnd(100);
        assertThat(engine.seen).hasSize(5);
        assertThat(engine.dispatcher.halted()).isEqualTo(Dispatcher.Halt.STOPPED);
        assertThat(first.acknowledgements()).isZero();
    }

    @Test
    void aMessageIsRefusedAndWhatFollowsItGoesOn() throws Exception {
        engine.spec.setOrder("topic");
        alwaysFails(OnExhausted.REFUSE, 1);
        FakeDelivery refused = engine.arrive("poison");
        FakeDelivery next = engine.arrive("2");
        engine.runToEnd(100);
        assertThat(engine.seen).containsExactly("poison", "poison", "2");
        assertThat(refused.refusal()).isEqualTo(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
        assertThat(refused.acknowledgements()).isEqualTo(1);
        assertThat(next.refusal()).isNull();
        assertThat(engine.dispatcher.statistics().refusedCount()).isEqualTo(1);
        assertThat(engine.dispatcher.intake().lag().nanos()).isZero();
    }

    @Test
    void whoIsPausedGetsNothingUntilItIsResumed() throws Exception {
        engine.start(message -> {});
        engine.dispatcher.pause();
        engine.arrive("1");
        engine.arrive("2");
        engine.runToEnd(100);
        assertThat(engine.seen).isEmpty();
        assertThat(engine.dispatcher.workers().queue().size()).isEqualTo(2);
        engine.dispatcher.resume();
        engine.run();
        assertThat(engine.seen).containsExactly("1", "2");
    }

    @Test
    void whatWaitsForItsTimeIsTriedNowWhenSomebodyAsks() throws Exception {
        List<String> failing = new ArrayList<>(List.of("1", "2"));
        engine.start(message -> {
            if (failing.remove(message.text())) {
                throw new IllegalStateException("once");
            }
        });
        engine.arrive("1");
        engine.arrive("2");
        engine.run();
        assertThat(engine.dispatcher.failedDeliveries().redeliver()).isEqualTo(2);
        engine.run();
        assertThat(engine.acknowledged).hasSize(2);
        assertThat(engine.delays.size()).isZero();
        assertThat(engine.dispatcher.failedDeliveries().waiting()).isZero();
    }

    @Test
    void theJitterTakesARandomPartOffTheDelay() {
        RedeliveryPolicy policy = new RedeliveryPolicy(1_000, 2, 60_000, 0.5);
        assertThat(Stream.of(0.0, 0.5, 1.0))
                .map(random -> NANOSECONDS.toMillis(policy.delayNanos(1, random)))
                .containsExactly(1_000L, 750L, 500L);
        assertThat(NANOSECONDS.toMillis(policy.delayNanos(100, 0))).isEqualTo(60_000);
    }

    @Test
    void theDelaysOfManyFailuresAreSpread() throws Exception {
        engine.spec.setRedeliveryJitter(1.0);
        engine.start(message -> {
            throw new IllegalStateException("never");
        });
        for (int i = 0; i < 50; i++) {
            engine.arrive("" + i);
        }
        engine.run();
        assertThat(engine.delays.size()).isEqualTo(50);
        assertThat(Set.copyOf(engine.delays.all()))
                .hasSizeGreaterThan(1)
                .allMatch(delay -> delay <= SECONDS.toNanos(1));
    }

    @Test
    void theLagIsTheAgeOfTheOldestUnacknowledgedMessage() throws Exception {
        engine.start(message -> {
            if (message.text().equals("1")) {
                throw new IllegalStateException("never");
            }
        });
        assertThat(engine.dispatcher.intake().lag().nanos()).isZero();
        engine.arrive("1");
        engine.run();
        engine.delays.pass(SECONDS.toNanos(1) / 2);
        for (int i = 0; i < 2_500; i++) {
            engine.arrive("others");
            engine.delays.pass(20_000_000);
            engine.run();
        }
        assertThat(NANOSECONDS.toMillis(engine.dispatcher.intake().lag().nanos()))
                .isEqualTo(50_500);
        assertThat(engine.dispatcher.intake().lag().marks()).isLessThanOrEqualTo(1_001);
    }

    @Test
    void whateverFailsWheneverEachMessageIsDeliveredOrADeadLetter() throws Exception {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Engine each = new Engine();
            each.spec.setOnExhausted("deadLetter");
            each.spec.setDeadLetterTopic("dead");
            each.spec.setMaxRedeliveries(2);
            each.spec.setRedeliveryJitter(0.5);
            each.start(message -> {
                if (random.nextInt(2) == 0) {
                    each.transactions.setRollbackOnly();
                }
            });
            List<FakeDelivery> deliveries = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String text = seed + "-" + i;
                each.anything(random, () -> deliveries.add(each.arrive(text)));
            }
            each.runToEnd(10_000);
            assertThat(deliveries).as("seed " + seed).allMatch(delivery -> delivery.acknowledgements() == 1);
            ActivationStatistics statistics = each.dispatcher.statistics();
            assertThat(statistics.deliveredCount() + statistics.deadLetteredCount())
                    .as("seed " + seed)
                    .isEqualTo(deliveries.size());
            assertThat(each.outlet.published()).hasSize((int) statistics.deadLetteredCount());
            assertThat(each.dispatcher.intake().lag().nanos()).isZero();
            assertThat(each.close()).isTrue();
        }
    }
}
