package dev.mqttra.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Some thousand histories; many more are played by command. */
class HistoryTest {
    private static final int SEEDS = 500;

    /** Held, because the logging of the platform forgets the level of a logger that nobody holds. */
    private static final Logger LOGGER = Logger.getLogger("dev.mqttra");

    private static Level level;

    @BeforeAll
    static void beQuiet() {
        level = LOGGER.getLevel();
        LOGGER.setLevel(Level.OFF);
    }

    @AfterAll
    static void beAsBefore() {
        LOGGER.setLevel(level);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000, 6_000_000, 7_000_000})
    void keepsEveryPromise(long first) {
        for (long seed = first; seed < first + SEEDS; seed++) {
            assertThat(History.play(seed)).as("seed %d", seed).isNull();
        }
    }
}
