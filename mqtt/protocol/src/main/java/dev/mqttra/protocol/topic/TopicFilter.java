package dev.mqttra.protocol.topic;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A topic filter: {@code +} stands for one level, {@code #} as the last level for the rest and its parent
 * [MQTT-4.7.1-1..3]. Also {@code $share/group/filter}, kept apart by {@link #shareName()}.
 */
public final class TopicFilter {
    private final String text;
    private final @Nullable String shareName;
    private final String filter;

    private TopicFilter(String text, @Nullable String shareName, String filter) {
        this.text = text;
        this.shareName = shareName;
        this.filter = filter;
    }

    /**
     * @throws IllegalArgumentException that says what is wrong with the filter and what would be right
     */
    public static TopicFilter of(String text) {
        Objects.requireNonNull(text);
        Utf8.encode(text, "topic filter");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a topic filter has at least one character");
        }
        String shareName = null;
        String filter = text;
        if (text.startsWith("$share/")) {
            int end = text.indexOf('/', 7);
            shareName = end < 0 ? "" : text.substring(7, end);
            filter = end < 0 ? "" : text.substring(end + 1);
            if (shareName.isEmpty() || filter.isEmpty() || shareName.indexOf('+') >= 0 || shareName.indexOf('#') >= 0) {
                throw new IllegalArgumentException("a shared subscription is $share/name/filter with a name without"
                        + " wildcards and a filter, not '" + text + "'");
            }
        }
        checkWildcards(filter, text);
        return new TopicFilter(text, shareName, filter);
    }

    private static void checkWildcards(String filter, String text) {
        int last = filter.length() - 1;
        for (int i = 0; i <= last; i++) {
            char c = filter.charAt(i);
            if (c != '#' && c != '+') {
                continue;
            }
            if (i > 0 && filter.charAt(i - 1) != '/' || i < last && filter.charAt(i + 1) != '/') {
                int end = filter.indexOf('/', i);
                String level = filter.substring(filter.lastIndexOf('/', i) + 1, end < 0 ? last + 1 : end);
                throw new IllegalArgumentException(
                        "a wildcard stands alone between slashes, not as in '" + level + "' of '" + text + "'");
            }
            if (c == '#' && i < last) {
                throw new IllegalArgumentException("# is the last level of a topic filter, not as in '" + text + "'");
            }
        }
    }

    /** The group of a shared subscription, null for an ordinary one. */
    public @Nullable String shareName() {
        return shareName;
    }

    /** What topics are matched with: without {@code $share/group/}. */
    public String filter() {
        return filter;
    }

    /** Whether there is a wildcard. */
    public boolean hasWildcard() {
        return filter.indexOf('+') >= 0 || filter.indexOf('#') >= 0;
    }

    /** How many levels {@link #filter()} has, at least 1: what an owner of a {@link TopicTree} bounds. */
    public int levels() {
        int levels = 1;
        for (int i = filter.indexOf('/'); i >= 0; i = filter.indexOf('/', i + 1)) {
            levels++;
        }
        return levels;
    }

    /** Whether a topic name matches. For many filters there is {@link TopicTree}. */
    public boolean matches(TopicName topic) {
        if (topic.isSystem() && (filter.charAt(0) == '+' || filter.charAt(0) == '#')) {
            return false;
        }
        String[] filterLevels = filter.split("/", -1);
        String[] levels = topic.toString().split("/", -1);
        for (int i = 0; i < filterLevels.length; i++) {
            if (filterLevels[i].equals("#")) {
                return true;
            }
            if (i >= levels.length || !filterLevels[i].equals("+") && !filterLevels[i].equals(levels[i])) {
                return false;
            }
        }
        return levels.length == filterLevels.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TopicFilter that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The whole filter as the subscriber wrote it. */
    @Override
    public String toString() {
        return text;
    }
}
