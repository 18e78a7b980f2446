package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.topic.TopicName;
import org.jspecify.annotations.Nullable;

/**
 * The topic aliases this end uses on one connection [5.0 3.3.2.3.4]. One place for each hash, its alias the place plus
 * one. A name gets the place when it comes twice without another newcomer between, so that names that come once cost
 * nothing and two that share a place do not drive one another out at each packet. At most {@value #LARGEST} aliases
 * however many the peer allows, as there may be very many connections.
 */
final class OutboundAliases {
    private static final int LARGEST = 64;

    /** What an alias costs in a packet: a shorter name is sent as it is. */
    private static final int COST = 3;

    private final @Nullable TopicName[] names;
    private final int[] candidates;

    private OutboundAliases(int places) {
        names = new TopicName[places];
        candidates = new int[places];
    }

    /** Null where the peer allows none [MQTT-3.1.2-27, MQTT-3.2.2-18]. */
    static @Nullable OutboundAliases of(int peerMaximum) {
        return peerMaximum == 0 ? null : new OutboundAliases(Math.min(LARGEST, Integer.highestOneBit(peerMaximum)));
    }

    /** The alias of a name, negative where the peer is still to be told of it with {@link #assign}, 0 for none. */
    int find(TopicName topic) {
        if (topic.utf8().length <= COST) {
            return 0;
        }
        int hash = topic.hashCode();
        int place = place(hash);
        TopicName known = names[place];
        if (known != null && known.equals(topic)) {
            return place + 1;
        }
        if (candidates[place] == hash) {
            return -(place + 1);
        }
        candidates[place] = hash;
        return 0;
    }

    /** The peer is told that the alias stands for the name from now on. */
    void assign(int alias, TopicName topic) {
        names[alias - 1] = topic;
    }

    private int place(int hash) {
        return (hash ^ hash >>> 16) & names.length - 1;
    }
}
