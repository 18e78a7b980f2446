package dev.mqttra.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A few kills of each server, an orderly stop in mid-load, and a network that breaks on one of them. The long run is the
 * profile {@code kill}.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ShortRunIT {

    @AfterAll
    static void noProcessIsLeft() {
        assertThat(ProcessHandle.current().descendants()).as("processes").isEmpty();
    }

    @Test
    void payaraIsStoppedInMidLoadAndKilledAndItsNetworkBreaks() throws IOException {
        try (Rig rig = Rig.start("payara")) {
            assertNamed(rig);
            stop(rig);
            kill(rig, Step.COMMITTED, Step.PUBREC_HELD);
            breakNetworks(rig);
            assertRecoveryIsSilent(rig, "Recovery Helper Thread");
        }
    }

    @Test
    void wildFlyIsStoppedInMidLoadAndKilledAndItsNetworkBreaks() throws IOException {
        try (Rig rig = Rig.start("wildfly")) {
            assertNamed(rig);
            stop(rig);
            kill(rig, Step.BEFORE_COMMIT, Step.PUBACK_HELD);
            breakNetworks(rig);
            assertRecoveryIsSilent(rig, "(Periodic Recovery)");
        }
    }

    /** What the broker keeps for a bean is of the server's own name. */
    private static void assertNamed(Rig rig) {
        assertThat(rig.stations())
                .filteredOn(station -> !station.channel().isHosted())
                .isNotEmpty()
                .allSatisfy(station -> assertThat(station.network().client())
                        .isEqualTo(station.channel().clientId() + "-" + Rig.NODE));
    }

    /** Payara's recovery asks the adapter, which has nothing to recover; WildFly's does not, as the RAR declares NoTransaction. */
    private static void assertRecoveryIsSilent(Rig rig, String thread) throws IOException {
        assertThat(Files.readAllLines(rig.server().log(), StandardCharsets.ISO_8859_1))
                .filteredOn(line -> line.contains(thread))
                .noneMatch(line -> line.contains("WARN") || line.contains("ERROR") || line.contains("SEVERE"));
    }

    private static List<Integer> connections(Rig rig) {
        return rig.stations().stream()
                .map(station -> station.network().connections())
                .toList();
    }

    private static void stop(Rig rig) {
        Promises.Outcome outcome = new Stopping(rig).once();

        long early = rig.stations().stream()
                .mapToLong(station -> station.ledger().unwanted())
                .sum();
        System.out.println("An orderly stop: " + outcome.messages() + " messages, " + outcome.doubled() + " doubled, "
                + early + " that came before their bean");
        assertKept(outcome);
    }

    private static void breakNetworks(Rig rig) throws IOException {
        List<Integer> before = connections(rig);

        assertKept(new Breaking(rig, new Random(7)).times(60));

        assertThat(connections(rig))
                .as("connections that were made again, one station after the other")
                .zipSatisfy(before, (after, one) -> assertThat(after).isGreaterThan(one));
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
