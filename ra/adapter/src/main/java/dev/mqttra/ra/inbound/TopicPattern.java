package dev.mqttra.ra.inbound;

import dev.mqttra.protocol.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A topic filter whose wildcards may have names: <code>{name}</code> is {@code +}, <code>{name...}</code>, as the last
 * level, is {@code #}. Immutable.
 */
final class TopicPattern {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}./+#]+)(\\.\\.\\.)?}");

    private final String text;
    private final TopicFilter filter;
    /** For each level of the filter the name of its placeholder, or null. */
    private final List<@Nullable String> names;
    /** Whether the last level stands for the rest, so that its value may have slashes. */
    private final boolean rest;

    private TopicPattern(String text, TopicFilter filter, List<@Nullable String> names) {
        this.text = text;
        this.filter = filter;
        this.names = names;
        this.rest = filter.filter().endsWith("#");
    }

    /**
     * @throws IllegalArgumentException that says what is wrong with the pattern and what would be right
     */
    static TopicPattern of(String text) {
        String share = shareOf(text);
        List<@Nullable String> names = new ArrayList<>();
        List<String> levels = new ArrayList<>();
        String[] parts = text.substring(share.length()).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            String name = null;
            String level = parts[i];
            if (level.indexOf('{') >= 0 || level.indexOf('}') >= 0) {
                Matcher placeholder = PLACEHOLDER.matcher(level);
                if (!placeholder.matches()) {
                    throw new IllegalArgumentException(
                            "a placeholder stands alone between slashes, as {name} or, at the"
                                    + " end, {name...}, not as in '" + level + "' of '" + text + "'");
                }
                boolean toTheEnd = placeholder.group(2) != null;
                if (toTheEnd && i < parts.length - 1) {
                    throw new IllegalArgumentException(level + " is the last level, not as in '" + text + "'");
                }
                name = placeholder.group(1);
                if (names.contains(name)) {
                    throw new IllegalArgumentException("{" + name + "} is there twice in '" + text + "'");
                }
                level = toTheEnd ? "#" : "+";
            }
            names.add(name);
            levels.add(level);
        }
        return new TopicPattern(text, TopicFilter.of(share + String.join("/", levels)), names);
    }

    /** A filter as it is, without names: braces are ordinary characters there. */
    static TopicPattern literal(TopicFilter filter) {
        List<@Nullable String> names = new ArrayList<>();
        for (int i = filter.filter().split("/", -1).length; i > 0; i--) {
            names.add(null);
        }
        return new TopicPattern(filter.filter(), filter, names);
    }

    /** {@code $share/group/}, or nothing: its levels are not levels of the topic. */
    private static String shareOf(String text) {
        if (!text.startsWith("$share/")) {
            return "";
        }
        int end = text.indexOf('/', "$share/".length());
        return end < 0 ? text : text.substring(0, end + 1);
    }

    /** The pattern as it was written. */
    String text() {
        return text;
    }

    /** The filter to subscribe to. */
    TopicFilter filter() {
        return filter;
    }

    /** Whether it names a group that shares the subscription. */
    boolean isShared() {
        return filter.shareName() != null;
    }

    /** The names of the placeholders, in their order. */
    List<String> names() {
        List<String> found = new ArrayList<>();
        for (String name : names) {
            if (name != null) {
                found.add(name);
            }
        }
        return found;
    }

    /** The level that a name stands for, -1 where there is no such name. */
    int levelOf(String name) {
        return names.indexOf(name);
    }

    /** Whether a level stands for the rest of the topic. */
    boolean isRest(int level) {
        return rest && level == names.size() - 1;
    }

    /** What a topic that matches has at a level; an empty text where the rest is absent ('#' matches its parent). */
    String valueAt(int level, String topic) {
        int from = 0;
        for (int i = 0; i < level; i++) {
            int slash = topic.indexOf('/', from);
            if (slash < 0) {
                return "";
            }
            from = slash + 1;
        }
        int end = isRest(level) ? -1 : topic.indexOf('/', from);
        return end < 0 ? topic.substring(from) : topic.substring(from, end);
    }

    /** Whether there can be a topic that both match. Share names play no part: they do not change what matches. */
    boolean overlaps(TopicPattern other) {
        return overlap(filter.filter().split("/", -1), 0, other.filter.filter().split("/", -1), 0);
    }

    /**
     * The more specific filters first. Of two that match the same topic the first level in which they differ decides: a
     * level that is spelt out comes before one {@code +}, and this before {@code #}; a filter that ends there comes before
     * one that goes on with {@code #}. So among filters that match a topic only equal ones compare as equal.
     */
    static int bySpecificity(TopicPattern one, TopicPattern other) {
        String[] a = one.filter.filter().split("/", -1);
        String[] b = other.filter.filter().split("/", -1);
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            int difference = vagueness(a, i) - vagueness(b, i);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static int vagueness(String[] levels, int i) {
        if (i >= levels.length) {
            return 0;
        }
        return switch (levels[i]) {
            case "#" -> 2;
            case "+" -> 1;
            default -> 0;
        };
    }

    private static boolean overlap(String[] a, int i, String[] b, int k) {
        boolean endOfA = i == a.length;
        boolean endOfB = k == b.length;
        if (endOfA && endOfB) {
            return true;
        }
        if (!endOfA && a[i].equals("#") || !endOfB && b[k].equals("#")) {
            // '#' matches whatever follows, and nothing at all; only '$' at the very beginning is out of its reach.
            return i > 0 || !endOfA && !endOfB && !a[0].startsWith("$") && !b[0].startsWith("$");
        }
        if (endOfA || endOfB) {
            return false;
        }
        boolean wildcard = a[i].equals("+") || b[k].equals("+");
        boolean same = a[i].equals(b[k]);
        if (!same && !wildcard || !same && i == 0 && (a[0].startsWith("$") || b[0].startsWith("$"))) {
            return false;
        }
        return overlap(a, i + 1, b, k + 1);
    }

    /** The filter with its placeholders' wildcards, as a broker sees it. */
    @Override
    public String toString() {
        return filter.toString();
    }
}
