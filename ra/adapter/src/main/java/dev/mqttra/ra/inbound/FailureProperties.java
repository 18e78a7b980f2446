package dev.mqttra.ra.inbound;

import dev.mqttra.ra.inbound.FailurePolicy.OnExhausted;
import jakarta.resource.spi.InvalidPropertyException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The activation properties about failed deliveries: each by itself, and what must not be said without another one. */
final class FailureProperties {
    private static final long DEFAULT_DELAY_MILLIS = 1000;
    private static final double DEFAULT_MULTIPLIER = 2;
    private static final long DEFAULT_MAXIMUM_MILLIS = 60_000;
    private static final long DAY_MILLIS = 86_400_000;
    private static final int MOST_REDELIVERIES = 1_000_000;
    private static final Pattern CLASS_NAME = Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
            + "(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*");

    private FailureProperties() {}

    static FailurePolicy policy(MqttActivationSpec spec) throws InvalidPropertyException {
        OnExhausted onExhausted = onExhausted(spec.getOnExhausted());
        Integer maxRedeliveries = spec.getMaxRedeliveries();
        refuse(
                maxRedeliveries != null && maxRedeliveries >= 0 && onExhausted == null,
                "maxRedeliveries",
                "needs onExhausted, which says what becomes of the message then: " + OnExhausted.all());
        Set<String> noRetry = classNames(spec.getNoRetry());
        refuse(
                !noRetry.isEmpty() && onExhausted == null,
                "noRetry",
                "needs onExhausted, which says what becomes of the message: " + OnExhausted.all());
        TopicTemplate deadLetterTopic = template("deadLetterTopic", spec.getDeadLetterTopic());
        TopicTemplate retryTopic = template("retryTopic", spec.getRetryTopic());
        long maxHold = ActivationSettings.within("maxHold", spec.getMaxHold(), 0, 1, DAY_MILLIS);
        boolean deadLetters = onExhausted == OnExhausted.DEAD_LETTER;
        refuse(
                deadLetters && deadLetterTopic == null,
                "deadLetterTopic",
                "must be set where onExhausted is deadLetter");
        refuse(
                deadLetterTopic != null && !deadLetters && (maxHold == 0 || retryTopic != null),
                "deadLetterTopic",
                "is for onExhausted deadLetter, or for maxHold without retryTopic");
        refuse(
                retryTopic != null && maxHold == 0,
                "retryTopic",
                "is for maxHold, which says when a message goes there");
        refuse(
                maxHold > 0 && retryTopic == null && deadLetterTopic == null,
                "maxHold",
                "needs retryTopic or deadLetterTopic, where a message goes that has failed for so long");
        return new FailurePolicy(
                redelivery(spec),
                (int) ActivationSettings.within("maxRedeliveries", maxRedeliveries, -1, -1, MOST_REDELIVERIES),
                onExhausted,
                deadLetterTopic,
                retryTopic,
                TimeUnit.MILLISECONDS.toNanos(maxHold),
                noRetry);
    }

    private static RedeliveryPolicy redelivery(MqttActivationSpec spec) throws InvalidPropertyException {
        long delay = ActivationSettings.within(
                "redeliveryDelay", spec.getRedeliveryDelay(), DEFAULT_DELAY_MILLIS, 0, DAY_MILLIS);
        Double multiplier = spec.getRedeliveryMultiplier();
        ActivationSettings.check(
                multiplier == null || multiplier >= 1 && multiplier <= 1000,
                "redeliveryMultiplier",
                multiplier,
                "1 to 1000");
        Long maximum = spec.getMaxRedeliveryDelay();
        ActivationSettings.check(
                maximum == null || maximum >= delay && maximum <= DAY_MILLIS,
                "maxRedeliveryDelay",
                maximum,
                "redeliveryDelay (" + delay + ") to " + DAY_MILLIS + " milliseconds");
        Double jitter = spec.getRedeliveryJitter();
        ActivationSettings.check(jitter == null || jitter >= 0 && jitter <= 1, "redeliveryJitter", jitter, "0 to 1");
        return new RedeliveryPolicy(
                delay,
                multiplier == null ? DEFAULT_MULTIPLIER : multiplier,
                maximum == null ? Math.max(delay, DEFAULT_MAXIMUM_MILLIS) : maximum,
                jitter == null ? 0 : jitter);
    }

    private static @Nullable OnExhausted onExhausted(@Nullable String value) throws InvalidPropertyException {
        String text = ActivationSettings.text("onExhausted", value);
        OnExhausted found = text == null ? null : OnExhausted.of(text);
        ActivationSettings.check(text == null || found != null, "onExhausted", text, "one of " + OnExhausted.all());
        return found;
    }

    private static @Nullable TopicTemplate template(String property, @Nullable String value)
            throws InvalidPropertyException {
        String text = ActivationSettings.text(property, value);
        try {
            return text == null ? null : new TopicTemplate(text);
        } catch (IllegalArgumentException e) {
            // It quotes the topic itself.
            throw ActivationSettings.problem(property, ": " + e.getMessage());
        }
    }

    private static Set<String> classNames(@Nullable String value) throws InvalidPropertyException {
        String text = ActivationSettings.text("noRetry", value);
        if (text == null) {
            return Set.of();
        }
        Set<String> names =
                Arrays.stream(text.split(",", -1)).map(String::strip).collect(Collectors.toCollection(TreeSet::new));
        ActivationSettings.check(
                names.stream().allMatch(name -> CLASS_NAME.matcher(name).matches()),
                "noRetry",
                value,
                "names of exception classes, separated by commas");
        return names;
    }

    private static void refuse(boolean wrong, String property, String what) throws InvalidPropertyException {
        if (wrong) {
            throw ActivationSettings.problem(property, " " + what);
        }
    }
}
