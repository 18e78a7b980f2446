package dev.mqttra.ra.inbound;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a message whose delivery has failed.
 *
 * @param redelivery when it is repeated
 * @param maxRedeliveries how often it is repeated; -1 without end
 * @param onExhausted what becomes of it then; null where nobody has asked to give a message up: it is tried for ever
 * @param deadLetterTopic null where there is none
 * @param retryTopic where a message is parked that has failed for too long; null for the dead-letter topic
 * @param maxHoldNanos how long a message may fail before it is parked; 0 without end
 * @param noRetry names of the classes of exceptions after which it is not repeated
 */
public record FailurePolicy(
        RedeliveryPolicy redelivery,
        int maxRedeliveries,
        @Nullable OnExhausted onExhausted,
        @Nullable TopicTemplate deadLetterTopic,
        @Nullable TopicTemplate retryTopic,
        long maxHoldNanos,
        Set<String> noRetry) {

    /** What becomes of a message that is not tried again. */
    public enum OnExhausted {
        /** It is published to the dead-letter topic, and acknowledged when that is acknowledged. */
        DEAD_LETTER("deadLetter"),
        /** It is logged and acknowledged. */
        DROP("drop"),
        /** It stays, and the endpoint gets no message until it is told to go on. */
        STOP("stop"),
        /** The device that sent it is told, where the broker is hosted. */
        REFUSE("refuse");

        private final String value;

        OnExhausted(String value) {
            this.value = value;
        }

        /** The property's value. */
        @Override
        public String toString() {
            return value;
        }

        /** Null where there is no such value. */
        static @Nullable OnExhausted of(String value) {
            return Arrays.stream(values())
                    .filter(each -> each.value.equals(value))
                    .findFirst()
                    .orElse(null);
        }

        static String all() {
            return Arrays.stream(values()).map(OnExhausted::toString).collect(Collectors.joining(", "));
        }
    }

    public FailurePolicy {
        noRetry = Set.copyOf(noRetry);
    }

    /**
     * Whether a message is not to be tried again.
     *
     * @param failures how often its delivery has failed, this time included
     */
    boolean isFinal(Throwable failure, int failures) {
        return onExhausted != null
                // No bean has had it.
                && !(failure instanceof EndpointCall.RefusedException)
                && (failure instanceof UnbindableException
                        || maxRedeliveries >= 0 && failures > maxRedeliveries
                        || !noRetry.isEmpty() && FailureCause.isOneOf(failure, noRetry));
    }

    /**
     * Whether a message is not to wait for its next attempt here, as its acknowledgement, and with it those of the
     * messages behind it, would be held back for too long.
     *
     * @param failingNanos since its first attempt failed
     * @param delayNanos until its next attempt
     */
    boolean holdsTooLong(long failingNanos, long delayNanos) {
        return maxHoldNanos > 0 && failingNanos + delayNanos > maxHoldNanos;
    }

    /** Where a message is parked. */
    TopicTemplate parking() {
        return Objects.requireNonNull(retryTopic == null ? deadLetterTopic : retryTopic);
    }

    /**
     * How long it waits until it is tried again.
     *
     * @param random 0 to 1, for the jitter
     */
    long delayNanos(Throwable failure, int failures, double random) {
        // The same bytes will not fit at the next try either; but nothing is thrown away that was not asked for.
        return failure instanceof UnbindableException
                ? redelivery.maximumNanos()
                : redelivery.delayNanos(failures, random);
    }
}
