package dev.mqttra.ra.inbound;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.MqttListener;
import dev.mqttra.api.TopicFilter;
import dev.mqttra.client.MessageHandler;
import dev.mqttra.ra.fake.FakeDelays;
import dev.mqttra.ra.fake.FakeDelivery;
import dev.mqttra.ra.fake.FakeEndpointFactory;
import dev.mqttra.ra.fake.FakeTransactions;
import dev.mqttra.ra.fake.FakeWorkManager;
import jakarta.ejb.EJBException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DispatcherTest {
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private final FakeTransactions transactions = new FakeTransactions();
    private final FakeDelays delays = new FakeDelays();
    private final List<FakeDelivery> acknowledged = new CopyOnWriteArrayList<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final MqttActivationSpec spec = new MqttActivationSpec();
    private FakeWorkManager workManager = FakeWorkManager.onDemand();
    private FakeEndpointFactory factory;
    private Dispatcher dispatcher;
    private DeliveryMethod method;

    private void start(boolean transacted, Engine.Reaction reaction) throws Exception {
        factory = new FakeEndpointFactory(
                new Engine.Bean(message -> {
                    seen.add(message.text());
                    reaction.to(message);
                }),
                MqttListener.class,
                transactions,
                transacted);
        spec.setTopicFilter("#");
        ActivationSettings settings = spec.settings();
        method = BeanMethods.of(Engine.Bean.class, settings, new JsonBinding(Engine.Bean.class))
                .get(0);
        dispatcher = new Dispatcher(
                "Bean",
                factory,
                workManager,
                delays,
                new EndpointCall(factory, transactions),
                (message, qos, retain) ->
                        CompletableFuture.failedStage(new IllegalStateException("nothing is published here")),
                settings);
    }

    @AfterEach
    void everyEndpointIsGivenBack() throws Exception {
        workManager.runAll();
        assertThat(dispatcher.close(SECONDS.toNanos(10))).isZero();
        await().untilAsserted(() -> assertThat(factory.held()).isZero());
        await().untilAsserted(() -> assertThat(workManager.threads()).isEmpty());
    }

    private FakeDelivery arrive(String payload) {
        FakeDelivery delivery = new FakeDelivery("t", payload, acknowledged);
        var handler = dispatcher.intake().handlerOf(method);
        handler.onMessage(delivery);
        handler.onBatchEnd();
        return delivery;
    }

    @Test
    void aCommitAcknowledges() throws Exception {
        start(true, message -> assertThat(acknowledged).isEmpty());
        FakeDelivery delivery = arrive("1");
        workManager.runAll();
        assertThat(delivery.acknowledgements()).isEqualTo(1);
        assertThat(factory.journal()).containsExactly("create", "before", "call", "after", "release");
        assertThat(dispatcher.statistics().deliveredCount()).isEqualTo(1);
        assertThat(dispatcher.statistics().failedCount()).isZero();
        assertThat(delays.size()).isZero();
    }

    @Test
    void withoutTransactionTheReturnAcknowledges() throws Exception {
        start(false, message -> assertThat(acknowledged).isEmpty());
        FakeDelivery delivery = arrive("1");
        workManager.runAll();
        assertThat(delivery.acknowledgements()).isEqualTo(1);
    }

    @Test
    void setRollbackOnlyIsInvisibleToTheCallerAndYetRedelivers() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        start(true, message -> {
            if (attempts.incrementAndGet() == 1) {
                transactions.setRollbackOnly();
            }
        });
        FakeDelivery delivery = arrive("1");
        workManager.runAll();
        assertThat(delivery.acknowledgements()).isZero();
        assertThat(dispatcher.statistics().failedCount()).isEqualTo(1);
        assertThat(dispatcher.failedDeliveries().waiting()).isEqualTo(1);

        delays.pass(SECONDS.toNanos(1) - 1);
        workManager.runAll();
        assertThat(attempts).hasValue(1);

        delays.pass(1);
        workManager.runAll();
        assertThat(attempts).hasValue(2);
        assertThat(delivery.acknowledgements()).isEqualTo(1);
        assertThat(dispatcher.statistics().redeliveredCount()).isEqualTo(1);
        assertThat(dispatcher.failedDeliveries().waiting()).isZero();
    }

    @Test
    void anExceptionRedeliversWithAGrowingDelay() throws Exception {
        spec.setMaxRedeliveryDelay(4_000L);
        for (boolean transacted : List.of(true, false)) {
            seen.clear();
            start(transacted, message -> {
                throw new IllegalStateException("never");
            });
            FakeDelivery delivery = arrive("1");
            List<Long> waits = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                workManager.runAll();
                waits.add(TimeUnit.NANOSECONDS.toMillis(delays.next()));
                delays.pass(delays.next());
            }
            assertThat(waits).containsExactly(1_000L, 2_000L, 4_000L, 4_000L, 4_000L);
            assertThat(seen).hasSize(5);
            assertThat(delivery.acknowledgements()).isZero();
            dispatcher.close(0);
        }
    }

    @Test
    void anExceptionThatDoesNotRollBackCountsAsDelivered() throws Exception {
        start(true, message -> {
            throw new java.io.IOException("an application exception");
        });
        FakeDelivery delivery = arrive("1");
        workManager.runAll();
        assertThat(delivery.acknowledgements()).isEqualTo(1);
        assertThat(dispatcher.statistics().failedCount()).isZero();
    }

    @Test
    void aCallThatTheServerRefusesRedeliversAlthoughItsTransactionCommitted() throws Exception {
        start(true, message -> {});
        factory.failNext(FakeEndpointFactory.CALL, FakeEndpointFactory::refusal);
        FakeDelivery delivery = arrive("1");
        workManager.runAll();
        assertThat(delivery.acknowledgements()).isZero();
        delays.pass(SECONDS.toNanos(60));
        workManager.runAll();
        assertThat(seen).hasSize(1);
        assertThat(delivery.acknowledgements()).isEqualTo(1);
    }

    /** As Payara does it where the listener interface has no methods. */
    @Test
    void anExceptionThatDoesNotRollBackCountsAsDeliveredAlsoWhereTheServerMasksIt() throws Exception {
        start(true, message -> {});
        factory.failNext(FakeEndpointFactory.CALL, () -> new EJBException("of a generated method"));
        FakeDelivery delivery = arrive("1");
        workManager.runAll();
        assertThat(delivery.acknowledgements()).isEqualTo(1);
        assertThat(dispatcher.statistics().failedCount()).isZero();
    }

    @Test
    void aCheckedExceptionWithoutTransactionRedelivers() throws Exception {
        start(false, message -> {
            throw new java.io.IOException("not done");
        });
        FakeDelivery delivery = arrive("1");
        workManager.runAll();
        assertThat(delivery.acknowledgements()).isZero();
        assertThat(delays.size()).isEqualTo(1);
    }

    @Test
    void aTimeoutThatRollsBackOnAnotherThreadWaitsForTheBeanToReturn() throws Exception {
        workManager = FakeWorkManager.ofThreads(4);
        AtomicReference<FakeTransactions.Transaction> transaction = new AtomicReference<>();
        CountDownLatch inBean = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        start(true, message -> {
            if (transaction.compareAndSet(null, transactions.current())) {
                inBean.countDown();
                mayReturn.await();
            }
        });
        FakeDelivery delivery = arrive("1");
        inBean.await();
        transaction.get().rollback();
        delays.pass(HOUR);
        assertThat(seen).hasSize(1);
        assertThat(dispatcher.statistics().failedCount()).isZero();
        mayReturn.countDown();
        await().until(() -> delays.size() == 1);
        assertThat(delivery.acknowledgements()).isZero();
        delays.pass(SECONDS.toNanos(1));
        await().until(() -> delivery.acknowledgements() == 1);
        assertThat(seen).hasSize(2);
    }

    @Test
    void aCommitThatShowsOnlyAfterTheCallIsNotDeliveredAgain() throws Exception {
        // The transaction completes after afterDelivery has returned: the outcome is not known then.
        AtomicReference<FakeTransactions.Transaction> transaction = new AtomicReference<>();
        start(false, message -> transaction.set(transactions.current()));
        FakeTransactions.Transaction open = transactions.begin();
        FakeDelivery delivery = arrive("1");
        workManager.runAll();
        assertThat(delivery.acknowledgements()).isZero();
        open.commit();
        transactions.end();
        delays.pass(SECONDS.toNanos(1));
        assertThat(delivery.acknowledgements()).isEqualTo(1);
        assertThat(seen).hasSize(1);
        assertThat(transaction.get()).isSameAs(open);
    }

    @Test
    void beforeAndAfterDeliveryArePairedOnEveryPath() throws Exception {
        start(true, message -> {});
        fails(FakeEndpointFactory.BEFORE, "create", "release");
        fails(FakeEndpointFactory.CALL, "create", "before", "call", "after", "release");
        fails(FakeEndpointFactory.AFTER, "create", "before", "call", "after", "release");
        transactions.failNextRegistration(() -> new IllegalStateException("made to fail"));
        fails("registration", "create", "before", "after", "release");
        fails(FakeEndpointFactory.CREATE);
        // A release that fails concerns nobody: the message was delivered before.
        factory.journal().clear();
        factory.failNext(FakeEndpointFactory.RELEASE, () -> new IllegalStateException("made to fail"));
        FakeDelivery delivery = arrive("1");
        workManager.runAll();
        assertThat(delivery.acknowledgements()).isEqualTo(1);
    }

    private void fails(String step, String... journal) {
        factory.journal().clear();
        if (!step.equals("registration")) {
            factory.failNext(
                    step,
                    step.equals(FakeEndpointFactory.CREATE)
                            ? () -> new IllegalStateException("made to fail")
                            : FakeEndpointFactory::resourceFailure);
        }
        FakeDelivery delivery = arrive(step);
        workManager.runAll();
        assertThat(factory.journal()).as(step).startsWith(journal);
        // A checked exception of the call commits, as an application exception does; every other failure is repeated.
        boolean commits = step.equals(FakeEndpointFactory.CALL);
        assertThat(delivery.acknowledgements()).as(step).isEqualTo(commits ? 1 : 0);
        delays.pass(SECONDS.toNanos(60));
        workManager.runAll();
        assertThat(delivery.acknowledgements()).as(step).isEqualTo(1);
    }

    @Test
    void anEndpointThatFailedInTheServersPartIsNotUsedAgain() throws Exception {
        start(true, message -> {});
        factory.failNext(FakeEndpointFactory.AFTER, FakeEndpointFactory::resourceFailure);
        arrive("1");
        arrive("2");
        workManager.runAll();
        assertThat(factory.created()).isEqualTo(2);
        assertThat(acknowledged).hasSize(1);
    }

    @Test
    void oneEndpointServesManyMessagesAndExceptions() throws Exception {
        AtomicInteger count = new AtomicInteger();
        start(true, message -> {
            if (count.incrementAndGet() % 10 == 0) {
                throw new IllegalStateException("one in ten");
            }
        });
        for (int i = 0; i < 20; i++) {
            arrive("" + i);
        }
        workManager.runAll();
        assertThat(seen).hasSize(20);
        assertThat(acknowledged).hasSize(18);
        assertThat(factory.created()).isEqualTo(1);
        assertThat(factory.journal().stream().filter("release"::equals)).hasSize(1);
    }

    @Test
    void aRejectedWorkIsRepeatedAndLosesNothing() throws Exception {
        for (boolean afterAcceptance : List.of(false, true)) {
            workManager = FakeWorkManager.onDemand();
            if (afterAcceptance) {
                workManager.rejectAfterAcceptance();
            }
            start(true, message -> {});
            workManager.rejectNext(3);
            FakeDelivery delivery = arrive("1");
            arrive("2");
            assertThat(workManager.submitted()).isEqualTo(1);
            for (int i = 0; i < 3; i++) {
                workManager.runAll();
                assertThat(delivery.acknowledgements()).isZero();
                assertThat(workManager.submitted()).isEqualTo(i + 1);
                delays.pass(delays.next());
            }
            workManager.runAll();
            assertThat(delivery.acknowledgements()).isEqualTo(1);
            dispatcher.close(0);
        }
    }

    @Test
    void anEndpointThatIsUnavailableForAWhileIsAskedForAgain() throws Exception {
        start(true, message -> {});
        factory.unavailable(3);
        FakeDelivery delivery = arrive("1");
        workManager.runAll();
        List<Long> waits = new ArrayList<>();
        while (delays.size() > 0) {
            waits.add(TimeUnit.NANOSECONDS.toMillis(delays.next()));
            delays.pass(delays.next());
            workManager.runAll();
        }
        assertThat(waits).containsExactly(50L, 100L, 200L);
        assertThat(delivery.acknowledgements()).isEqualTo(1);
    }

    @Test
    void aPoolSmallerThanTheConcurrencyStillDeliversAll() throws Exception {
        workManager = FakeWorkManager.ofThreads(10);
        CountDownLatch full = new CountDownLatch(2);
        start(true, message -> {
            full.countDown();
            full.await();
        });
        factory.poolSize(2);
        for (int i = 0; i < 50; i++) {
            arrive("" + i);
        }
        await().until(() -> {
            delays.pass(SECONDS.toNanos(1));
            return acknowledged.size() == 50;
        });
    }

    /** Of the only endpoint the second worker was refused; it is free again before that one asks again. */
    @Test
    void anEndpointThatIsGivenBackIsAskedForAtOnce() throws Exception {
        start(true, message -> {
            if (seen.size() == 1) {
                workManager.runAll();
                delays.pass(delays.next());
                workManager.runAll();
                long next = delays.next();
                assertThat(next).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
                // The time of the first worker is over.
                delays.pass(next - 1);
            }
        });
        factory.poolSize(1);
        arrive("1");
        arrive("2");
        workManager.runAll();
        assertThat(acknowledged).hasSize(2);
    }

    @Test
    void noMoreThanTheMaximumAtOnceAndNoFewer() throws Exception {
        workManager = FakeWorkManager.ofThreads(50);
        spec.setMaxConcurrency(3);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        start(true, message -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            three.countDown();
            three.await();
            now.decrementAndGet();
        });
        for (int i = 0; i < 300; i++) {
            arrive("" + i);
        }
        await().until(() -> acknowledged.size() == 300);
        assertThat(most).hasValue(3);
    }

    @Test
    void aFailingMessageDoesNotHoldUpTheOthers() throws Exception {
        start(true, message -> {
            if (message.text().equals("poison")) {
                throw new IllegalStateException("never");
            }
        });
        FakeDelivery poison = arrive("poison");
        for (int i = 0; i < 10; i++) {
            arrive("" + i);
        }
        workManager.runAll();
        assertThat(acknowledged).hasSize(10).doesNotContain(poison);
    }

    @Test
    void aMessageThatDoesNotFitWaitsTheLongestTime() throws Exception {
        start(true, message -> {});
        DeliveryMethod strict = new DeliveryMethod(method.method(), method.pattern(), method.qos(), List.of(message -> {
            throw new UnbindableException("does not fit");
        }));
        FakeDelivery delivery = new FakeDelivery("t", "1", acknowledged);
        MessageHandler handlerOfStrict = dispatcher.intake().handlerOf(strict);
        handlerOfStrict.onMessage(delivery);
        handlerOfStrict.onBatchEnd();
        workManager.runAll();
        assertThat(factory.journal()).containsExactly("create", "release");
        assertThat(delivery.acknowledgements()).isZero();
        assertThat(TimeUnit.NANOSECONDS.toSeconds(delays.next())).isEqualTo(60);
        assertThat(dispatcher.statistics().failedCount()).isEqualTo(1);
    }

    @Test
    void aMessageThatComesWhileTheOnlyWorkerEndsIsNotForgotten() throws Exception {
        spec.setMaxConcurrency(1);
        start(false, message -> {});
        arrive("1");
        // The worker has found nothing more, and gives its endpoint back.
        factory.failNext(FakeEndpointFactory.RELEASE, () -> {
            arrive("2");
            return new IllegalStateException("made to fail");
        });
        workManager.runAll();
        assertThat(seen).containsExactly("1", "2");
        assertThat(acknowledged).hasSize(2);
    }

    @Test
    void closingWaitsForTheBeanAndForgetsWhatWaits() throws Exception {
        workManager = FakeWorkManager.ofThreads(1);
        spec.setMaxConcurrency(1);
        CountDownLatch inBean = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        start(true, message -> {
            inBean.countDown();
            mayReturn.await();
        });
        FakeDelivery first = arrive("1");
        FakeDelivery second = arrive("2");
        inBean.await();
        assertThat(dispatcher.close(TimeUnit.MILLISECONDS.toNanos(1))).isEqualTo(1);
        mayReturn.countDown();
        assertThat(dispatcher.close(SECONDS.toNanos(10))).isZero();
        assertThat(first.acknowledgements()).isEqualTo(1);
        assertThat(second.acknowledgements()).isZero();
        arrive("3");
        assertThat(seen).containsExactly("1");
    }

    @Test
    void aServerThatWantsItsThreadsBackGetsThem() throws Exception {
        workManager = FakeWorkManager.ofThreads(2);
        CountDownLatch inBean = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        start(true, message -> {
            inBean.countDown();
            mayReturn.await();
        });
        arrive("1");
        inBean.await();
        workManager.rejectNext(Integer.MAX_VALUE);
        workManager.close();
        arrive("2");
        mayReturn.countDown();
        await().until(() -> workManager.threads().isEmpty());
        assertThat(acknowledged).hasSize(1);
    }

    @Test
    void whateverFailsWheneverEveryMessageIsAcknowledgedAfterItsCommit() throws Exception {
        List<String> steps = List.of(
                FakeEndpointFactory.CREATE,
                FakeEndpointFactory.BEFORE,
                FakeEndpointFactory.CALL,
                FakeEndpointFactory.AFTER,
                FakeEndpointFactory.RELEASE);
        for (long seed = 0; seed < 25; seed++) {
            Random random = new Random(seed);
            workManager = FakeWorkManager.onDemand();
            seen.clear();
            start(true, message -> {
                if (random.nextInt(3) == 0) {
                    transactions.setRollbackOnly();
                }
            });
            List<FakeDelivery> deliveries = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                switch (random.nextInt(8)) {
                    case 0 ->
                        factory.failNext(
                                steps.get(random.nextInt(steps.size())),
                                () -> new IllegalStateException("made to fail"));
                    case 1 -> factory.unavailable(random.nextInt(3));
                    case 2 -> workManager.rejectNext(random.nextInt(3));
                    case 3 -> transactions.failNextRegistration(() -> new IllegalStateException("made to fail"));
                    case 4 -> workManager.runAll();
                    case 5 -> delays.pass(SECONDS.toNanos(random.nextInt(5)));
                    default -> deliveries.add(arrive(seed + "-" + i));
                }
            }
            for (int i = 0; i < 100 && deliveries.stream().anyMatch(d -> d.acknowledgements() == 0); i++) {
                workManager.runAll();
                delays.pass(SECONDS.toNanos(60));
            }
            assertThat(deliveries).as("seed " + seed).allMatch(delivery -> delivery.acknowledgements() == 1);
            assertThat(Set.copyOf(seen)).as("seed " + seed).hasSize(deliveries.size());
            assertThat(factory.journal().stream().filter("before"::equals).count())
                    .as("seed " + seed)
                    .isEqualTo(
                            factory.journal().stream().filter("after"::equals).count());
            workManager.runAll();
            assertThat(factory.held()).as("seed " + seed).isZero();
            dispatcher.close(0);
        }
    }

    public static class Overlapping implements MqttEndpoint {
        @TopicFilter("a/#")
        public void all() {}

        @TopicFilter("a/b")
        public void one() {}
    }

    @Test
    void whatTheBrokerSendsForNoFilterOfTheBeanIsCountedAndAcknowledged() throws Exception {
        start(false, message -> {});
        Overlaps overlaps = Overlaps.of(BeanMethods.of(
                Overlapping.class, new MqttActivationSpec().settings(), new JsonBinding(Overlapping.class)));
        FakeDelivery delivery = new FakeDelivery("elsewhere", "x", acknowledged);

        dispatcher.intake().handlerOf(overlaps, spec.settings()::subscribed).onMessage(delivery);

        assertThat(delivery.acknowledgements()).isEqualTo(1);
        assertThat(dispatcher.statistics().droppedCount()).isEqualTo(1);
        assertThat(dispatcher.intake().lag().nanos()).isZero();
    }
}
