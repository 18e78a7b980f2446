package dev.mqttra.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The tables whose rows are tests: row number n of a table is the n-th invocation of its test method. A row stands for a
 * statement of its own version only.
 */
final class WireTables {
    /** @param version of the row, empty where it is open */
    private record Row(String name, String version) {}

    private static final Map<String, List<Row>> READ = new HashMap<>();

    private WireTables() {}

    /** The numbers, from 1, of the rows with that name and version; empty where the table has none. */
    static List<Integer> rows(TestId test, String version) {
        List<Row> rows = table(test);
        return IntStream.range(0, rows.size())
                .filter(i -> rows.get(i).name.equals(test.row()))
                .filter(i ->
                        rows.get(i).version.isEmpty() || rows.get(i).version.equals(version))
                .mapToObj(i -> i + 1)
                .toList();
    }

    static int size(TestId test) {
        return table(test).size();
    }

    private static List<Row> table(TestId test) {
        return READ.computeIfAbsent(test.className(), name -> switch (test.simpleName()) {
            case "PacketWireTest" -> packets("mqtt/protocol/src/test/resources/wire/packets.csv");
            case "WireTest" -> dialogues("broker-embedded/src/test/resources/dev/mqttra/broker/net/");
            default -> throw new IllegalArgumentException("no table is known for " + name);
        });
    }

    private static List<Row> packets(String path) {
        return Project.text(Project.path(path))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\\|"))
                .map(columns -> new Row(columns[0].strip(), version(columns[2].strip(), columns[3].strip())))
                .toList();
    }

    /** CONNECT says its version itself. */
    private static String version(String column, String bytes) {
        if (bytes.startsWith("10 ")) {
            return bytes.contains("'MQIsdp' 03")
                    ? "3.1"
                    : bytes.contains("'MQTT' 04") ? "3.1.1" : bytes.contains("'MQTT' 05") ? "5.0" : "";
        }
        return switch (column) {
            case "3" -> "3.1";
            case "4" -> "3.1.1";
            case "5" -> "5.0";
            default -> throw new IllegalArgumentException("no version: " + column);
        };
    }

    private static List<Row> dialogues(String folder) {
        List<Row> rows = new ArrayList<>();
        for (String version : List.of("3.1", "3.1.1", "5.0")) {
            Project.text(Project.path(folder + "wire-" + version + ".txt"))
                    .lines()
                    .filter(line -> line.startsWith("= "))
                    .forEach(line -> rows.add(new Row(line.substring(2), version)));
        }
        return rows;
    }
}
