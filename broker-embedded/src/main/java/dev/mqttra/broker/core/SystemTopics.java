package dev.mqttra.broker.core;

import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The broker's figures as topics below {@code $SYS/broker/}, under the names that monitoring knows from Mosquitto. At each
 * interval those that changed are published at QoS 0; who subscribes gets the last ones as retained messages. They take
 * no room among the retained messages of others, and no store keeps them. While nobody subscribes nothing is done.
 */
final class SystemTopics implements Due {
    /** There are not more. */
    static final int MOST = 64;

    private static final class Topic {
        final TopicName name;
        final Supplier<String> value;

        @Nullable
        Message last;

        Topic(String name, Supplier<String> value) {
            this.name = TopicName.of("$SYS/broker/" + name);
            this.value = value;
        }
    }

    private final BrokerCore core;
    private final long start;
    private final long interval;
    private final List<Topic> topics = new ArrayList<>();
    private long uptime;
    private int subscriptions;

    SystemTopics(BrokerCore core, Duration interval, long now) {
        this.core = core;
        this.start = now;
        this.interval = interval.toNanos();
        if (this.interval > 0) {
            addAll(core.statistics);
        }
    }

    private void addAll(Statistics statistics) {
        String version = SystemTopics.class.getPackage().getImplementationVersion();
        String said = "dev.mqttra.broker " + Objects.requireNonNullElse(version, "in development");
        topics.add(new Topic("version", () -> said));
        topics.add(new Topic("uptime", () -> uptime + " seconds"));
        add("clients/total", () -> statistics.sessions);
        add("clients/connected", () -> statistics.connected);
        add("clients/disconnected", () -> statistics.sessions - statistics.connected);
        add("clients/maximum", () -> statistics.mostConnected);
        add("clients/expired", () -> statistics.expiredSessions);
        add("messages/received", () -> statistics.packetsReceived);
        add("messages/sent", () -> statistics.packetsSent.getAsLong());
        add("messages/stored", () -> statistics.retained + statistics.queued);
        add("store/messages/count", () -> statistics.retained + statistics.queued);
        add("bytes/received", () -> statistics.bytesReceived.getAsLong());
        add("bytes/sent", () -> statistics.bytesSent.getAsLong());
        add("publish/messages/received", () -> statistics.received);
        add("publish/messages/sent", () -> statistics.delivered);
        add("publish/messages/dropped", () -> statistics.dropped + statistics.expired + statistics.tooLarge);
        add("publish/bytes/received", () -> statistics.receivedBytes);
        add("publish/bytes/sent", () -> statistics.deliveredBytes);
        add("retained messages/count", () -> statistics.retained);
        add("subscriptions/count", () -> statistics.subscriptions);
        add("shared_subscriptions/count", () -> statistics.sharedSubscriptions);
    }

    private void add(String name, LongSupplier value) {
        topics.add(new Topic(name, () -> Long.toString(value.getAsLong())));
    }

    /** Whether the value is another one. */
    private static boolean refresh(Topic topic) {
        byte[] payload = topic.value.get().getBytes(StandardCharsets.US_ASCII);
        Message message = new Message(topic.name, payload);
        boolean changed = !message.equals(topic.last);
        topic.last = message;
        return changed;
    }

    /** A subscription begins. */
    void subscribed(TopicFilter filter, long now) {
        if (!topics.isEmpty() && mayMatch(filter) && subscriptions++ == 0) {
            uptime = uptime(now);
            topics.forEach(SystemTopics::refresh);
            core.deadlines.set(this, now + interval);
        }
    }

    /** A subscription ends. */
    void unsubscribed(TopicFilter filter) {
        if (!topics.isEmpty() && mayMatch(filter) && --subscriptions == 0) {
            core.deadlines.cancel(this);
        }
    }

    /** No wildcard stands for the first level [MQTT-4.7.2-1]. */
    private static boolean mayMatch(TopicFilter filter) {
        return filter.filter().startsWith("$SYS/");
    }

    private long uptime(long now) {
        return (now - start) / 1_000_000_000;
    }

    @Override
    public void onDue(long now) {
        uptime = uptime(now);
        for (Topic topic : topics) {
            if (refresh(topic) && topic.last != null) {
                core.publications.publish(topic.last, QoS.AT_MOST_ONCE, true, null, null, now);
            }
        }
        core.deadlines.set(this, now + interval);
    }

    /** Visits those that match, as they are retained. */
    void match(TopicFilter filter, Retained.Visitor visitor) {
        if (!mayMatch(filter)) {
            return;
        }
        for (Topic topic : topics) {
            if (filter.matches(topic.name) && topic.last != null) {
                visitor.visit(topic.last, QoS.AT_MOST_ONCE, Expiry.NEVER);
            }
        }
    }
}
