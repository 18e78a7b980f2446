package dev.mqttra.broker.core;

import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.QoS;
import org.jspecify.annotations.Nullable;

/**
 * One copy of a message that a session owes its client: in its queue, then attached to its exchange in flight. A message
 * that goes straight through, for which nobody waits and which no store keeps, has none but {@link #UNTRACKED}.
 */
final class Queued {
    /** What tells the place of a message beside its bytes: a round figure, so that empty messages are bounded too. */
    private static final int OVERHEAD = 64;

    static final Queued UNTRACKED = new Queued();

    final @Nullable Message message;
    final QoS qos;
    final boolean retain;

    /** What names it in the store, 0 for nothing. */
    final long key;

    /** Who waits for the client to take it over; null for nobody, or when it has. */
    @Nullable
    Receipt receipt;

    private Queued() {
        message = null;
        qos = QoS.AT_MOST_ONCE;
        retain = false;
        key = 0;
    }

    Queued(Message message, QoS qos, boolean retain, long key, @Nullable Receipt receipt) {
        this.message = message;
        this.qos = qos;
        this.retain = retain;
        this.key = key;
        this.receipt = receipt;
    }

    /** What a message counts in bounds of bytes. */
    static int size(Message message) {
        return message.topic().utf8().length + message.payload().length + OVERHEAD;
    }
}
