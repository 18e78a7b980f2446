package dev.mqttra.broker.core;

import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import dev.mqttra.protocol.topic.TopicTree;
import java.util.LinkedHashMap;
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

    private final TopicTree<BrokerSession, Subscription> tree = new TopicTree<>();
    private @Nullable Route[] places = new Route[FIRST_PLACES];
    private boolean changed;
    private int pushedOut;
    private int targets;

    /** Sets a subscription; the former with the same filter, null where it is new. */
    @Nullable
    Subscription put(Subscription subscription, BrokerSession session) {
        changed = true;
        return tree.put(subscription.filter(), session, subscription);
    }

    @Nullable
    Subscription remove(TopicFilter filter, BrokerSession session) {
        changed = true;
        return tree.remove(filter, session);
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
        Map<BrokerSession, Subscription> matching = new LinkedHashMap<>();
        tree.match(topic, (session, subscription) -> matching.merge(session, subscription, Routes::higher));
        Route route = new Route(topic, matching);
        keep(route);
        return route;
    }

    private static Subscription higher(Subscription a, Subscription b) {
        return a.qos().compareTo(b.qos()) >= 0 ? a : b;
    }

    private void keep(Route route) {
        if (places[place(route.topic)] != null && ++pushedOut > places.length / 4 && places.length < MOST_PLACES) {
            grow();
        }
        targets += route.sessions.length;
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
