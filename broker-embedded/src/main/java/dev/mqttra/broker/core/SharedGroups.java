package dev.mqttra.broker.core;

import dev.mqttra.protocol.topic.TopicFilter;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The groups of shared subscriptions, by the whole of {@code $share/name/filter}: two filters with one name are two
 * groups. What changes hands is settled at the end of a batch, so that a client that takes its own session over in that
 * batch keeps what it has.
 */
final class SharedGroups {
    private final BrokerCore core;
    private final Map<TopicFilter, SharedGroup> groups = new HashMap<>();
    private final Set<BrokerSession> away = new LinkedHashSet<>();
    private final Set<SharedGroup> owing = new LinkedHashSet<>();

    SharedGroups(BrokerCore core) {
        this.core = core;
    }

    /** The session becomes a member, or its membership another. */
    SharedGroup join(Subscribed subscribed, BrokerSession session) {
        TopicFilter filter = subscribed.filter();
        SharedGroup group = groups.computeIfAbsent(filter, key -> new SharedGroup(core, key));
        group.join(session, Copy.of(subscribed));
        core.routes.put(group);
        return group;
    }

    void leave(SharedGroup group, BrokerSession session) {
        group.leave(session);
        if (group.isEmpty()) {
            groups.remove(group.filter);
            core.routes.remove(group);
        } else {
            core.routes.put(group);
        }
    }

    /** Its client is away, perhaps for long. */
    void isAway(BrokerSession session) {
        away.add(session);
    }

    /** Something came back to the group. */
    void owes(SharedGroup group) {
        owing.add(group);
    }

    /** The end of a batch. */
    void settle(long now) {
        if (!away.isEmpty()) {
            for (BrokerSession session : away) {
                if (session.connection() == null) {
                    session.outbound.leaveToOthers();
                    session.subscriptions.tellGroupsAway();
                }
            }
            away.clear();
        }
        if (!owing.isEmpty()) {
            for (SharedGroup group : owing) {
                group.distribute(now);
            }
            owing.clear();
        }
    }
}
