package dev.mqttra.ra.inbound;

import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A topic to publish to, which may depend on the topic that a message came with: <code>{topic}</code>, alone between
 * slashes, stands for it.
 *
 * @param text valid, and not empty
 */
public record TopicTemplate(String text) {
    private static final String TOPIC = "{topic}";
    private static final int LONGEST_TOPIC = 65_535;
    private static final int LONGEST_TEMPLATE = 1_000;

    /**
     * @throws IllegalArgumentException that says what would be right
     */
    public TopicTemplate {
        for (String level : text.split("/", -1)) {
            if (!level.equals(TOPIC) && (level.indexOf('{') >= 0 || level.indexOf('}') >= 0)) {
                throw new IllegalArgumentException(TOPIC + " stands alone between slashes and is the only placeholder,"
                        + " not as in '" + level + "' of '" + text + "'");
            }
        }
        if (text.length() > LONGEST_TEMPLATE || text.indexOf(TOPIC) != text.lastIndexOf(TOPIC)) {
            throw new IllegalArgumentException(
                    "it has " + TOPIC + " once and at most " + LONGEST_TEMPLATE + " characters");
        }
        TopicName.of(text);
    }

    /** The topic for a message that came with {@code original}; without it where they are too long together. */
    TopicName topicFor(TopicName original) {
        boolean fits = text.length() * 3 + original.utf8().length <= LONGEST_TOPIC;
        return TopicName.of(text.replace(TOPIC, fits ? original.toString() : "too-long"));
    }

    /** The first of some patterns that may match what is published here for messages of any of them, null for none. */
    @Nullable
    TopicPattern comingBackTo(List<TopicPattern> patterns) {
        for (TopicPattern source : patterns) {
            String filter = text.replace(TOPIC, source.filter().filter());
            int rest = filter.indexOf('#');
            TopicPattern published =
                    TopicPattern.literal(TopicFilter.of(rest < 0 ? filter : filter.substring(0, rest + 1)));
            for (TopicPattern pattern : patterns) {
                if (published.overlaps(pattern)) {
                    return pattern;
                }
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return text;
    }
}
