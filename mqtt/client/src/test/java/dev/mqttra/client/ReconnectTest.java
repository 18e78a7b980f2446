package dev.mqttra.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReconnectTest {
    private final Reconnect reconnect = new Reconnect(Duration.ofSeconds(1), Duration.ofSeconds(30));

    @Test
    void theWaitIsSpreadOverAllOfItsBound() {
        long[] bounds = {1, 2, 4, 8, 16, 30, 30};
        SplittableRandom random = new SplittableRandom(1);
        for (int failures = 1; failures <= bounds.length; failures++) {
            int attempt = failures;
            LongSummaryStatistics waits = LongStream.range(0, 10_000)
                    .map(i -> reconnect.delayNanos(attempt, random))
                    .summaryStatistics();
            double bound = bounds[failures - 1] * 1e9;
            assertThat((double) waits.getMax()).isBetween(0.99 * bound, bound);
            assertThat((double) waits.getMin()).isBetween(0.0, 0.01 * bound);
            assertThat(waits.getAverage()).isBetween(0.48 * bound, 0.52 * bound);
        }
    }

    @Test
    void manyFailuresDoNotOverflow() {
        SplittableRandom random = new SplittableRandom(1);
        assertThat(reconnect.delayNanos(Integer.MAX_VALUE, random)).isBetween(0L, 30_000_000_000L);
        assertThatThrownBy(() -> reconnect.delayNanos(0, random)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theBoundsAreChecked() {
        assertThatThrownBy(() -> new Reconnect(Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessageContaining("reconnectMinimum is at least 1 ms");
        assertThatThrownBy(() -> new Reconnect(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("reconnectMaximum is between reconnectMinimum (PT2S) and one day");
    }
}
