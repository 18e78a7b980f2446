package dev.mqttra.protocol.topic;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Values by topic filter and subscriber, found by topic name [5.0 4.7]: a tree by levels. Matching looks at the bytes of
 * the name, makes nothing, and costs a step for each node it reaches, whatever else the tree holds. A level that no other
 * filter shares takes about 100 bytes. A removed filter leaves nothing behind.
 *
 * <p>One owner's thread. The order of visits follows from the calls before: by level, and at one filter in the order of
 * {@link #put}.
 *
 * <p>A filter may have 32,767 levels and takes a node for each: an owner bounds the levels it accepts.
 *
 * @param <S> subscriber, compared by {@code equals}
 * @param <V> what is known of a subscription
 */
public final class TopicTree<S, V> {
    private static final int KEPT_REACH = 1024;

    private final TopicNodes<S, V> nodes = new TopicNodes<>();
    private final Levels levels = new Levels();
    private TopicNode<S, V>[] reached = TopicNodes.array(16);
    private TopicNode<S, V>[] next = TopicNodes.array(16);
    private int nextCount;
    private int size;

    /** Sets the value of a subscriber at a filter (without $share); returns the former value. */
    public @Nullable V put(TopicFilter filter, S subscriber, V value) {
        Objects.requireNonNull(subscriber);
        Objects.requireNonNull(value);
        levels.of(filter.filter().getBytes(StandardCharsets.UTF_8));
        TopicNode<S, V> node = nodes.root;
        int count = levels.count - (levels.lastIsHash() ? 1 : 0);
        for (int i = 0; i < count; i++) {
            node = levels.isPlus(i) ? node.makePlus(nodes) : nodes.make(node, levels, i);
        }
        TopicEntries<S, V> entries = levels.lastIsHash() ? node.makeRest() : node.makeEntries();
        V former = entries.put(subscriber, value);
        if (former == null) {
            size++;
        }
        return former;
    }

    /** Removes the value of a subscriber at a filter (without $share); returns it, null where there was none. */
    public @Nullable V remove(TopicFilter filter, S subscriber) {
        levels.of(filter.filter().getBytes(StandardCharsets.UTF_8));
        TopicNode<S, V> node = nodes.root;
        int count = levels.count - (levels.lastIsHash() ? 1 : 0);
        for (int i = 0; i < count && node != null; i++) {
            node = levels.isPlus(i) ? node.plus : nodes.find(node, levels, i);
        }
        TopicEntries<S, V> entries = node == null ? null : levels.lastIsHash() ? node.rest : node.entries;
        V former = entries == null ? null : entries.remove(subscriber);
        if (former != null && node != null) {
            size--;
            nodes.prune(node);
        }
        return former;
    }

    /**
     * Visits each (subscriber, value) whose filter matches; a subscriber with several matching filters several times.
     *
     * @param visitor does not touch the tree
     */
    public void match(TopicName topic, BiConsumer<? super S, ? super V> visitor) {
        levels.of(topic.utf8());
        boolean wildcards = !topic.isSystem(); // [MQTT-4.7.2-1]
        reached[0] = nodes.root;
        int count = 1;
        for (int i = 0; i < levels.count && count > 0; i++) {
            nextCount = 0;
            for (int k = 0; k < count; k++) {
                TopicNode<S, V> node = reached[k];
                if (wildcards) {
                    TopicEntries.visit(node.rest, visitor);
                    add(node.plus);
                }
                if (node.children > 0) {
                    add(nodes.find(node, levels, i));
                }
            }
            wildcards = true;
            TopicNode<S, V>[] done = reached;
            reached = next;
            next = done;
            count = nextCount;
        }
        for (int k = 0; k < count; k++) {
            TopicEntries.visit(reached[k].entries, visitor);
            TopicEntries.visit(reached[k].rest, visitor); // a/# matches a
        }
        if (reached.length > KEPT_REACH) {
            reached = TopicNodes.array(16);
            next = TopicNodes.array(16);
        }
    }

    /** How many values there are. */
    public int size() {
        return size;
    }

    /** How many nodes the tree has beside its root: for tests and statistics. */
    int nodeCount() {
        return nodes.count();
    }

    private void add(@Nullable TopicNode<S, V> node) {
        if (node != null) {
            if (nextCount == next.length) {
                next = Arrays.copyOf(next, nextCount * 2);
                reached = Arrays.copyOf(reached, nextCount * 2);
            }
            next[nextCount++] = node;
        }
    }

    /** The levels of one name or filter: where each ends and its hash. Used again for the next one. */
    static final class Levels {
        private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

        /** Not for the peer to guess: it could choose names that collide. */
        private final long seed = new java.security.SecureRandom().nextLong() | 1;

        byte[] bytes = new byte[0];
        int[] ends = new int[16];
        int[] hashes = new int[16];
        int count;

        void of(byte[] utf8) {
            bytes = utf8;
            count = 0;
            long hash = seed;
            for (int i = 0; i < utf8.length; i++) {
                byte b = utf8[i];
                if (b == '/') {
                    end(i, hash);
                    hash = seed;
                } else {
                    hash = (hash ^ b) * MULTIPLIER;
                }
            }
            end(utf8.length, hash);
        }

        private void end(int at, long hash) {
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, count * 2);
                hashes = Arrays.copyOf(hashes, count * 2);
            }
            ends[count] = at;
            hashes[count++] = (int) (hash >>> 32);
        }

        int from(int level) {
            return level == 0 ? 0 : ends[level - 1] + 1;
        }

        boolean isPlus(int level) {
            return is(level, '+');
        }

        boolean lastIsHash() {
            return is(count - 1, '#');
        }

        private boolean is(int level, char wildcard) {
            return ends[level] == from(level) + 1 && bytes[from(level)] == wildcard;
        }
    }
}
