package dev.mqttra.protocol.topic;

import org.jspecify.annotations.Nullable;

/** A level of the tree below its parent. Its children with a name are in the one table of {@link TopicNodes}. */
final class TopicNode<S, V> {
    final @Nullable TopicNode<S, V> parent;

    /** The name of the level in UTF-8; empty in the root and in a {@code +}, which are in no table. */
    final byte[] name;

    /** Of the name and the parent together. */
    final int hash;

    /** A number of its own, to be mixed into the hashes of its children. */
    final int id;

    int children;

    @Nullable
    TopicNode<S, V> plus;

    /** At the filter that ends here. */
    @Nullable
    TopicEntries<S, V> entries;

    /** At the filter that goes on with {@code #}. */
    @Nullable
    TopicEntries<S, V> rest;

    TopicNode(@Nullable TopicNode<S, V> parent, byte[] name, int hash, int id) {
        this.parent = parent;
        this.name = name;
        this.hash = hash;
        this.id = id;
    }

    TopicNode<S, V> makePlus(TopicNodes<S, V> nodes) {
        TopicNode<S, V> made = plus;
        if (made == null) {
            made = nodes.unnamed(this);
            plus = made;
        }
        return made;
    }

    TopicEntries<S, V> makeEntries() {
        TopicEntries<S, V> made = entries;
        if (made == null) {
            made = new TopicEntries<>();
            entries = made;
        }
        return made;
    }

    TopicEntries<S, V> makeRest() {
        TopicEntries<S, V> made = rest;
        if (made == null) {
            made = new TopicEntries<>();
            rest = made;
        }
        return made;
    }

    void dropEmptyEntries() {
        entries = entries != null && entries.isEmpty() ? null : entries;
        rest = rest != null && rest.isEmpty() ? null : rest;
    }

    boolean isEmpty() {
        return children == 0 && plus == null && entries == null && rest == null;
    }
}
