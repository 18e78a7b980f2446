package dev.mqttra.broker.core;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.store.Store;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.session.Deadlines;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The retained messages, in a tree of topic levels: a filter visits what it may match and nothing else. Topics with
 * more levels than {@link BrokerConfig#maximumTopicLevels()} are not stored.
 *
 * <p>When full, a message at a new topic is not stored; one at a topic that has one replaces it where the bytes allow,
 * and otherwise removes it: an old value must not stand for the new one. Logged once until it is half empty.
 */
final class Retained {

    /** A level of topics, and the message of the topic that ends with it, which may have its time. */
    private final class Node implements Due {
        final @Nullable Node parent;
        final String level;
        final TreeMap<String, Node> children = new TreeMap<>();

        @Nullable
        Message message;

        QoS qos = QoS.AT_MOST_ONCE;

        /** When the message is used up, as its publisher said. */
        long expiresAt = Expiry.NEVER;

        /** When it vanishes here: then, or at the age that the configuration allows. */
        long vanishesAt = Expiry.NEVER;

        Node(@Nullable Node parent, String level) {
            this.parent = parent;
            this.level = level;
        }

        @Override
        public void onDue(long now) {
            if (message != null) {
                remove(message.topic());
            }
        }
    }

    /** Gets a retained message that matches. */
    interface Visitor {
        void visit(Message message, QoS qos, long expiresAt);
    }

    /** A node, and how many levels of the filter lead to it. */
    private record Step(Node node, int depth) {}

    private final Node root = new Node(null, "");

    /** The nodes that have a message, for who knows the topic: a device that retains each of its readings is common. */
    private final Map<TopicName, Node> byTopic = new HashMap<>();

    private final Store store;
    private final Statistics statistics;
    private final int maximumMessages;
    private final long maximumBytes;
    private final int maximumLevels;
    private final @Nullable Duration maximumAge;
    private final Deadlines<Due> deadlines;
    private long bytes;
    private boolean full;

    Retained(BrokerConfig config, Store store, Statistics statistics, Deadlines<Due> deadlines) {
        this.store = store;
        this.statistics = statistics;
        maximumMessages = config.maximumRetainedMessages();
        maximumBytes = config.maximumRetainedBytes();
        maximumLevels = config.maximumTopicLevels();
        maximumAge = config.maximumRetainedAge();
        this.deadlines = deadlines;
    }

    /**
     * A PUBLISH with RETAIN 1: sets, replaces, or with an empty payload removes [MQTT-3.3.1-5, MQTT-3.3.1-6].
     *
     * @param expiresAt when its publisher says it is used up
     * @return false where there is no room for it
     */
    boolean publish(Message message, QoS qos, long expiresAt, long now) {
        if (message.payload().length == 0) { // [MQTT-3.3.1-7]
            remove(message.topic());
            return true;
        }
        Node node = byTopic.get(message.topic());
        if (node == null && levels(message.topic()) > maximumLevels) {
            Log.retainedTooDeep(message.topic().utf8().length, maximumLevels);
            return false;
        }
        Message former = node == null ? null : node.message;
        long grows = Queued.size(message) - (former == null ? 0 : Queued.size(former));
        if (bytes + grows > maximumBytes || former == null && statistics.retained >= maximumMessages) {
            sayFull(message.topic());
            remove(message.topic());
            return false;
        }
        Node place = node == null ? make(message.topic()) : node;
        place.message = message;
        place.qos = qos;
        bytes += grows;
        statistics.retained += former == null ? 1 : 0;
        limit(place, expiresAt, now);
        store.retained(message, qos, expiresAt);
        return true;
    }

    private void sayFull(TopicName topic) {
        if (!full) {
            full = true;
            Log.retainedFull(topic, statistics.retained, bytes);
        }
    }

    private void limit(Node node, long expiresAt, long now) {
        boolean had = node.vanishesAt != Expiry.NEVER;
        node.expiresAt = expiresAt;
        node.vanishesAt = maximumAge == null ? expiresAt : Expiry.earlier(expiresAt, now + maximumAge.toNanos());
        if (node.vanishesAt != Expiry.NEVER) {
            deadlines.set(node, node.vanishesAt);
        } else if (had) {
            deadlines.cancel(node);
        }
    }

    private void remove(TopicName topic) {
        Node node = byTopic.remove(topic);
        if (node == null || node.message == null) {
            return;
        }
        bytes -= Queued.size(node.message);
        statistics.retained--;
        node.message = null;
        if (node.vanishesAt != Expiry.NEVER) {
            node.vanishesAt = Expiry.NEVER;
            deadlines.cancel(node);
        }
        store.retainedRemoved(topic);
        full = full && (statistics.retained * 2 > maximumMessages || bytes * 2 > maximumBytes);
        while (node.message == null && node.children.isEmpty() && node.parent != null) {
            node.parent.children.remove(node.level);
            node = node.parent;
        }
    }

    private Node make(TopicName topic) {
        Node node = root;
        for (String level : levels(topic.toString())) {
            Node child = node.children.get(level);
            if (child == null) {
                child = new Node(node, level);
                node.children.put(level, child);
            }
            node = child;
        }
        byTopic.put(topic, node);
        return node;
    }

    /** Visits the retained messages that match, in the order of their topics' levels. */
    void match(TopicFilter filter, long now, Visitor visitor) {
        String[] levels = levels(filter.filter());
        ArrayDeque<Step> steps = new ArrayDeque<>();
        steps.push(new Step(root, 0));
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            Node node = step.node;
            String level = step.depth < levels.length ? levels[step.depth] : null;
            boolean rest = "#".equals(level);
            boolean there = node.message != null && !Expiry.isPast(node.vanishesAt, now);
            if (there && node.message != null && (level == null || rest)) {
                visitor.visit(node.message, node.qos, node.expiresAt);
            }
            if (rest) {
                pushAll(steps, node, step.depth);
            } else if ("+".equals(level)) {
                pushAll(steps, node, step.depth + 1);
            } else if (level != null) {
                Node child = node.children.get(level);
                if (child != null) {
                    steps.push(new Step(child, step.depth + 1));
                }
            }
        }
    }

    /** Children in descending order, so that the stack gives them in ascending order. */
    private void pushAll(ArrayDeque<Step> steps, Node node, int depth) {
        for (Node child : node.children.descendingMap().values()) {
            if (node != root || !child.level.startsWith("$")) {
                steps.push(new Step(child, depth));
            }
        }
    }

    private static int levels(TopicName topic) {
        int levels = 1;
        for (byte b : topic.utf8()) {
            levels += b == '/' ? 1 : 0;
        }
        return levels;
    }

    private static String[] levels(String name) {
        return name.split("/", -1);
    }
}
