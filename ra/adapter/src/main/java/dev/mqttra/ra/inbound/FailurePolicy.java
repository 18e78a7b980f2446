package dev.mqttra.ra.inbound;

import java.util.Arrays;
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
 * @param noRetry names of the classes of exceptions after which it is not repeated
 */
public record FailurePolicy(
        RedeliveryPolicy redelivery,
        int maxRedeliveries,
        @Nullable OnExhausted onExhausted,
        @Nullable TopicTemplate deadLetterTopic,
        Set<String> noRetry) {

    /** What becomes of a message that is not tried again. */
    public enum OnExhausted {
        /** It is published to the dead-letter topic, and acknowledged when that is acknowledged. */
        DEAD_LETTER("deadLetter"),
        /** It is logged and acknowledged. */
        DROP("drop"),
        /** It stays, and the endpoint gets no message until it is told to go on. */
        STOP("stop");

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
                && (failure instanceof UnbindableException
                        || maxRedeliveries >= 0 && failures > maxRedeliveries
                        || !noRetry.isEmpty() && FailureCause.isOneOf(failure, noRetry));
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
