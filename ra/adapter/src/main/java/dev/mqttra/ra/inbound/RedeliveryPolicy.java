package dev.mqttra.ra.inbound;

import java.util.concurrent.TimeUnit;

/**
 * How long a message waits after its delivery has failed: the delay after the first failure, multiplied with each
 * further one, up to the maximum, less a random part of it.
 *
 * @param delayMillis at least 0
 * @param multiplier at least 1
 * @param maximumMillis not below the delay
 * @param jitter how much of the wait is random, from 0 to 1
 */
public record RedeliveryPolicy(long delayMillis, double multiplier, long maximumMillis, double jitter) {

    public RedeliveryPolicy {
        if (delayMillis < 0 || !(multiplier >= 1) || maximumMillis < delayMillis || !(jitter >= 0) || jitter > 1) {
            throw new IllegalArgumentException("redelivery after " + delayMillis + " ms, times " + multiplier
                    + ", at most " + maximumMillis + ", jitter " + jitter);
        }
    }

    /**
     * The wait after the given number of failures, from 1 on.
     *
     * @param random from 0 to 1: which part of the jitter is taken off
     */
    public long delayNanos(int failures, double random) {
        double millis = Math.min(delayMillis * Math.pow(multiplier, failures - 1.0), maximumMillis);
        return (long) (TimeUnit.MILLISECONDS.toNanos((long) millis) * (1 - jitter * random));
    }

    /** The wait where repeating soon is pointless. */
    public long maximumNanos() {
        return TimeUnit.MILLISECONDS.toNanos(maximumMillis);
    }
}
