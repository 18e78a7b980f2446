package dev.mqttra.conformance;

import java.util.Arrays;
import java.util.List;

/**
 * One normative statement, a line of {@code statements.csv}. The words are ours; the number is the standard's, but for 3.1,
 * which numbers nothing.
 *
 * @param status {@code shown} by {@link #tests}, {@code exempt} for {@link #reason}, or {@code open}
 */
record Statement(
        String id,
        String version,
        String role,
        String section,
        String requirement,
        String status,
        List<TestId> tests,
        String reason) {

    static List<Statement> all() {
        List<List<String>> lines = Csv.resource("statements.csv");
        return lines.stream().skip(1).map(Statement::of).toList();
    }

    private static Statement of(List<String> columns) {
        if (columns.size() != 8) {
            throw new IllegalArgumentException("8 columns are expected: " + columns);
        }
        List<TestId> tests = columns.get(6).isEmpty()
                ? List.of()
                : Arrays.stream(columns.get(6).split("; ")).map(TestId::of).toList();
        return new Statement(
                columns.get(0),
                columns.get(1),
                columns.get(2),
                columns.get(3),
                columns.get(4),
                columns.get(5),
                tests,
                columns.get(7));
    }

    /** Unique: 3.1.1 and 5.0 use the same numbers for different statements. */
    String key() {
        return version + " " + id;
    }
}
