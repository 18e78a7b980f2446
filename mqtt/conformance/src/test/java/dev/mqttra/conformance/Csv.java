package dev.mqttra.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Comma separated values, a quoted field may hold commas and doubled quotes; every line is a record. */
final class Csv {
    private static final Pattern FIELD = Pattern.compile("\\G(?:^|,)(?:\"((?:[^\"]|\"\")*)\"|([^\",]*))");

    private Csv() {}

    static List<List<String>> resource(String name) {
        try (InputStream in = Objects.requireNonNull(Csv.class.getResourceAsStream(name))) {
            return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<List<String>> file(Path path) {
        try {
            return read(Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<List<String>> read(String text) {
        return text.lines().filter(line -> !line.isBlank()).map(Csv::line).toList();
    }

    static List<String> line(String line) {
        List<String> fields = new ArrayList<>();
        Matcher matcher = FIELD.matcher(line);
        int end = 0;
        while (matcher.find()) {
            String quoted = matcher.group(1);
            fields.add(quoted == null ? matcher.group(2) : quoted.replace("\"\"", "\""));
            end = matcher.end();
            if (end == line.length()) {
                return fields;
            }
        }
        throw new IllegalArgumentException("not a CSV line at character " + end + ": " + line);
    }
}
