package dev.mqttra.broker.core;

import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import dev.mqttra.protocol.topic.TopicTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions, and the routes found through them. A route is kept in the one place that its topic's hash names, so
 * that finding it again is one access and one comparison; any change of a subscription forgets them all. The places
 * double while routes push each other out; they are bounded, and so is the sum of the targets of all routes.
 */
final class Routes {
    private static final int FIRST_PLACES = 1 << 10;
    private static final int MOST_PLACES = 1 << 17;
    private static final int MOST_TARGETS = 1 << 20;

    private final TopicTree<BrokerSession, Subscribed> tree = new TopicTree<>();
    private final TopicTree<SharedGroup, SharedGroup> groups = new TopicTree<>();
    private @Nullable Route[] places = new Route[FIRST_PLACES];
    private boolean changed;
    private int pushedOut;
    private int targets;

    /** Sets a subscription that is not shared, in place of the session's former one with the same filter. */
    void put(Subscribed subscribed, BrokerSession session) {
        changed = true;
        tree.put(subscribed.filter(), session, subscribed);
    }

    void remove(TopicFilter filter, BrokerSession session) {
        changed = true;
        tree.remove(filter, session);
    }

    /** A group begins, or its members are others. */
    void put(SharedGroup group) {
        changed = true;
        groups.put(group.filter, group, group);
    }

    void remove(SharedGroup group) {
        changed = true;
        groups.remove(group.filter, group);
    }

    Route of(TopicName topic) {
        if (!changed) {
            Route route = places[place(topic)];
            if (route != null && route.topic.equals(topic)) {
                return route;
            }
        }
        return find(topic);
    }

    private Route find(TopicName topic) {
        if (changed || targets > MOST_TARGETS) {
            forget();
        }
        Map<BrokerSession, List<Subscribed>> matching = new LinkedHashMap<>();
        tree.match(topic, (session, subscribed) -> matching.computeIfAbsent(session, key -> new ArrayList<>(1))
                .add(subscribed));
        List<SharedGroup> shared = new ArrayList<>();
        groups.match(topic, (group, same) -> shared.add(group));
        Route route = new Route(topic, matching, shared);
        keep(route);
        return route;
    }

    private void keep(Route route) {
        if (places[place(route.topic)] != null && ++pushedOut > places.length / 4 && places.length < MOST_PLACES) {
            grow();
        }
        targets += route.targets();
        places[place(route.topic)] = route;
    }

    private void grow() {
        @Nullable Route[] former = places;
        places = new Route[former.length * 2];
        pushedOut = 0;
        for (Route route : former) {
            if (route != null) {
                places[place(route.topic)] = route;
            }
        }
    }

    private void forget() {
        places = new Route[FIRST_PLACES];
        changed = false;
        pushedOut = 0;
        targets = 0;
    }

    private int place(TopicName topic) {
        int hash = topic.hashCode();
        return (hash ^ hash >>> 16) & (places.length - 1);
    }
}
