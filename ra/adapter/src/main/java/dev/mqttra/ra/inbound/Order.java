package dev.mqttra.ra.inbound;

import dev.mqttra.protocol.topic.TopicName;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which messages are delivered one after the other.
 *
 * @param level the name of a level of the topic filters whose value says it; null where it is the whole topic
 */
public record Order(@Nullable String level) {
    /** The property's value for no order: there is no Order then. */
    static final String NONE = "none";

    private static final String TOPIC = "topic";

    /**
     * @param value as the property says it
     * @return null for no order
     * @throws IllegalArgumentException if it is no such value
     */
    static @Nullable Order of(String value) {
        if (value.equals(NONE)) {
            return null;
        }
        if (value.equals(TOPIC)) {
            return new Order(null);
        }
        if (value.length() > 2 && value.startsWith("{") && value.endsWith("}")) {
            return new Order(value.substring(1, value.length() - 1));
        }
        throw new IllegalArgumentException(value);
    }

    /** Whether a topic filter has what the order goes by. */
    boolean appliesTo(TopicPattern pattern) {
        return level == null || pattern.levelOf(level) >= 0;
    }

    /** How to know which messages of a filter, to which it {@link #appliesTo}, are to follow each other. */
    Function<TopicName, Object> keyOf(TopicPattern pattern) {
        if (level == null) {
            return topic -> topic;
        }
        int index = pattern.levelOf(level);
        return topic -> pattern.valueAt(index, topic.toString());
    }

    /** The property's value. */
    @Override
    public String toString() {
        return level == null ? TOPIC : "{" + level + "}";
    }
}
