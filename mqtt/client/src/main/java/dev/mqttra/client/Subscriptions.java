package dev.mqttra.client;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.SubAck;
import dev.mqttra.protocol.packet.Subscribe;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.packet.UnsubAck;
import dev.mqttra.protocol.packet.Unsubscribe;
import dev.mqttra.protocol.session.SendFlow;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import dev.mqttra.protocol.topic.TopicTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a client is subscribed to, and what the server knows of it. A subscription gets messages from the moment it is
 * added, as a resumed session delivers before SUBACK. On each connection the server is told what it cannot know: all of
 * it in a new session, in a resumed one only what changed since it last answered, because in 3.x a repeated SUBSCRIBE
 * sends the retained messages again. The owner's thread.
 */
final class Subscriptions {
    /** As many filters in one packet: some servers take no more. */
    static final int FILTERS_IN_PACKET = 8;

    static final class Entry {
        final TopicFilter filter;
        final QoS qos;
        final MessageHandler handler;
        final CompletableFuture<QoS> answered;

        /** Whether the server has granted it in the session as it is. */
        private boolean granted;

        Entry(TopicFilter filter, QoS qos, MessageHandler handler, CompletableFuture<QoS> answered) {
            this.filter = filter;
            this.qos = qos;
            this.handler = handler;
            this.answered = answered;
        }
    }

    private record Removal(TopicFilter filter, CompletableFuture<Void> done) {}

    private final String clientId;
    private final ClientListener listener;
    private final SendFlow<?> ids;
    private final Map<TopicFilter, Entry> entries = new LinkedHashMap<>();
    private final TopicTree<Entry, Entry> tree = new TopicTree<>();
    private final Map<TopicFilter, Removal> removed = new LinkedHashMap<>();
    private final List<Entry> toSend = new ArrayList<>();
    private final Map<Integer, List<Entry>> subscribing = new HashMap<>();
    private final Map<Integer, List<Removal>> unsubscribing = new HashMap<>();
    private @Nullable Link link;
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
        removed.remove(entry.filter);
        Entry former = entries.put(entry.filter, entry);
        if (former != null) {
            forget(former);
        }
        tree.put(entry.filter, entry, entry);
        if (link != null) {
            toSend.add(entry);
        }
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
        tree.remove(former.filter, former);
        toSend.remove(former);
        former.answered.cancel(false);
    }

    /** Calls the visitor with each subscription that matches. */
    void match(TopicName topic, BiConsumer<Entry, Entry> visitor) {
        tree.match(topic, visitor);
    }

    void connected(Link newLink, boolean sessionPresent) {
        link = newLink;
        if (!sessionPresent) {
            removed.clear();
            entries.values().forEach(entry -> entry.granted = false);
        }
        for (Entry entry : entries.values()) {
            if (!entry.granted) {
                toSend.add(entry);
            }
        }
    }

    void disconnected() {
        link = null;
        toSend.clear();
        subscribing.keySet().forEach(ids::releaseId);
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
        if (current == null) {
            return;
        }
        while (!removed.isEmpty()) {
            List<Removal> some =
                    removed.values().stream().limit(FILTERS_IN_PACKET).toList();
            int id = ids.reserveId();
            if (id == 0) {
                return;
            }
            some.forEach(removal -> removed.remove(removal.filter));
            unsubscribing.put(id, some);
            current.send(new Unsubscribe(
                    id, some.stream().map(removal -> removal.filter).toList(), Properties.NONE));
        }
        while (!toSend.isEmpty()) {
            List<Entry> head = toSend.subList(0, Math.min(FILTERS_IN_PACKET, toSend.size()));
            int id = ids.reserveId();
            if (id == 0) {
                return;
            }
            List<Entry> some = List.copyOf(head);
            head.clear();
            subscribing.put(id, some);
            current.send(new Subscribe(
                    id,
                    some.stream()
                            .map(entry -> new Subscription(entry.filter, entry.qos))
                            .toList(),
                    Properties.NONE));
        }
    }

    void onSubAck(SubAck subAck) throws ProtocolViolation {
        List<Entry> asked = subscribing.remove(subAck.packetId());
        if (asked == null) {
            return;
        }
        ids.releaseId(subAck.packetId());
        if (asked.size() != subAck.reasons().size()) {
            throw new ProtocolViolation(
                    ReasonCode.PROTOCOL_ERROR,
                    "SUBACK has " + subAck.reasons().size() + " codes for " + asked.size() + " subscriptions");
        }
        for (int i = 0; i < asked.size(); i++) {
            Entry entry = asked.get(i);
            if (entries.get(entry.filter) == entry) {
                answer(entry, subAck.reasons().get(i));
            }
        }
    }

    private void answer(Entry entry, ReasonCode reason) {
        if (reason.isError()) {
            Log.subscriptionRefused(clientId, entry.filter, reason);
            entry.answered.completeExceptionally(new SubscriptionRefusedException(entry.filter, reason));
            try {
                listener.onSubscriptionRefused(entry.filter, reason);
            } catch (RuntimeException e) {
                Log.listenerFailed(clientId, e);
            }
            return;
        }
        QoS qos = QoS.of(reason.value());
        entry.granted = true;
        if (qos.compareTo(entry.qos) < 0) {
            Log.lowerQoS(clientId, entry.filter, entry.qos, qos);
        }
        entry.answered.complete(qos);
    }

    void onUnsubAck(UnsubAck unsubAck) {
        List<Removal> removals = unsubscribing.remove(unsubAck.packetId());
        if (removals != null) {
            ids.releaseId(unsubAck.packetId());
            removals.forEach(removal -> removal.done.complete(null));
        }
    }

    void close() {
        closed = true;
        disconnected();
        entries.values().forEach(entry -> entry.answered.cancel(false));
    }
}
