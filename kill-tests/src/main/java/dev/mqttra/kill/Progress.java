package dev.mqttra.kill;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;

/** What all runs on one server together have done, in a file that is written after each kill. */
final class Progress {
    private final Path file;
    private final String server;
    private final Properties counts = new Properties();

    /** @param server its name, for a person */
    Progress(Path file, String server) {
        this.file = file;
        this.server = server;
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file)) {
                counts.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    long kills() {
        return get("kills");
    }

    void add(Step step, Promises.Outcome outcome) {
        add("kills", 1);
        add("kills." + step, 1);
        add("messages", outcome.messages());
        add("doubled", outcome.doubled());
        add("doubled." + step, outcome.doubled());
        add("lost", outcome.lost().size());
        add("unexplained", outcome.unexplained().size());
        add("inDoubt", outcome.inDoubt());
        try (Writer out = Files.newBufferedWriter(file)) {
            counts.store(out, "Servers that were killed, and what came of it");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a person. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "%s: %d kills, %d messages, %d lost, %d doubled, %d of them unexplained, %d in doubt",
                server,
                kills(),
                get("messages"),
                get("lost"),
                get("doubled"),
                get("unexplained"),
                get("inDoubt"));
    }

    private long get(String name) {
        return Long.parseLong(counts.getProperty(name, "0"));
    }

    private void add(String name, long count) {
        counts.setProperty(name, Long.toString(get(name) + count));
    }
}
