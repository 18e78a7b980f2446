package dev.mqttra.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list is whole, and what it names exists. */
class StatementsTest {
    /** May only go down. */
    private static final int OPEN_AT_MOST = 0;

    private final List<Statement> statements = Statement.all();

    /** The numbers as ranges, so that a line that gets lost in the list is missed here. */
    @Test
    void everyNumberOfTheStandardsIsThereOnce() {
        List<String> numbers = Csv.resource("numbers.csv").stream()
                .flatMap(line -> numbers(line.get(0), line.get(1), line.get(2)))
                .toList();
        assertThat(numbers).hasSize(48 + 141 + 251);
        assertThat(statements.stream().map(Statement::key)).containsExactlyElementsOf(numbers);
    }

    /** For example {@code 5.0,MQTT-2.2.1,2-6}. */
    private static Stream<String> numbers(String version, String prefix, String range) {
        String[] ends = range.replace("?", "").split("-");
        return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                .mapToObj(i -> version + " " + prefix + "-" + i + (range.endsWith("?") ? "?" : ""));
    }

    @Test
    void eachHasATestOrAReason() {
        for (Statement statement : statements) {
            String key = statement.key();
            assertThat(statement.requirement()).as(key).isNotBlank();
            assertThat(statement.section()).as(key).isNotBlank();
            assertThat(statement.status()).as(key).isIn("shown", "exempt", "open");
            assertThat(statement.tests().isEmpty())
                    .as(key)
                    .isEqualTo(!statement.status().equals("shown"));
            if (statement.status().equals("exempt")) {
                assertThat(statement.reason()).as(key).isNotBlank();
            }
        }
    }

    @Test
    void fewAreOpen() {
        List<String> open = statements.stream()
                .filter(statement -> statement.status().equals("open"))
                .map(Statement::key)
                .toList();
        System.out.println(open.size() + " of " + statements.size() + " statements are open: " + open);
        assertThat(open).hasSizeLessThanOrEqualTo(OPEN_AT_MOST);
    }

    /** Whether it ran is {@link RanTest}'s question; this one needs no build of the other modules. */
    @Test
    void eachNamedTestExists() {
        List<String> missing = new ArrayList<>();
        for (Statement statement : statements) {
            for (TestId test : statement.tests()) {
                if (!exists(test)) {
                    missing.add(statement.key() + ": no such test: " + test);
                } else if (!test.row().isEmpty()
                        && WireTables.rows(test, statement.version()).isEmpty()) {
                    missing.add(statement.key() + ": no such row of this version: " + test);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean exists(TestId test) {
        Path source = Project.path(test.sourceFile());
        return Files.exists(source)
                && Pattern.compile("(void|(Stream|List)<DynamicTest>) " + test.method() + "\\(")
                        .matcher(Project.text(source))
                        .find();
    }
}
