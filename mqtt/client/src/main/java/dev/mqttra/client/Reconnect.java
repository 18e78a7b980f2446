package dev.mqttra.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: exponential backoff with full jitter, so that a thousand clients that lost
 * one server together do not come back together. A pure function of the attempt and the random source.
 *
 * @param minimum the bound of the first wait, at least 1 ms
 * @param maximum the bound that no wait exceeds, at least {@code minimum} and at most a day
 */
public record Reconnect(Duration minimum, Duration maximum) {
    public Reconnect {
        if (minimum.toMillis() < 1) {
            throw new IllegalArgumentException("reconnectMinimum is at least 1 ms, not " + minimum);
        }
        if (maximum.compareTo(minimum) < 0 || maximum.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "reconnectMaximum is between reconnectMinimum (" + minimum + ") and one day, not " + maximum);
        }
    }

    /**
     * The wait after some failures in a row: anything between 0 and {@code minimum * 2^(failures - 1)}, at most {@code
     * maximum}, evenly spread.
     *
     * @param failures from 1
     * @return nanoseconds
     */
    public long delayNanos(int failures, RandomGenerator random) {
        if (failures < 1) {
            throw new IllegalArgumentException("failures are counted from 1, not " + failures);
        }
        double bound = minimum.toNanos() * Math.pow(2, failures - 1);
        return random.nextLong((long) Math.min(bound, (double) maximum.toNanos()) + 1);
    }
}
