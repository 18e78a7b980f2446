package dev.mqttra.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes {@code docs/conformance.md}. */
final class Page {
    static final List<String> VERSIONS = List.of("3.1", "3.1.1", "5.0");

    private final StringBuilder page = new StringBuilder();
    private final List<Statement> statements;

    Page(List<Statement> statements) {
        this.statements = statements;
    }

    String write(List<List<String>> choices) {
        page.append("# Conformance\n\n")
                .append(
                        "Every normative statement of MQTT 3.1, 3.1.1 and 5.0 and the tests that show it, or why it asks\n")
                .append(
                        "nothing of this broker and client. The words are ours, the numbers those of the OASIS standards;\n")
                .append("3.1 numbers nothing, so its numbers are ours too, with a question mark where its text only\n")
                .append(
                        "implies the statement. `mvn verify` fails when a statement has neither test nor reason, or when a\n")
                .append("test that is named here did not run or was skipped.\n\n")
                .append(
                        "Generated from `mqtt/conformance/src/test/resources/dev/mqttra/conformance/statements.csv` and\n")
                .append("`docs/conformance-choices.csv`; do not edit. CONTRIBUTING.md says how to write it again.\n\n");
        counts();
        choices(choices);
        VERSIONS.forEach(this::version);
        return page.toString();
    }

    private void counts() {
        page.append("| MQTT | statements | shown by tests | do not apply | open |\n|---|---:|---:|---:|---:|\n");
        for (String version : VERSIONS) {
            counts(version, of(version));
        }
        counts("all", statements);
        page.append('\n');
    }

    private void counts(String name, List<Statement> some) {
        page.append("| ").append(name).append(" | ").append(some.size());
        for (String status : List.of("shown", "exempt", "open")) {
            page.append(" | ")
                    .append(some.stream().filter(s -> s.status().equals(status)).count());
        }
        page.append(" |\n");
    }

    private void choices(List<List<String>> choices) {
        page.append("## What the standards leave open, and what we chose\n\n")
                .append("| clause | choice | where |\n|---|---|---|\n");
        choices.stream().skip(1).forEach(line -> page.append("| ")
                .append(line.stream().map(Page::cell).collect(Collectors.joining(" | ")))
                .append(" |\n"));
        page.append('\n');
    }

    private void version(String version) {
        page.append("## MQTT ").append(version).append("\n\n");
        page.append("| section | statement | what is asked | shown by |\n|---|---|---|---|\n");
        String section = "";
        for (Statement statement : of(version)) {
            page.append("| ")
                    .append(statement.section().equals(section) ? "" : cell(statement.section()))
                    .append(" | ")
                    .append(statement.id())
                    .append(" | ")
                    .append(cell(statement.requirement()))
                    .append(" | ")
                    .append(proof(statement))
                    .append(" |\n");
            section = statement.section();
        }
        page.append('\n');
    }

    private static String proof(Statement statement) {
        return switch (statement.status()) {
            case "shown" -> links(statement.tests());
            case "exempt" -> "does not apply: " + cell(statement.reason());
            default -> "**open**" + (statement.reason().isEmpty() ? "" : ": " + cell(statement.reason()));
        };
    }

    /** The rows of one table stand behind one link. */
    private static String links(List<TestId> tests) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (TestId test : tests) {
            List<String> some = rows.computeIfAbsent(link(test), link -> new ArrayList<>());
            if (!test.row().isEmpty()) {
                some.add("“" + cell(test.row()) + "”");
            }
        }
        return rows.entrySet().stream()
                .map(entry ->
                        entry.getKey() + (entry.getValue().isEmpty() ? "" : ": " + String.join(", ", entry.getValue())))
                .collect(Collectors.joining("<br>"));
    }

    private static String link(TestId test) {
        return "[" + test.simpleName() + "#" + test.method() + "](../" + test.sourceFile() + ")";
    }

    private static String cell(String text) {
        return text.replaceAll("([\\\\|*_<\\[\\]])", "\\\\$1");
    }

    private List<Statement> of(String version) {
        return statements.stream().filter(s -> s.version().equals(version)).toList();
    }
}
