package dev.mqttra.broker.core;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.protocol.packet.QoS;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Copies that wait for a client, or for any member of a group, in their order: bounded in messages and bytes. QoS 0 gets
 * half of the room. When it is full, those that are used up make room first. Copies sent because of a SUBSCRIBE do not
 * count, they are only references.
 */
final class Backlog {
    private final ArrayDeque<Queued> queue = new ArrayDeque<>();
    private final BrokerConfig config;
    private final Statistics statistics;
    private final Consumer<Queued> expired;
    private int maximumMessages;
    private long maximumBytes;
    private int bySubscribe;
    private long bytes;
    private long earliestExpiry = Expiry.NEVER;
    private boolean full;

    /**
     * @param expired gets the copies that were used up
     */
    Backlog(BrokerConfig config, boolean local, Statistics statistics, Consumer<Queued> expired) {
        this.config = config;
        this.statistics = statistics;
        this.expired = expired;
        local(local);
    }

    /** Whether the bounds are those for a client inside the VM. */
    void local(boolean local) {
        maximumMessages = local ? config.maximumLocalQueuedMessages() : config.maximumQueuedMessages();
        maximumBytes = local ? config.maximumLocalQueuedBytes() : config.maximumQueuedBytes();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    @Nullable
    Queued first() {
        return queue.peek();
    }

    int bySubscribe() {
        return bySubscribe;
    }

    /** Whether one more finds room. */
    boolean hasRoom(QoS qos, int size, long now) {
        if (fits(qos, size)) {
            return true;
        }
        if (!Expiry.isPast(earliestExpiry, now)) {
            return false;
        }
        dropExpired(now);
        return fits(qos, size);
    }

    private boolean fits(QoS qos, int size) {
        int messages = queue.size() - bySubscribe;
        return qos == QoS.AT_MOST_ONCE
                ? messages < (config.maximumQueuedMessages() + 1L) / 2
                        && bytes + size <= config.maximumQueuedBytes() / 2
                : messages < maximumMessages && bytes + size <= maximumBytes;
    }

    /** At the end. That there is room, or that it does not matter, the caller knows. */
    void add(Queued queued) {
        queue.add(queued);
        count(queued);
    }

    /** Back to where it was before. */
    void addFirst(Queued queued) {
        queue.addFirst(queued);
        count(queued);
    }

    private void count(Queued queued) {
        statistics.queued++;
        earliestExpiry = Expiry.earlier(earliestExpiry, queued.expiresAt);
        if (queued.bySubscribe) {
            bySubscribe++;
        } else {
            bytes += queued.size();
        }
    }

    void removeFirst() {
        leave(queue.remove());
    }

    /** There is nobody QoS 0 is kept for. */
    void dropBestEffort(Consumer<Queued> dropped) {
        for (Iterator<Queued> all = queue.iterator(); all.hasNext(); ) {
            Queued queued = all.next();
            if (queued.qos == QoS.AT_MOST_ONCE) {
                all.remove();
                leave(queued);
                dropped.accept(queued);
            }
        }
    }

    private void dropExpired(long now) {
        earliestExpiry = Expiry.NEVER;
        for (Iterator<Queued> all = queue.iterator(); all.hasNext(); ) {
            Queued queued = all.next();
            if (queued.isExpired(now)) {
                all.remove();
                leave(queued);
                expired.accept(queued);
            } else {
                earliestExpiry = Expiry.earlier(earliestExpiry, queued.expiresAt);
            }
        }
    }

    void clear(Consumer<Queued> ended) {
        statistics.queued -= queue.size();
        queue.forEach(ended);
        queue.clear();
        bytes = 0;
        bySubscribe = 0;
        earliestExpiry = Expiry.NEVER;
    }

    void forEach(Consumer<Queued> visitor) {
        queue.forEach(visitor);
    }

    private void leave(Queued queued) {
        statistics.queued--;
        if (queued.bySubscribe) {
            bySubscribe--;
        } else {
            bytes -= queued.size();
        }
        int messages = queue.size() - bySubscribe;
        if (full && messages * 2L <= maximumMessages && bytes * 2 <= maximumBytes) {
            full = false;
        }
    }

    /** A message found no room: logged once until it is half empty. */
    void sayFull(String whose) {
        statistics.dropped++;
        if (!full) {
            full = true;
            Log.queueFull(whose, queue.size(), bytes);
        }
    }
}
