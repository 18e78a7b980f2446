package dev.mqttra.ra.inbound;

import java.util.concurrent.TimeUnit;

/**
 * How long a message waits after its delivery has failed: the delay after the first failure, multiplied with each
 * further one, up to the maximum.
 *
 * @param delayMillis at least 0
 * @param multiplier at least 1
 * @param maximumMillis not below the delay
 */
public record RedeliveryPolicy(long delayMillis, double multiplier, long maximumMillis) {

    public RedeliveryPolicy {
        if (delayMillis < 0 || !(multiplier >= 1) || maximumMillis < delayMillis) {
            throw new IllegalArgumentException(
                    "redelivery after " + delayMillis + " ms, times " + multiplier + ", at most " + maximumMillis);
        }
    }

    /** The wait after the given number of failures, from 1 on. */
    public long delayNanos(int failures) {
        double millis = delayMillis * Math.pow(multiplier, failures - 1.0);
        return TimeUnit.MILLISECONDS.toNanos((long) Math.min(millis, maximumMillis));
    }

    /** The wait where repeating soon is pointless. */
    public long maximumNanos() {
        return TimeUnit.MILLISECONDS.toNanos(maximumMillis);
    }
}
