package dev.mqttra.broker.core;

import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.Subscription.RetainHandling;
import dev.mqttra.protocol.topic.TopicFilter;
import java.util.LinkedHashMap;
import java.util.Map;

/** One session's subscriptions, its memberships of groups among them. */
final class Subscriptions {
    private record Membership(SharedGroup group, Copy copy) {}

    private final BrokerCore core;
    private final BrokerSession session;
    private final Map<TopicFilter, Subscribed> byFilter = new LinkedHashMap<>();
    private final Map<TopicFilter, Membership> memberships = new LinkedHashMap<>();

    Subscriptions(BrokerCore core, BrokerSession session) {
        this.core = core;
        this.session = session;
    }

    /** Whether one more subscription with this filter is within the bound. */
    boolean hasRoom(TopicFilter filter) {
        return byFilter.size() < core.config.maximumSubscriptionsPerSession() || byFilter.containsKey(filter);
    }

    /**
     * Sets a subscription, in place of that with the same filter [MQTT-3.8.4-3]. Nothing is missed in between.
     *
     * @return whether it is a new one
     */
    boolean put(Subscribed subscribed, long now) {
        TopicFilter filter = subscribed.filter();
        boolean isNew = byFilter.put(filter, subscribed) == null;
        if (filter.shareName() == null) {
            core.routes.put(subscribed, session);
        } else {
            SharedGroup group = core.groups.join(subscribed, session);
            memberships.put(filter, new Membership(group, Copy.of(subscribed)));
            core.statistics.sharedSubscriptions += isNew ? 1 : 0;
        }
        if (isNew) {
            core.statistics.subscriptions++;
            core.system.subscribed(filter, now);
        }
        if (session.persistent) {
            core.store.subscribed(session.clientId, subscribed.subscription(), subscribed.identifier());
        }
        return isNew;
    }

    /**
     * The retained messages that a subscription just made is owed: none for a shared one, and else as its Retain Handling
     * says.
     */
    void sendRetained(Subscribed subscribed, boolean isNew, long now) {
        RetainHandling handling = subscribed.subscription().retainHandling();
        if (subscribed.filter().shareName() != null
                || handling == RetainHandling.DO_NOT_SEND // [MQTT-3.3.1-11]
                || handling == RetainHandling.SEND_IF_NEW && !isNew) { // [MQTT-3.3.1-10]
            return;
        }
        QoS granted = subscribed.subscription().qos();
        CopyProperties copy = Copy.of(subscribed).properties();
        Retained.Visitor owe = (message, qos, expiresAt) ->
                session.outbound.offerRetained(message, QoS.min(qos, granted), copy, expiresAt);
        core.retained.match(subscribed.filter(), now, owe);
        core.system.match(subscribed.filter(), owe);
    }

    ReasonCode remove(TopicFilter filter) {
        Subscribed former = byFilter.remove(filter);
        if (former == null) {
            return ReasonCode.NO_SUBSCRIPTION_EXISTED;
        }
        unroute(filter);
        if (session.persistent) {
            core.store.unsubscribed(session.clientId, filter);
        }
        return ReasonCode.SUCCESS;
    }

    /** The session is over. */
    void clear() {
        byFilter.keySet().forEach(this::unroute);
        byFilter.clear();
    }

    private void unroute(TopicFilter filter) {
        core.statistics.subscriptions--;
        core.system.unsubscribed(filter);
        if (filter.shareName() == null) {
            core.routes.remove(filter, session);
            return;
        }
        Membership membership = memberships.remove(filter);
        if (membership != null) {
            core.statistics.sharedSubscriptions--;
            core.groups.leave(membership.group, session);
        }
    }

    /** Gets from the groups, one from each by turns, what waits there and the client can take now. */
    void pull(long now) {
        boolean more = !memberships.isEmpty();
        while (more) {
            more = false;
            for (Membership membership : memberships.values()) {
                more |= membership.group.giveFirstTo(session, membership.copy, now);
            }
        }
    }

    boolean hasGroups() {
        return !memberships.isEmpty();
    }

    void tellGroupsAway() {
        for (Membership membership : memberships.values()) {
            if (!membership.group.isAnyoneThere()) {
                membership.group.everybodyIsAway();
            }
        }
    }
}
