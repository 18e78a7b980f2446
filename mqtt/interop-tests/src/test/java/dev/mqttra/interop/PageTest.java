package dev.mqttra.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** docs/interop.md is what the test classes of this module say; with {@code -Dinterop.write=true} it is written. */
class PageTest {
    private static final String HEAD = """
            # Who gets along with whom

            Each row is a peer in one version of MQTT, each cell a test that runs in every build (`mqtt/interop-tests`) over
            TCP on the loopback interface, mqtt.js also over WebSocket. This page is made from the test classes, and the build
            fails where it differs from them; CONTRIBUTING.md says how it is written again.

            **✓** is shown by a test. **≠** the peer does something else, which a test shows too: see the note. **–** is not
            tested: see the note. Empty: the version does not have it, or it is not a matter between these two.
            """;

    /** A row: the cells are the features' marks. */
    private record Row(String peer, String mqtt, Map<Feature, String> cells) {}

    private final Set<String> notes = new LinkedHashSet<>();

    @Test
    void theDocumentedMatrixIsTheTestedOne() throws Exception {
        String page = HEAD
                + table("Clients of others with our broker", true)
                + table("Our client with servers of others, and with our own", false)
                + notes()
                + meanings();
        Path file = Path.of(System.getProperty("interop.page", "../../docs/interop.md"));
        if (Boolean.getBoolean("interop.write")) {
            Files.writeString(file, page);
        }
        assertThat(Files.readString(file)).isEqualTo(page);
    }

    private String table(String title, boolean client) throws Exception {
        List<Row> rows = rows(client);
        List<Feature> columns = Arrays.stream(Feature.values())
                .filter(feature -> rows.stream().anyMatch(row -> row.cells().containsKey(feature)))
                .toList();
        StringBuilder table = new StringBuilder("\n## " + title + "\n\n| peer | MQTT |");
        columns.forEach(feature -> table.append(' ').append(feature.title).append(" |"));
        table.append("\n|---|---|").append("---|".repeat(columns.size())).append('\n');
        for (Row row : rows) {
            table.append("| ")
                    .append(row.peer())
                    .append(" | ")
                    .append(row.mqtt())
                    .append(" |");
            columns.forEach(feature -> table.append(' ')
                    .append(row.cells().getOrDefault(feature, ""))
                    .append(" |"));
            table.append('\n');
        }
        return table.toString();
    }

    private List<Row> rows(boolean client) throws Exception {
        Map<String, Row> rows = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Class<?> type : peers()) {
            Peer peer = type.getAnnotation(Peer.class);
            if (peer.client() == client) {
                Row row = rows.computeIfAbsent(
                        peer.value() + " " + peer.mqtt(),
                        key -> new Row(peer.value(), peer.mqtt(), new EnumMap<>(Feature.class)));
                features(type, row.cells());
            }
        }
        return List.copyOf(rows.values());
    }

    private static List<Class<?>> peers() throws IOException, URISyntaxException, ClassNotFoundException {
        Path root = Path.of(PageTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> names;
        try (Stream<Path> files = Files.walk(root)) {
            names = files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.endsWith("Test.class"))
                    .map(file -> file.substring(0, file.length() - ".class".length())
                            .replace(root.getFileSystem().getSeparator(), "."))
                    .sorted()
                    .toList();
        }
        List<Class<?>> peers = new ArrayList<>();
        for (String name : names) {
            Class<?> type = Class.forName(name, false, PageTest.class.getClassLoader());
            if (type.isAnnotationPresent(Peer.class)) {
                peers.add(type);
            }
        }
        return peers;
    }

    private void features(Class<?> type, Map<Feature, String> cells) {
        for (Class<?> contract = type; contract != Object.class; contract = contract.getSuperclass()) {
            Arrays.stream(contract.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Shows.class))
                    .sorted(Comparator.comparing(Method::getName))
                    .forEach(method -> cells.merge(
                            method.getAnnotation(Shows.class).value(),
                            mark(type, method),
                            (one, other) -> one.equals("✓") ? other : one));
        }
    }

    private String mark(Class<?> type, Method shown) {
        Method method = mostDerived(type, shown);
        boolean runs = method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
        if (method.equals(shown)) {
            assertThat(runs).as("%s is a test", method).isTrue();
            return "✓";
        }
        Deviation deviation = method.getAnnotation(Deviation.class);
        assertThat(deviation).as("the reason for %s", method).isNotNull();
        notes.add(deviation.value());
        return (runs ? "≠ " : "– ") + (List.copyOf(notes).indexOf(deviation.value()) + 1);
    }

    private static Method mostDerived(Class<?> type, Method method) {
        for (Class<?> each = type; each != method.getDeclaringClass(); each = each.getSuperclass()) {
            try {
                return each.getDeclaredMethod(method.getName(), method.getParameterTypes());
            } catch (NoSuchMethodException e) {
                // not overridden here
            }
        }
        return method;
    }

    private String notes() {
        StringBuilder text = new StringBuilder(notes.isEmpty() ? "" : "\n## Notes\n\n");
        int number = 0;
        for (String note : notes) {
            text.append(++number).append(". ").append(note).append('\n');
        }
        return text.toString();
    }

    private static String meanings() {
        return Arrays.stream(Feature.values())
                .map(feature -> "| " + feature.title + " | " + feature.meaning + " |\n")
                .collect(Collectors.joining(
                        "", "\n## What the columns mean\n\n| column | what is shown |\n|---|---|\n", ""));
    }
}
