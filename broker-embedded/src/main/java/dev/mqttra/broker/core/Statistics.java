package dev.mqttra.broker.core;

import dev.mqttra.broker.BrokerStatistics;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * The broker's counters: plain fields for the owner, copied once per batch to where any thread may read them, so that
 * counting a message costs one addition.
 */
final class Statistics {
    long connections;
    long sessions;
    long subscriptions;
    long retained;
    long received;
    long delivered;
    long dropped;
    long refusedPublishes;
    long accepted;
    long refused;
    long violations;
    long failures;

    /** Sessions whose client is there; the most there were; those whose client stayed away too long. */
    long connected;

    long mostConnected;
    long expiredSessions;

    /** Packets of every type. */
    long packetsReceived;

    /** Copies in queues. */
    long queued;

    long sharedSubscriptions;
    long expired;
    long tooLarge;
    long receivedBytes;
    long deliveredBytes;

    /** Bytes of packets that came and went through sockets, as their links count them. */
    LongSupplier bytesReceived = () -> 0;

    LongSupplier bytesSent = () -> 0;

    /** Packets of every type that went through sockets. */
    LongSupplier packetsSent = () -> 0;

    private final AtomicLongArray published = new AtomicLongArray(16);

    /** Owner's thread, at the end of a batch. */
    void publish() {
        published.setOpaque(0, connections);
        published.setOpaque(1, sessions);
        published.setOpaque(2, subscriptions);
        published.setOpaque(3, retained);
        published.setOpaque(4, received);
        published.setOpaque(5, delivered);
        published.setOpaque(6, queued);
        published.setOpaque(7, sharedSubscriptions);
        published.setOpaque(8, expired);
        published.setOpaque(9, tooLarge);
        published.setOpaque(10, dropped);
        published.setOpaque(11, refusedPublishes);
        published.setOpaque(12, accepted);
        published.setOpaque(13, refused);
        published.setOpaque(14, violations);
        published.setOpaque(15, failures);
    }

    /** Any thread. */
    BrokerStatistics snapshot() {
        return new BrokerStatistics(
                published.getOpaque(0),
                published.getOpaque(1),
                published.getOpaque(2),
                published.getOpaque(3),
                published.getOpaque(4),
                published.getOpaque(5),
                published.getOpaque(6),
                published.getOpaque(7),
                published.getOpaque(8),
                published.getOpaque(9),
                published.getOpaque(10),
                published.getOpaque(11),
                published.getOpaque(12),
                published.getOpaque(13),
                published.getOpaque(14),
                published.getOpaque(15));
    }
}
