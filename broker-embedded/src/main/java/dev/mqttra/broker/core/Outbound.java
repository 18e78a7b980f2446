package dev.mqttra.broker.core;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.store.Store;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.session.SendFlow;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A session's messages to its client: straight to the link while it has room and nothing waits, else in a queue. The
 * queue moves when the client acknowledges, when the link becomes writable, and when the client comes back.
 *
 * <p>When the queue is full the newest message is dropped; QoS 0 gets half of the room, and none while the client is
 * away. A client inside the VM loses no QoS 1 or 2: see {@link BrokerConfig#maximumLocalQueuedMessages()}. Retained
 * messages sent for a SUBSCRIBE do not count, they are only references; of them there may wait as many as the broker may
 * retain.
 */
final class Outbound implements SendFlow.Listener<Queued> {
    private final BrokerSession session;
    private final Statistics statistics;
    private final Store store;
    private final SendFlow<Queued> flow = new SendFlow<>(this);
    private final ArrayDeque<Queued> queue = new ArrayDeque<>();
    private final int maximumMessages;
    private final long maximumBytes;
    private final long bestEffortMessages;
    private final long bestEffortBytes;
    private final int maximumRetained;
    private @Nullable Link link;
    private long bytes;
    private int retainedWaiting;
    private boolean full;

    Outbound(BrokerSession session, BrokerConfig config, Store store, Statistics statistics) {
        this.session = session;
        this.store = store;
        this.statistics = statistics;
        maximumMessages = session.local ? config.maximumLocalQueuedMessages() : config.maximumQueuedMessages();
        maximumBytes = session.local ? config.maximumLocalQueuedBytes() : config.maximumQueuedBytes();
        bestEffortMessages = (config.maximumQueuedMessages() + 1L) / 2;
        bestEffortBytes = config.maximumQueuedBytes() / 2;
        maximumRetained = config.maximumRetainedMessages();
    }

    /** The client is there: what it has not answered is repeated, then what waited for it leaves. */
    void connected(Link newLink, int sendMaximum) {
        link = newLink;
        flow.connected(newLink, sendMaximum);
        drain();
    }

    /** The client is away: QoS 0 is not kept for it. */
    void disconnected() {
        link = null;
        flow.disconnected();
        for (int left = queue.size(); left > 0; left--) {
            Queued queued = queue.remove();
            if (queued.qos == QoS.AT_MOST_ONCE) {
                leave(queued);
            } else {
                queue.add(queued);
            }
        }
    }

    /** The session is over: whoever waited for one of its messages is not acknowledged. */
    void clear() {
        queue.forEach(Outbound::abandon);
        queue.clear();
        bytes = 0;
        retainedWaiting = 0;
        flow.clear(Outbound::abandon);
    }

    private static void abandon(Queued queued) {
        if (queued.receipt != null) {
            queued.receipt.abandon();
            queued.receipt = null;
        }
    }

    /**
     * One copy of a message for this client.
     *
     * @param qos the lower of what was published and what is granted
     * @param receipt whom to tell when a client inside the VM has taken it over
     */
    void offer(Message message, QoS qos, @Nullable Receipt receipt) {
        Link to = link;
        if (to != null && queue.isEmpty() && to.writable()) {
            if (qos == QoS.AT_MOST_ONCE) {
                to.publish(message, qos, false, false, 0, CopyProperties.NONE);
                statistics.delivered++;
                session.touch();
                return;
            }
            if (flow.ready()) {
                send(message, qos, false, attachment(message, qos, receipt));
                statistics.delivered++;
                session.touch();
                return;
            }
        }
        enqueue(message, qos, receipt);
    }

    /** A retained message, sent because of a SUBSCRIBE: with RETAIN 1 [MQTT-3.3.1-8]. */
    void offerRetained(Message message, QoS qos) {
        if (retainedWaiting >= maximumRetained) {
            drop();
            return;
        }
        queue.add(new Queued(message, qos, true, key(message, qos, true), null));
        retainedWaiting++;
    }

    /** What waits leaves as far as there is room. */
    void drain() {
        Link to = link;
        while (to != null && !queue.isEmpty() && to.writable()) {
            Queued next = queue.element();
            Message message = next.message;
            if (message == null) {
                throw new IllegalStateException("an untracked message in a queue");
            }
            if (next.qos == QoS.AT_MOST_ONCE) {
                to.publish(message, next.qos, next.retain, false, 0, CopyProperties.NONE);
            } else if (flow.ready()) {
                send(message, next.qos, next.retain, next);
            } else {
                return;
            }
            queue.remove();
            leave(next);
            statistics.delivered++;
            session.touch();
        }
    }

    /** What is larger than the client takes counts as delivered [MQTT-3.1.2-25]. */
    private void send(Message message, QoS qos, boolean retain, Queued attachment) {
        if (!flow.publish(message, qos, retain, CopyProperties.NONE, attachment)) {
            onAccepted(attachment, ReasonCode.SUCCESS);
            onCompleted(attachment);
        }
    }

    private void enqueue(Message message, QoS qos, @Nullable Receipt receipt) {
        boolean bestEffort = qos == QoS.AT_MOST_ONCE;
        if (bestEffort && link == null) {
            return;
        }
        int size = Queued.size(message);
        if (bestEffort ? !hasRoomForBestEffort(size) : !hasRoom(size)) {
            drop();
            if (!bestEffort && session.local && receipt != null) {
                receipt.abandon();
            }
            return;
        }
        queue.add(new Queued(message, qos, false, key(message, qos, false), waitFor(qos, receipt)));
        bytes += size;
    }

    private boolean hasRoom(int size) {
        return waiting() < maximumMessages && bytes + size <= maximumBytes;
    }

    private boolean hasRoomForBestEffort(int size) {
        return waiting() < bestEffortMessages && bytes + size <= bestEffortBytes;
    }

    private Queued attachment(Message message, QoS qos, @Nullable Receipt receipt) {
        long key = key(message, qos, false);
        Receipt waits = waitFor(qos, receipt);
        return key == 0 && waits == null ? Queued.UNTRACKED : new Queued(message, qos, false, key, waits);
    }

    private long key(Message message, QoS qos, boolean retain) {
        return session.persistent && qos != QoS.AT_MOST_ONCE ? store.owed(session.clientId, message, qos, retain) : 0;
    }

    private @Nullable Receipt waitFor(QoS qos, @Nullable Receipt receipt) {
        if (receipt == null || !session.local || qos == QoS.AT_MOST_ONCE) {
            return null;
        }
        receipt.await();
        return receipt;
    }

    private long waiting() {
        return queue.size() - retainedWaiting;
    }

    private void leave(Queued queued) {
        if (queued.retain) {
            retainedWaiting--;
        } else if (queued.message != null) {
            bytes -= Queued.size(queued.message);
        }
        if (full && waiting() * 2 <= maximumMessages && bytes * 2 <= maximumBytes) {
            full = false;
        }
    }

    private void drop() {
        statistics.dropped++;
        if (!full) {
            full = true;
            Log.queueFull(session.clientId, queue.size(), bytes);
        }
    }

    void onPubAck(int packetId, ReasonCode reason) {
        flow.onPubAck(packetId, reason);
        advance();
    }

    void onPubRec(int packetId, ReasonCode reason) {
        flow.onPubRec(packetId, reason);
        session.touch();
        advance();
    }

    void onPubComp(int packetId) {
        flow.onPubComp(packetId);
        advance();
    }

    /** An answer may also have let the next repeat of a resumed session go. */
    private void advance() {
        session.touch();
        if (!queue.isEmpty()) {
            drain();
        }
    }

    @Override
    public void onAccepted(Queued queued, ReasonCode reason) {
        Receipt waits = queued.receipt;
        if (waits != null) {
            queued.receipt = null;
            waits.done(reason);
        }
    }

    @Override
    public void onCompleted(Queued queued) {
        if (queued.key != 0) {
            store.delivered(session.clientId, queued.key);
        }
    }
}
