package dev.mqttra.broker.core;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.store.Store;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.session.SendFlow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session's messages to its client: straight to the link while it has room and nothing waits, else in a queue. The
 * queue moves when the client acknowledges, when the link becomes writable, and when the client comes back; when it is
 * empty, the groups of which the session is a member may have something.
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
    private final Backlog backlog;
    private final int maximumRetained;
    private @Nullable Link link;
    private boolean saidTooLarge;

    Outbound(BrokerSession session, BrokerConfig config, Store store, Statistics statistics) {
        this.session = session;
        this.store = store;
        this.statistics = statistics;
        backlog = new Backlog(config, session.local, statistics, this::expired);
        maximumRetained = config.maximumRetainedMessages();
    }

    /** The client is there: what it has not answered is repeated, then what waited for it leaves. */
    void connected(Link newLink, int sendMaximum, long now) {
        link = newLink;
        flow.connected(newLink, sendMaximum);
        drain(now);
    }

    /** The client is away: QoS 0 is not kept for it. */
    void disconnected() {
        link = null;
        flow.disconnected();
        backlog.dropBestEffort(queued -> {});
    }

    /**
     * The session is over: whoever waited for one of its messages is not acknowledged. What it had of a group at QoS 1 is
     * the group's again; at QoS 2 it ends here [MQTT-4.8.2-5].
     */
    void clear() {
        backlog.clear(Queued::abandon);
        List<Queued> ofGroups = new ArrayList<>();
        flow.clear(queued -> {
            if (queued.group != null && queued.qos == QoS.AT_LEAST_ONCE) {
                queued.key = 0;
                ofGroups.add(queued);
            } else {
                queued.abandon();
            }
        });
        giveBack(ofGroups);
    }

    /** The client stays away: what it has not acknowledged of its groups at QoS 1 goes to members that are there. */
    void leaveToOthers() {
        List<Queued> ofGroups = new ArrayList<>();
        flow.withdraw(queued -> {
            SharedGroup group = queued.group;
            boolean leaves = group != null && queued.qos == QoS.AT_LEAST_ONCE && group.isAnyoneThere();
            if (leaves) {
                forget(queued);
                ofGroups.add(queued);
            }
            return leaves;
        });
        giveBack(ofGroups);
    }

    private static void giveBack(List<Queued> ofGroups) {
        for (int i = ofGroups.size() - 1; i >= 0; i--) {
            Queued queued = ofGroups.get(i);
            if (queued.group != null) {
                queued.group.takeBack(queued);
            }
        }
    }

    /** Whether a message can leave at once. */
    boolean hasRoomNow(QoS qos) {
        Link to = link;
        return to != null && backlog.isEmpty() && to.writable() && (qos == QoS.AT_MOST_ONCE || flow.ready());
    }

    /**
     * One copy of a message for this client.
     *
     * @param qos the lower of what was published and what is granted
     * @param expiresAt when it needs not leave any more
     * @param receipt whom to tell when a client inside the VM has taken it over
     */
    void offer(
            Message message,
            QoS qos,
            boolean retain,
            CopyProperties copy,
            long expiresAt,
            @Nullable Receipt receipt,
            long now) {
        if (!hasRoomNow(qos)) {
            enqueue(message, qos, retain, copy, expiresAt, receipt, now);
        } else if (qos == QoS.AT_MOST_ONCE) {
            send(message, qos, retain, copy, Queued.UNTRACKED);
        } else {
            Queued attachment = Queued.UNTRACKED;
            long key = key(message, qos, retain, copy, expiresAt);
            if (key != 0 || session.local && receipt != null) {
                attachment = new Queued(message, qos, retain, copy, expiresAt);
                attachment.key = key;
                waitFor(attachment, receipt);
            }
            if (!send(message, qos, retain, copy, attachment)) {
                settle(attachment);
            }
        }
    }

    /**
     * A message of a group, for which there {@link #hasRoomNow}. Whoever waits for it waits for clients inside the VM
     * only.
     *
     * @return whether it left: not where it is larger than the client takes
     */
    boolean give(Queued queued, Message message, long now) {
        CopyProperties copy = queued.copy(now);
        queued.key = key(message, queued.qos, queued.retain, copy, queued.expiresAt);
        if (!send(message, queued.qos, queued.retain, copy, queued)) {
            forget(queued);
            return false;
        }
        if (!session.local || queued.qos == QoS.AT_MOST_ONCE) {
            queued.release();
        }
        return true;
    }

    /** The same at QoS 0 without anything to remember. */
    boolean giveBestEffort(Message message, boolean retain, CopyProperties copy) {
        return send(message, QoS.AT_MOST_ONCE, retain, copy, Queued.UNTRACKED);
    }

    /** A retained message, sent because of a SUBSCRIBE: with RETAIN 1 [MQTT-3.3.1-8 of 3.1.1]. */
    void offerRetained(Message message, QoS qos, CopyProperties copy, long expiresAt) {
        if (backlog.bySubscribe() >= maximumRetained + SystemTopics.MOST) {
            backlog.sayFull(session.clientId);
            return;
        }
        Queued queued = new Queued(message, qos, true, copy, expiresAt);
        queued.key = key(message, qos, true, copy, expiresAt);
        queued.bySubscribe = true;
        backlog.add(queued);
    }

    /** What waits leaves as far as there is room. */
    void drain(long now) {
        Link to = link;
        for (Queued next = backlog.first(); next != null; next = backlog.first()) {
            Message message = next.message;
            if (next.isExpired(now) || message == null) {
                backlog.removeFirst();
                expired(next);
            } else if (to == null || !to.writable() || next.qos != QoS.AT_MOST_ONCE && !flow.ready()) {
                return;
            } else {
                boolean sent = send(message, next.qos, next.retain, next.copy(now), next);
                backlog.removeFirst();
                if (!sent) {
                    settle(next);
                }
            }
        }
        session.subscriptions.pull(now);
    }

    private void enqueue(
            Message message,
            QoS qos,
            boolean retain,
            CopyProperties copy,
            long expiresAt,
            @Nullable Receipt receipt,
            long now) {
        boolean bestEffort = qos == QoS.AT_MOST_ONCE;
        if (bestEffort && link == null) {
            return;
        }
        if (Expiry.isPast(expiresAt, now)) {
            statistics.expired++;
        } else if (backlog.hasRoom(qos, Queued.size(message), now)) {
            Queued queued = new Queued(message, qos, retain, copy, expiresAt);
            queued.key = key(message, qos, retain, copy, expiresAt);
            waitFor(queued, receipt);
            backlog.add(queued);
        } else {
            backlog.sayFull(session.clientId);
            if (!bestEffort && session.local && receipt != null) {
                receipt.abandon();
            }
        }
    }

    private boolean send(Message message, QoS qos, boolean retain, CopyProperties copy, Queued queued) {
        Link to = link;
        boolean fits = to != null
                && (qos == QoS.AT_MOST_ONCE
                        ? to.publish(message, qos, retain, false, 0, copy)
                        : flow.publish(message, qos, retain, copy, queued));
        if (fits) {
            statistics.delivered++;
            statistics.deliveredBytes += message.payload().length;
            session.touch();
        } else {
            tooLarge(message);
        }
        return fits;
    }

    /** It counts as delivered [MQTT-3.1.2-25]. */
    private void tooLarge(Message message) {
        statistics.tooLarge++;
        if (!saidTooLarge) {
            saidTooLarge = true;
            Log.tooLarge(session.clientId, message.topic(), message.payload().length);
        }
    }

    private long key(Message message, QoS qos, boolean retain, CopyProperties copy, long expiresAt) {
        return session.persistent && qos != QoS.AT_MOST_ONCE
                ? store.owed(session.clientId, message, qos, retain, copy, expiresAt)
                : 0;
    }

    private void waitFor(Queued queued, @Nullable Receipt receipt) {
        if (receipt != null && session.local && queued.qos != QoS.AT_MOST_ONCE) {
            receipt.await();
            queued.receipt = receipt;
        }
    }

    /** It needs not be delivered any more. */
    private void expired(Queued queued) {
        statistics.expired++;
        settle(queued);
    }

    /** Nothing of it is owed any more, to the client or to whoever waits for it. */
    private void settle(Queued queued) {
        forget(queued);
        queued.release();
    }

    private void forget(Queued queued) {
        if (queued.key != 0) {
            store.delivered(session.clientId, queued.key);
            queued.key = 0;
        }
    }

    void onPubAck(int packetId, ReasonCode reason, long now) {
        flow.onPubAck(packetId, reason);
        advance(now);
    }

    void onPubRec(int packetId, ReasonCode reason, long now) {
        flow.onPubRec(packetId, reason);
        session.touch();
        advance(now);
    }

    void onPubComp(int packetId, long now) {
        flow.onPubComp(packetId);
        advance(now);
    }

    /** An answer may also have let the next repeat of a resumed session go. */
    private void advance(long now) {
        session.touch();
        drain(now);
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
        forget(queued);
    }
}
