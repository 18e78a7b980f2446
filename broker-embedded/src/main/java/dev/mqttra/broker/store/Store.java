package dev.mqttra.broker.store;

import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import org.jspecify.annotations.Nullable;

/**
 * What must outlive a connection, told to whoever keeps it. The state itself lives in the core's maps: the store is
 * written to, and asked nothing while the broker runs.
 *
 * <p>All calls come from the broker's owner thread and return at once: they collect, {@link #commit} begins the writing.
 * Only sessions that outlive their connection are told (Clean Session 0 in 3.x), and messages of QoS 1 and 2.
 */
public interface Store extends AutoCloseable {

    /**
     * A session begins that outlives its connection.
     *
     * @param userName whom it belongs to, null for nobody in particular
     * @param local whether it belongs to a client inside the VM
     */
    void sessionBegun(String clientId, @Nullable String userName, boolean local);

    /** The session is over, with its subscriptions and messages. */
    void sessionEnded(String clientId);

    /**
     * The session's subscription begins, or replaces that with the same filter.
     *
     * @param identifier its subscription identifier, 0 for none
     */
    void subscribed(String clientId, Subscription subscription, int identifier);

    /** The session's subscription ends. */
    void unsubscribed(String clientId, TopicFilter filter);

    /**
     * The session owes its client a message of QoS 1 or 2: it waits or is in flight.
     *
     * @param copy what is set on the session's copy beside the message's own properties
     * @param expiresAt when it needs not be sent any more, in the core's time (nanoseconds); {@link Long#MAX_VALUE} for
     *     never
     * @return what names it in {@link #delivered}, ascending within the session; 0 where the store keeps nothing, so that
     *     the core need not remember it
     */
    long owed(String clientId, Message message, QoS qos, boolean retain, CopyProperties copy, long expiresAt);

    /** The session owes the message no more: its exchange is completed, or it is another's, or used up. */
    void delivered(String clientId, long key);

    /**
     * A group of a shared subscription owes a message of QoS 1 or 2 to one of its members, and none has it: the same as
     * for a session. When one has it, the session is told to owe it before the group is told that it does no more.
     */
    long owed(TopicFilter group, Message message, QoS qos, boolean retain, long expiresAt);

    /** The group owes the message no more. */
    void delivered(TopicFilter group, long key);

    /**
     * The message is the retained one of its topic now.
     *
     * @param expiresAt when it is used up, as above
     */
    void retained(Message message, QoS qos, long expiresAt);

    /** The topic has no retained message any more. */
    void retainedRemoved(TopicName topic);

    /**
     * Makes what was told so far safe, once for a batch of packets; several may be under way. Acknowledgements of the
     * batch leave on its completion.
     *
     * @param done run once when it is safe, in the broker's owner thread: within this call or later, in the order of the
     *     commits. Where writing fails it is not run, and the store reports the failure: nothing is acknowledged then
     */
    void commit(Runnable done);

    /** Releases what the store holds. Owner's thread; no call follows. */
    @Override
    void close();
}
