package dev.mqttra.broker.core;

import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * One copy of a message that a session owes its client, or a group one of its members: in a queue, then attached to its
 * exchange in flight. A message that goes straight through, for which nobody waits and which no store keeps, has none but
 * {@link #UNTRACKED}.
 */
final class Queued {
    /** What tells the place of a message beside its bytes: a round figure, so that empty messages are bounded too. */
    private static final int OVERHEAD = 64;

    static final Queued UNTRACKED = new Queued();

    final @Nullable Message message;
    final long expiresAt;

    /** Whose it is when its member goes away with it, null where it is a session's own. */
    final @Nullable SharedGroup group;

    /** As it was published, which matters to the next member of a group. */
    private final QoS publishedQos;

    private final boolean publishedRetain;

    /** How it is sent. */
    QoS qos;

    boolean retain;
    CopyProperties copy = CopyProperties.NONE;

    /** Whether it is sent because of a SUBSCRIBE. */
    boolean bySubscribe;

    /** What names it in the store, 0 for nothing. */
    long key;

    /** Who waits for the client to take it over; null for nobody, or when it has. */
    @Nullable
    Receipt receipt;

    private Queued() {
        message = null;
        expiresAt = Expiry.NEVER;
        group = null;
        publishedQos = QoS.AT_MOST_ONCE;
        publishedRetain = false;
        qos = QoS.AT_MOST_ONCE;
    }

    /** A session's own copy. */
    Queued(Message message, QoS qos, boolean retain, CopyProperties copy, long expiresAt) {
        this.message = message;
        this.expiresAt = expiresAt;
        this.group = null;
        publishedQos = qos;
        publishedRetain = retain;
        this.qos = qos;
        this.retain = retain;
        this.copy = copy;
    }

    /** A group's, as it was published. */
    Queued(SharedGroup group, Message message, QoS qos, boolean retain, long expiresAt) {
        this.message = message;
        this.expiresAt = expiresAt;
        this.group = group;
        publishedQos = qos;
        publishedRetain = retain;
        this.qos = qos;
        this.retain = retain;
    }

    /** It goes to a member, whose subscription says how. */
    void to(Copy member) {
        qos = QoS.min(publishedQos, member.granted());
        retain = publishedRetain && member.retainAsPublished();
        copy = member.properties();
    }

    /** It is nobody's again. */
    void back() {
        qos = publishedQos;
        retain = publishedRetain;
        copy = CopyProperties.NONE;
    }

    /** What it is about to be sent as. */
    CopyProperties copy(long now) {
        return Expiry.left(copy, expiresAt, now);
    }

    boolean isExpired(long now) {
        return Expiry.isPast(expiresAt, now);
    }

    /** Nobody is to wait for it any more: it is delivered, or needs not to be. */
    void release() {
        Receipt waits = receipt;
        if (waits != null) {
            receipt = null;
            waits.done(ReasonCode.SUCCESS);
        }
    }

    /** It will not be delivered: whoever waited for it is not acknowledged. */
    void abandon() {
        Receipt waits = receipt;
        if (waits != null) {
            receipt = null;
            waits.abandon();
        }
    }

    int size() {
        return message == null ? 0 : size(message);
    }

    /** What a message counts in bounds of bytes. */
    static int size(Message message) {
        int size = message.topic().utf8().length + message.payload().length + OVERHEAD;
        return message.properties().isEmpty() ? size : size + size(message.properties());
    }

    private static int size(Properties properties) {
        int size = 0;
        for (Object value : properties.values().values()) {
            size += OVERHEAD + (value instanceof byte[] bytes ? bytes.length : 0);
            size += value instanceof String text ? text.length() : 0;
        }
        for (UserProperty property : properties.userProperties()) {
            size += OVERHEAD + property.name().length() + property.value().length();
        }
        return size;
    }
}
