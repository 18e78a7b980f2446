package dev.mqttra.broker.core;

import dev.mqttra.protocol.topic.TopicName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where messages of one topic go: each session once [MQTT-3.3.5-1 of 3.1.1], each group of a shared subscription once.
 * Arrays, because it is walked for every message.
 */
final class Route {
    final TopicName topic;
    final BrokerSession[] sessions;
    final Copy[] copies;

    /**
     * The same for what a session published itself, with null where it gets nothing back [MQTT-3.8.3-3]. Null, as mostly,
     * where no subscription asked for No Local.
     */
    final @Nullable Copy @Nullable [] own;

    final SharedGroup[] groups;

    /** Whether a client inside the VM may be among them: it is told who published. */
    final boolean local;

    Route(TopicName topic, Map<BrokerSession, List<Subscribed>> matching, List<SharedGroup> groups) {
        this.topic = topic;
        this.groups = groups.toArray(new SharedGroup[0]);
        sessions = matching.keySet().toArray(new BrokerSession[0]);
        copies = new Copy[sessions.length];
        @Nullable Copy[] without = new Copy[sessions.length];
        boolean noLocal = false;
        boolean anyLocal = groups.stream().anyMatch(SharedGroup::isLocal);
        for (int i = 0; i < sessions.length; i++) {
            List<Subscribed> all = matching.getOrDefault(sessions[i], List.of());
            List<Subscribed> rest =
                    all.stream().filter(s -> !s.subscription().noLocal()).toList();
            copies[i] = Copy.of(all);
            without[i] = rest.isEmpty() ? null : rest.size() == all.size() ? copies[i] : Copy.of(rest);
            noLocal |= rest.size() < all.size();
            anyLocal |= sessions[i].local;
        }
        own = noLocal ? without : null;
        local = anyLocal;
    }

    /** What it counts in the bound of all routes. */
    int targets() {
        return sessions.length + groups.length;
    }
}
