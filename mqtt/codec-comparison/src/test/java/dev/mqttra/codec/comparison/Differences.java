package dev.mqttra.codec.comparison;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Reads the table of known differences; its first lines say what the columns are. */
final class Differences {
    private static final int COLUMNS = 4;

    private Differences() {}

    /** By codec, what ours does and what theirs does: why ours is right. */
    static Map<String, String> explained() {
        Map<String, String> explained = new TreeMap<>();
        try (InputStream in = Objects.requireNonNull(Differences.class.getResourceAsStream("differences.csv"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .forEach(line -> add(line, explained));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return explained;
    }

    private static void add(String line, Map<String, String> explained) {
        String[] columns = line.split("\\|", -1);
        if (columns.length != COLUMNS || columns[3].isBlank()) {
            throw new IllegalArgumentException("not a codec, ours, theirs and a reason: " + line);
        }
        String key = columns[0].strip() + " | " + columns[1].strip() + " | " + columns[2].strip();
        if (explained.put(key, columns[3].strip()) != null) {
            throw new IllegalArgumentException("twice: " + key);
        }
    }
}
