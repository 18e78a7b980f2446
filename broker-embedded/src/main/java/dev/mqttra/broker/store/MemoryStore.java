package dev.mqttra.broker.store;

import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import org.jspecify.annotations.Nullable;

/**
 * Keeps nothing beside what the core holds in memory, so that everything is as safe as it will ever be at once. What
 * sessions and retained messages there are is lost with the process.
 */
public final class MemoryStore implements Store {

    @Override
    public void sessionBegun(String clientId, @Nullable String userName, boolean local) {}

    @Override
    public void sessionEnded(String clientId) {}

    @Override
    public void subscribed(String clientId, Subscription subscription, int identifier) {}

    @Override
    public void unsubscribed(String clientId, TopicFilter filter) {}

    @Override
    public long owed(String clientId, Message message, QoS qos, boolean retain, CopyProperties copy, long expiresAt) {
        return 0;
    }

    @Override
    public long owed(TopicFilter group, Message message, QoS qos, boolean retain, long expiresAt) {
        return 0;
    }

    @Override
    public void delivered(TopicFilter group, long key) {}

    @Override
    public void delivered(String clientId, long key) {}

    @Override
    public void retained(Message message, QoS qos, long expiresAt) {}

    @Override
    public void retainedRemoved(TopicName topic) {}

    @Override
    public void commit(Runnable done) {
        done.run();
    }

    @Override
    public void close() {}
}
