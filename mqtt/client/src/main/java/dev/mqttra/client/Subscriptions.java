package dev.mqttra.client;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.SubAck;
import dev.mqttra.protocol.packet.Subscribe;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.packet.Subscription.RetainHandling;
import dev.mqttra.protocol.packet.UnsubAck;
import dev.mqttra.protocol.packet.Unsubscribe;
import dev.mqttra.protocol.session.SendFlow;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a client is subscribed to, and what the server knows of it. A subscription gets messages from the moment it is
 * added, as a resumed session delivers before SUBACK. On each connection the server is told what it cannot know: in 3.x
 * all of it in a new session and in a resumed one only what changed since it last answered, because a repeated SUBSCRIBE
 * sends the retained messages again; in 5.0 always all of it, with Retain Handling 1 what was granted before; in 3.1 always all of it, because a
 * server does not say whether it has the session. The owner's thread.
 */
final class Subscriptions {
    /** As many filters in one packet: some servers take no more. */
    static final int FILTERS_IN_PACKET = 8;

    private static final int HIGHEST_IDENTIFIER = 268_435_455;

    static final class Entry {
        final Subscription subscription;
        final MessageHandler handler;
        final CompletableFuture<QoS> answered;

        /** Stands for the filter in 5.0. */
        private int identifier;

        /** Whether the server has granted it in the session as it is. */
        private boolean granted;

        /**
         * Whether a server has granted it once, in whatever session: then this application has had the retained messages.
         * Before that it has not, also where it resumes the session of a predecessor, or where the answer was lost.
         */
        private boolean grantedBefore;

        Entry(Subscription subscription, MessageHandler handler, CompletableFuture<QoS> answered) {
            this.subscription = subscription;
            this.handler = handler;
            this.answered = answered;
        }

        TopicFilter filter() {
            return subscription.filter();
        }
    }

    private record Removal(TopicFilter filter, CompletableFuture<Void> done) {}

    private final String clientId;
    private final ClientListener listener;
    private final SendFlow<?> ids;
    private final Map<TopicFilter, Entry> entries = new LinkedHashMap<>();
    private final Map<Integer, Entry> byIdentifier = new HashMap<>();
    private final TopicTree<Entry, Entry> tree = new TopicTree<>();
    private final Map<TopicFilter, Removal> removed = new LinkedHashMap<>();
    private final List<Entry> toSend = new ArrayList<>();
    private final Map<Integer, List<Entry>> subscribing = new HashMap<>();
    private final Map<Integer, List<Removal>> unsubscribing = new HashMap<>();
    private @Nullable Link link;
    private @Nullable ConnectionTerms terms;
    private boolean closed;

    Subscriptions(String clientId, ClientListener listener, SendFlow<?> ids) {
        this.clientId = clientId;
        this.listener = listener;
        this.ids = ids;
    }

    void add(Entry entry) {
        if (closed) {
            entry.answered.cancel(false);
            return;
        }
        removed.remove(entry.filter());
        Entry former = entries.put(entry.filter(), entry);
        if (former != null) {
            forget(former);
        }
        entry.identifier = identifier(entry.filter());
        byIdentifier.put(entry.identifier, entry);
        tree.put(entry.filter(), entry, entry);
        if (link != null) {
            toSend.add(entry);
        }
    }

    /**
     * A subscription identifier made from the filter, so that a restarted client gives it the same: the session may
     * bring messages under the identifiers of before.
     */
    private int identifier(TopicFilter filter) {
        int hash = filter.toString().hashCode();
        int identifier = 1 + Math.floorMod(hash ^ hash >>> 16, HIGHEST_IDENTIFIER);
        while (byIdentifier.containsKey(identifier)) {
            identifier = 1 + identifier % HIGHEST_IDENTIFIER;
        }
        return identifier;
    }

    void remove(TopicFilter filter, CompletableFuture<Void> done) {
        Entry former = entries.remove(filter);
        if (former == null) {
            done.complete(null);
            return;
        }
        forget(former);
        removed.put(filter, new Removal(filter, done));
        if (link == null) {
            done.complete(null);
        }
    }

