package dev.mqttra.simulation;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Goes on with the seeds where the last run stopped, and keeps count; or replays one. Says how far it is every few
 * seconds, and ends at the first seed that breaks a promise.
 */
public final class Main {
    private static final long SAY_NANOS = 5_000_000_000L;

    /** Held, because the logging of the platform forgets the level of a logger that nobody holds. */
    private static final Logger LOGGER = Logger.getLogger("dev.mqttra");

    private Main() {}

    /**
     * @param args the file that keeps count, how many seeds to play, and, to replay one, its seed
     */
    public static void main(String[] args) throws IOException {
        @Nullable String replay = args.length > 2 && args[2] != null && !args[2].isBlank() ? args[2] : null;
        if (replay != null) {
            long seed = Long.parseLong(replay);
            System.out.println(Scenario.of(seed));
            fail(seed, History.play(seed, System.out::println));
            System.out.println("Seed " + seed + " keeps every promise.");
            return;
        }
        LOGGER.setLevel(Level.OFF);
        accumulate(Path.of(args[0]), Long.parseLong(args[1]));
    }

    private static void accumulate(Path file, long count) throws IOException {
        long first = played(file);
        long said = System.nanoTime();
        for (long seed = first; seed < first + count; seed++) {
            fail(seed, History.play(seed));
            if (System.nanoTime() - said > SAY_NANOS) {
                said = System.nanoTime();
                keep(file, seed + 1);
                System.out.println((seed + 1 - first) + " of " + count + " seeds, " + (seed + 1) + " in all");
            }
        }
        keep(file, first + count);
        System.out.println(
                "Seeds 0 to " + (first + count - 1) + " keep every promise: " + (first + count) + " in all.");
    }

    private static void fail(long seed, @Nullable String problem) {
        if (problem != null) {
            throw new IllegalStateException("seed " + seed + ": " + problem + "\n" + Scenario.of(seed));
        }
    }

    private static long played(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return Long.parseLong(properties.getProperty("seeds", "0"));
    }

    private static void keep(Path file, long seeds) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("seeds", Long.toString(seeds));
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, "Seeds that were played and kept every promise");
        }
    }
}
