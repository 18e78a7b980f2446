package dev.mqttra.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A few kills on each server, and a network that breaks on one of them. The long run is the profile {@code kill}. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ShortRunIT {

    @AfterAll
    static void noProcessIsLeft() {
        assertThat(ProcessHandle.current().descendants()).as("processes").isEmpty();
    }

    @Test
    void payaraIsKilledAfterACommitAndWithAnAcknowledgementOnItsWay() {
        try (Rig rig = Rig.start("payara")) {
            kill(rig, Step.COMMITTED, Step.PUBREC_HELD);
        }
    }

    @Test
    void wildFlyIsKilledAndItsNetworkBreaks() {
        try (Rig rig = Rig.start("wildfly")) {
            kill(rig, Step.BEFORE_COMMIT, Step.PUBACK_HELD);

            List<Integer> before = connections(rig);
            Promises.Outcome outcome = new Breaking(rig, new Random(7)).times(60);

            assertKept(outcome);
            assertThat(connections(rig))
                    .as("connections that were made again, one station after the other")
                    .zipSatisfy(before, (after, one) -> assertThat(after).isGreaterThan(one));
        }
    }

    private static List<Integer> connections(Rig rig) {
        return rig.stations().stream()
                .map(station -> station.network().connections())
                .toList();
    }

    private static void kill(Rig rig, Step... steps) {
        Killing killing = new Killing(rig, new Random(1));
        for (Step step : List.of(steps)) {
            assertKept(killing.at(step));
        }
    }

    private static void assertKept(Promises.Outcome outcome) {
        assertThat(outcome.lost()).as("lost").isEmpty();
        assertThat(outcome.unexplained()).as("unexplained").isEmpty();
        assertThat(outcome.inDoubt()).as("in doubt").isZero();
        assertThat(outcome.messages()).isPositive();
    }
}
