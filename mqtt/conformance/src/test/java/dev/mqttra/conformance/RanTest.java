package dev.mqttra.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;

/** Each test that a statement names ran in this build, all of it, and passed. */
class RanTest {
    private static final String HOW = """
            A test that docs/conformance.md names did not run in this build. Run `mvn verify` for the whole project; to \
            build this module alone, add -Dconformance.reports=earlier (reports of earlier builds count) or \
            -Dconformance.reports=none (only that the tests exist is checked).""";

    @Test
    void eachNamedTestRan() throws IOException, XMLStreamException {
        String which = System.getProperty("conformance.reports", "none");
        assumeThat(which).isNotEqualTo("none");
        Reports reports = new Reports(
                which.equals("earlier") ? Instant.EPOCH : Instant.parse(System.getProperty("conformance.started")));
        Set<String> wrong = new TreeSet<>();
        for (Statement statement : Statement.all()) {
            for (TestId test : statement.tests()) {
                String what = whatIsWrong(test, statement.version(), reports.invocations(test));
                if (!what.isEmpty()) {
                    wrong.add(test + ": " + what);
                }
            }
        }
        assertThat(wrong).as(HOW).isEmpty();
    }

    private static String whatIsWrong(TestId test, String version, Map<Integer, String> invocations) {
        if (invocations.isEmpty()) {
            return "did not run";
        }
        if (!test.row().isEmpty()) {
            return invocations.size() != WireTables.size(test)
                    ? "ran " + invocations.size() + " rows of " + WireTables.size(test)
                    : WireTables.rows(test, version).stream()
                            .map(invocations::get)
                            .filter(outcome -> !outcome.equals("passed"))
                            .findFirst()
                            .orElse("");
        }
        return invocations.values().stream()
                .filter(outcome -> !outcome.equals("passed"))
                .findFirst()
                .orElse("");
    }
}
