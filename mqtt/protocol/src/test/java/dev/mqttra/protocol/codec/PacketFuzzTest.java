package dev.mqttra.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzzes the codec, led by the branches it takes, from the table of packets on. A few seconds in each build; for hours
 * with {@code -Dfuzz.seconds}. What it learns stays in {@code target/fuzz/corpus} for the next run; what it finds is
 * {@code target/fuzz/crash-…}, and becomes a line of the table.
 */
class PacketFuzzTest {
    private static final Path WORK = Path.of("target", "fuzz");

    static List<WireTable.Row> rows() {
        return WireTable.packets();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theTableItselfIsHarmless(WireTable.Row row) {
        for (int step = 0; step < 8; step++) {
            byte[] input = PacketFuzzer.input(row.reader(), row.version(), step, row.bytes());
            assertThatNoException().isThrownBy(() -> PacketFuzzer.fuzzerTestOneInput(input));
        }
    }

    @Test
    void findsNothing() throws IOException, InterruptedException {
        Path corpus = Files.createDirectories(WORK.resolve("corpus"));
        Path seeds = seeds();
        Path log = WORK.resolve("fuzz.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + PacketFuzzer.class.getName(),
                "--instrumentation_includes=dev.mqttra.protocol.**",
                "--reproducer_path=" + WORK,
                "-artifact_prefix=" + WORK + "/",
                "-max_total_time=" + Integer.getInteger("fuzz.seconds", 5),
                "-max_len=4096",
                "-timeout=10",
                corpus.toString(),
                seeds.toString()));
        Process fuzzer = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int exit = fuzzer.waitFor();
        String said = Files.readString(log);
        assertThat(exit).as(said).isZero();
        assertThat(said).contains("DONE");
    }

    private static Path seeds() throws IOException {
        Path seeds = Files.createDirectories(WORK.resolve("seeds"));
        int number = 0;
        for (WireTable.Row row : WireTable.packets()) {
            byte[] input = PacketFuzzer.input(row.reader(), row.version(), 255, row.bytes());
            Files.write(seeds.resolve("row-" + number++), input);
        }
        return seeds;
    }
}