    private void forget(Entry former) {
        byIdentifier.remove(former.identifier);
        tree.remove(former.filter(), former);
        toSend.remove(former);
        former.answered.cancel(false);
    }

    /**
     * Calls the visitor with each subscription that a message is for: those that the server names, or else those that
     * match. It names them with several identifiers, or in a copy for each.
     */
    void match(Message message, Consumer<Entry> visitor) {
        boolean named = false;
        for (int identifier : message.properties().subscriptionIdentifiers()) {
            Entry entry = byIdentifier.get(identifier);
            if (entry != null) {
                named = true;
                visitor.accept(entry);
            }
        }
        if (!named) {
            tree.match(message.topic(), (entry, same) -> visitor.accept(entry));
        }
    }

    /** Whether a subscription is among those that {@link #match} finds. */
    boolean isFor(Message message, TopicFilter filter) {
        boolean[] found = new boolean[1];
        match(message, entry -> found[0] |= entry.filter().equals(filter));
        return found[0];
    }

    void connected(Link newLink, ConnectionTerms newTerms, boolean sessionPresent) {
        link = newLink;
        terms = newTerms;
        if (!sessionPresent) {
            removed.clear();
            entries.values().forEach(entry -> entry.granted = false);
        }
        for (Entry entry : entries.values()) {
            // 5.0 does it without the retained messages; in 3.1 nobody knows what the server still has.
            if (!entry.granted || newTerms.version() != MqttVersion.V3_1_1) {
                toSend.add(entry);
            }
        }
    }

    void disconnected() {
        link = null;
        terms = null;
        toSend.clear();
        subscribing.forEach((id, some) -> {
            ids.releaseId(id);
        });
        subscribing.clear();
        unsubscribing.forEach((id, removals) -> {
            ids.releaseId(id);
            for (Removal removal : removals) {
                if (!entries.containsKey(removal.filter)) {
                    removed.put(removal.filter, removal);
                }
            }
        });
        unsubscribing.clear();
        removed.values().forEach(removal -> removal.done.complete(null));
    }

    /** Sends what the server does not know yet. */
    void pump() {
        Link current = link;
        ConnectionTerms agreed = terms;
        if (current != null && agreed != null && unsubscribe(current)) {
            subscribe(current, agreed);
        }
    }

    private boolean unsubscribe(Link current) {
        while (!removed.isEmpty()) {
            List<Removal> some =
                    removed.values().stream().limit(FILTERS_IN_PACKET).toList();
            int id = ids.reserveId();
            if (id == 0) {
                return false;
            }
            some.forEach(removal -> removed.remove(removal.filter));
            unsubscribing.put(id, some);
            if (!current.send(new Unsubscribe(
                    id, some.stream().map(removal -> removal.filter).toList(), Properties.NONE))) {
                unsubscribing.remove(id);
                ids.releaseId(id);
                some.forEach(removal -> removal.done.complete(null)); // nor could it be subscribed to
            }
        }
        return true;
    }

    private void subscribe(Link current, ConnectionTerms agreed) {
        while (!toSend.isEmpty()) {
            Entry first = toSend.get(0);
            ReasonCode unsupported = unsupported(first.filter(), agreed);
            if (unsupported != null) {
                toSend.remove(0);
                refused(first, unsupported, ", it was not asked");
                continue;
            }
            // An identifier is for all filters of a packet, so that each filter needs its own.
            int count = agreed.v5() ? 1 : Math.min(FILTERS_IN_PACKET, toSend.size());
            int id = ids.reserveId();
            if (id == 0) {
                return;
            }
            List<Entry> head = toSend.subList(0, count);
            List<Entry> some = List.copyOf(head);
            head.clear();
            subscribing.put(id, some);
            if (!current.send(packet(id, some, agreed))) {
                subscribing.remove(id);
                ids.releaseId(id);
                some.forEach(entry -> refused(entry, ReasonCode.PACKET_TOO_LARGE, ", it was not asked"));
            }
        }
    }

