package dev.mqttra.ra.inbound;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.protocol.packet.UserProperty;
import dev.mqttra.ra.fake.FakeDelivery;
import dev.mqttra.ra.fake.LogLines;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A message that holds back the acknowledgements behind it is put aside after a while. */
@Timeout(30)
class ParkingTest {
    private final Engine engine = new Engine();

    @AfterEach
    void everyEndpointIsGivenBack() throws Exception {
        assertThat(engine.close()).isTrue();
    }

    private void start() throws Exception {
        engine.spec.setMaxHold(10_000L);
        engine.start(message -> {
            if (message.text().startsWith("poison")) {
                throw new IllegalStateException("never");
            }
        });
    }

    @Test
    void aMessageIsParkedAsSoonAsItsNextAttemptWouldComeTooLate() throws Exception {
        engine.spec.setRetryTopic("retry/{topic}");
        start();
        FakeDelivery delivery = engine.arrive("poison");
        engine.run();
        for (int attempt = 1; attempt < 4; attempt++) {
            assertThat(engine.seen).hasSize(attempt);
            assertThat(engine.outlet.published()).isEmpty();
            engine.pass(1L << (attempt - 1), SECONDS);
        }
        // Attempts at 0, 1, 3 and 7 s; the next one would be at 15 s.
        assertThat(engine.seen).hasSize(4);
        assertThat(engine.outlet.texts()).containsExactly("retry/t poison");
        assertThat(engine.outlet.property(0, "mqttra-attempts")).isEqualTo("4");
        assertThat(delivery.acknowledgements()).isEqualTo(1);
        assertThat(engine.dispatcher.statistics().parkedCount()).isEqualTo(1);
        assertThat(engine.dispatcher.statistics().deadLetteredCount()).isZero();
        assertThat(engine.delays.size()).isZero();
    }

    @Test
    void withoutARetryTopicItIsTheDeadLetterTopic() throws Exception {
        engine.spec.setDeadLetterTopic("dead");
        start();
        engine.arrive("poison");
        engine.runToEnd(100);
        assertThat(engine.outlet.texts()).containsExactly("dead poison");
    }

    @Test
    void itIsAcknowledgedOnlyAfterTheRetryTopicHasIt() throws Exception {
        engine.spec.setRetryTopic("retry");
        start();
        engine.outlet.silent();
        FakeDelivery delivery = engine.arrive("poison");
        engine.runToEnd(100);
        assertThat(engine.outlet.published()).hasSize(1);
        assertThat(delivery.acknowledgements()).isZero();
        engine.outlet.answer();
        assertThat(delivery.acknowledgements()).isEqualTo(1);
    }

    @Test
    void whatWaitsInBeansOrInTheQueueIsNotParked() throws Exception {
        engine.spec.setRetryTopic("retry");
        start();
        engine.dispatcher.pause();
        FakeDelivery delivery = engine.arrive("poison");
        engine.pass(100, SECONDS);
        engine.dispatcher.resume();
        engine.run();
        assertThat(engine.outlet.published()).isEmpty();
        assertThat(delivery.acknowledgements()).isZero();
    }

    @Test
    void whatFollowsInTheOrderIsParkedBehindIt() throws Exception {
        engine.spec.setRetryTopic("retry/{topic}");
        engine.spec.setOrder("topic");
        start();
        engine.arrive("a", "poison");
        engine.run();
        engine.arrive("a", "1");
        engine.arrive("b", "2");
        engine.arrive("a", "3");
        engine.run();
        assertThat(engine.seen).containsExactly("poison", "2");
        engine.outlet.silent();
        List<String> log = new CopyOnWriteArrayList<>();
        try (LogLines lines = LogLines.of("dev.mqttra.ra", log)) {
            engine.runToEnd(100);
        }
        assertThat(log).filteredOn(line -> line.startsWith("MQTTRA-220")).hasSize(1);
        engine.arrive("a", "4");
        engine.run();
        assertThat(engine.outlet.texts()).containsExactly("retry/a poison");
        try (LogLines lines = LogLines.of("dev.mqttra.ra", log)) {
            engine.outlet.answer();
            engine.run();
        }
        assertThat(log)
                .filteredOn(line -> line.startsWith("MQTTRA-231"))
                .hasSize(2)
                .allMatch(line -> line.contains("'a'") && line.endsWith("to retry/a"));
        // What came when the first one was being parked already begins the order anew.
        assertThat(engine.outlet.texts()).containsExactly("retry/a poison", "retry/a 1", "retry/a 3");
        assertThat(engine.seen).endsWith("4").doesNotContain("1", "3");
        assertThat(engine.acknowledged).hasSize(5);
        assertThat(engine.outlet.property(1, "mqttra-attempts")).isEqualTo("0");
        assertThat(engine.outlet.published().get(1).properties().userProperties())
                .extracting(UserProperty::name)
                .doesNotContain("mqttra-first-failure", "mqttra-last-failure");
        assertThat(engine.dispatcher.statistics().parkedCount()).isEqualTo(3);
        assertThat(engine.dispatcher.intake().waiting()).isZero();
    }

    @Test
    void whatFollowsIsParkedInItsOrderAlsoWhenPublishesFail() throws Exception {
        engine.spec.setRetryTopic("retry");
        engine.spec.setOrder("topic");
        start();
        engine.arrive("a", "poison");
        engine.run();
        for (int i = 0; i < 10; i++) {
            engine.arrive("a", "" + i);
        }
        engine.outlet.failNext(5);
        engine.runToEnd(1_000);
        assertThat(engine.outlet.texts())
                .containsExactly(
                        "retry poison",
                        "retry 0",
                        "retry 1",
                        "retry 2",
                        "retry 3",
                        "retry 4",
                        "retry 5",
                        "retry 6",
                        "retry 7",
                        "retry 8",
                        "retry 9");
        assertThat(engine.acknowledged).hasSize(11);
    }

    @Test
    void anOrderThatMustNotHaveGapsStopsTheEndpoint() throws Exception {
        engine.spec.setRetryTopic("retry");
        engine.spec.setOrder("topic");
        engine.spec.setOnExhausted("stop");
        start();
        engine.arrive("a", "poison");
        engine.arrive("a", "1");
        engine.runToEnd(100);
        assertThat(engine.dispatcher.halted()).isEqualTo(Dispatcher.Halt.STOPPED);
        assertThat(engine.outlet.published()).isEmpty();
        assertThat(engine.acknowledged).isEmpty();
        assertThat(engine.seen).isEqualTo(List.of("poison", "poison", "poison", "poison"));
    }
}
