package dev.mqttra.protocol.topic;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of one tree. All children with a name are in one table of open addressing, found by parent and name, so that
 * a node with one child pays for no table of its own.
 */
final class TopicNodes<S, V> {
    private static final byte[] UNNAMED = new byte[0];

    final TopicNode<S, V> root = new TopicNode<>(null, UNNAMED, 0, 0);
    private @Nullable TopicNode<S, V>[] table = array(16);
    private int named;
    private int unnamed;
    private int lastId;

    /** Its elements are null until they are set; the caller knows which it has set. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    static <S, V> TopicNode<S, V>[] array(int length) {
        return new TopicNode[length];
    }

    int count() {
        return named + unnamed;
    }

    @Nullable
    TopicNode<S, V> find(TopicNode<S, V> parent, TopicTree.Levels levels, int level) {
        int hash = hash(parent, levels.hashes[level]);
        int from = levels.from(level);
        int to = levels.ends[level];
        int mask = table.length - 1;
        for (int i = hash & mask; ; i = i + 1 & mask) {
            TopicNode<S, V> node = table[i];
            if (node == null
                    || node.hash == hash
                            && node.parent == parent
                            && Arrays.equals(node.name, 0, node.name.length, levels.bytes, from, to)) {
                return node;
            }
        }
    }

    TopicNode<S, V> make(TopicNode<S, V> parent, TopicTree.Levels levels, int level) {
        TopicNode<S, V> known = find(parent, levels, level);
        if (known != null) {
            return known;
        }
        byte[] name = Arrays.copyOfRange(levels.bytes, levels.from(level), levels.ends[level]);
        TopicNode<S, V> made = new TopicNode<>(parent, name, hash(parent, levels.hashes[level]), ++lastId);
        parent.children++;
        if (++named > table.length / 4 * 3) {
            resize(table.length * 2);
        }
        insert(made);
        return made;
    }

    /** The node of a {@code +}; its parent keeps it. */
    TopicNode<S, V> unnamed(TopicNode<S, V> parent) {
        unnamed++;
        return new TopicNode<>(parent, UNNAMED, 0, ++lastId);
    }

    /** Removes a node and those above it that hold nothing any more. */
    void prune(TopicNode<S, V> from) {
        TopicNode<S, V> node = from;
        node.dropEmptyEntries();
        TopicNode<S, V> parent = node.parent;
        while (parent != null && node.isEmpty()) {
            if (parent.plus == node) {
                parent.plus = null;
                unnamed--;
            } else {
                parent.children--;
                named--;
                delete(node);
            }
            node = parent;
            parent = node.parent;
        }
        if (table.length > 16 && named < table.length / 8) {
            resize(table.length / 2);
        }
    }

    private static int hash(TopicNode<?, ?> parent, int levelHash) {
        int mixed = (levelHash ^ parent.id * 0x9E3779B9) * 0x85EBCA6B;
        return mixed ^ mixed >>> 15;
    }

    private void insert(TopicNode<S, V> node) {
        int mask = table.length - 1;
        int i = node.hash & mask;
        while (table[i] != null) {
            i = i + 1 & mask;
        }
        table[i] = node;
    }

    /** Closes the gap, so that no search stops short at it. */
    private void delete(TopicNode<S, V> node) {
        int mask = table.length - 1;
        int gap = node.hash & mask;
        while (table[gap] != node) {
            gap = gap + 1 & mask;
        }
        for (int i = gap + 1 & mask; ; i = i + 1 & mask) {
            TopicNode<S, V> other = table[i];
            if (other == null) {
                break;
            }
            // It may fill the gap unless its own place lies behind the gap.
            if ((i - other.hash & mask) >= (i - gap & mask)) {
                table[gap] = other;
                gap = i;
            }
        }
        table[gap] = null;
    }

    private void resize(int length) {
        @Nullable TopicNode<S, V>[] old = table;
        table = array(length);
        for (TopicNode<S, V> node : old) {
            if (node != null) {
                insert(node);
            }
        }
    }
}