    private static Subscribe packet(int id, List<Entry> some, ConnectionTerms agreed) {
        Properties properties = agreed.subscriptionIdentifierAvailable()
                ? Properties.builder()
                        .number(Property.SUBSCRIPTION_IDENTIFIER, some.get(0).identifier)
                        .build()
                : Properties.NONE;
        List<Subscription> subscriptions = some.stream()
                .map(entry -> agreed.v5() ? asked(entry) : entry.subscription)
                .toList();
        return new Subscribe(id, subscriptions, properties);
    }

    /** Retained messages come when the application subscribes, also in a resumed session, and not with every connection. */
    private static Subscription asked(Entry entry) {
        Subscription wanted = entry.subscription;
        return entry.grantedBefore && wanted.retainHandling() == RetainHandling.SEND
                ? new Subscription(
                        wanted.filter(),
                        wanted.qos(),
                        wanted.noLocal(),
                        wanted.retainAsPublished(),
                        RetainHandling.SEND_IF_NEW)
                : wanted;
    }

    private static @Nullable ReasonCode unsupported(TopicFilter filter, ConnectionTerms agreed) {
        if (filter.shareName() != null && !agreed.sharedSubscriptionAvailable()) {
            return ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED;
        }
        return filter.hasWildcard() && !agreed.wildcardSubscriptionAvailable()
                ? ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED
                : null;
    }

    void onSubAck(SubAck subAck) throws ProtocolViolation {
        List<Entry> asked = subscribing.remove(subAck.packetId());
        if (asked == null) {
            return;
        }
        ids.releaseId(subAck.packetId());
        checkCount("SUBACK", subAck.reasons().size(), asked.size());
        String reasonString = subAck.properties().string(Property.REASON_STRING);
        for (int i = 0; i < asked.size(); i++) {
            Entry entry = asked.get(i);
            if (entries.get(entry.filter()) == entry) {
                answer(entry, subAck.reasons().get(i), reasonString == null ? "" : ", " + reasonString);
            }
        }
    }

    private static void checkCount(String packet, int codes, int asked) throws ProtocolViolation {
        if (codes != asked) {
            throw new ProtocolViolation(
                    ReasonCode.PROTOCOL_ERROR, packet + " has " + codes + " codes for " + asked + " subscriptions");
        }
    }

    private void answer(Entry entry, ReasonCode reason, String why) {
        if (reason.isError()) {
            refused(entry, reason, why);
            return;
        }
        QoS qos = QoS.of(reason.value());
        entry.granted = true;
        entry.grantedBefore = true;
        if (qos.compareTo(entry.subscription.qos()) < 0) {
            Log.lowerQoS(clientId, entry.filter(), entry.subscription.qos(), qos);
        }
        entry.answered.complete(qos);
    }

    private void refused(Entry entry, ReasonCode reason, String why) {
        Log.subscriptionRefused(clientId, entry.filter(), reason + why);
        entry.answered.completeExceptionally(new SubscriptionRefusedException(entry.filter(), reason, why));
        try {
            listener.onSubscriptionRefused(entry.filter(), reason);
        } catch (RuntimeException e) {
            Log.listenerFailed(clientId, e);
        }
    }

    void onUnsubAck(UnsubAck unsubAck) throws ProtocolViolation {
        List<Removal> removals = unsubscribing.remove(unsubAck.packetId());
        if (removals == null) {
            return;
        }
        ids.releaseId(unsubAck.packetId());
        if (terms != null && terms.v5()) {
            checkCount("UNSUBACK", unsubAck.reasons().size(), removals.size());
        }
        for (int i = 0; i < removals.size(); i++) {
            Removal removal = removals.get(i);
            if (i < unsubAck.reasons().size() && unsubAck.reasons().get(i).isError()) {
                Log.unsubscribeRefused(
                        clientId, removal.filter, unsubAck.reasons().get(i));
            }
            removal.done.complete(null);
        }
    }

    void close() {
        closed = true;
        disconnected();
        entries.values().forEach(entry -> entry.answered.cancel(false));
    }
}
