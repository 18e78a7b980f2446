package dev.mqttra.protocol.session;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The receiver's side of QoS 1 and 2: deduplication, and acknowledgements that wait until what was received is dealt
 * with. Each arrival gets an {@link Arrival} to complete, in any order; PUBACKs leave in the order their PUBLISH came,
 * and so do PUBRECs [MQTT-4.6.0-2, MQTT-4.6.0-3]: only the finished head of each ledger leaves. On a link inside the VM
 * nobody asks for an order, and each leaves as it finishes.
 *
 * <p>One owner's thread. The state outlives connections. A PUBLISH repeated while its first copy is still being dealt
 * with joins that one; an identifier that waits for PUBREL gets its PUBREC again and no second delivery [MQTT-4.3.3-9].
 */
public final class ReceiveFlow {

    /** One received message whose acknowledgement is owed. */
    public final class Arrival {
        private final int packetId;
        private final QoS qos;
        private @Nullable ReasonCode outcome;
        private boolean discarded;
        private boolean inLedger;

        private Arrival(int packetId, QoS qos) {
            this.packetId = packetId;
            this.qos = qos;
        }

        /**
         * The message is dealt with: its acknowledgement may leave when its turn comes. The first call counts. By the
         * owner's thread; the caller flushes the link.
         */
        public void complete(ReasonCode reason) {
            if (outcome == null) {
                outcome = reason;
                if (!discarded) {
                    release(this);
                }
            }
        }

        /**
         * The message will never be dealt with: it is forgotten, so that a repeat of it is new, and its acknowledgement
         * never leaves. By the owner's thread, which closes the link: only on a new connection is there a repeat.
         */
        public void abandon() {
            if (outcome == null && !discarded) {
                discarded = true;
                arrivals.remove(packetId);
                ledger(this).remove(this);
            }
        }

        public int packetId() {
            return packetId;
        }
    }

    private final boolean ordered;
    private final PacketIds<Arrival> arrivals = new PacketIds<>();
    private final PacketIds<Boolean> awaitingPubRel = new PacketIds<>();
    private final ArrayDeque<Arrival> pubAcks = new ArrayDeque<>();
    private final ArrayDeque<Arrival> pubRecs = new ArrayDeque<>();
    private @Nullable Link link;

    /**
     * @param ordered whether acknowledgements leave in the order of arrival: true for a network
     */
    public ReceiveFlow(boolean ordered) {
        this.ordered = ordered;
    }

    /** A connection begins. Without the session present {@link #clear} comes first. */
    public void connected(Link newLink) {
        link = newLink;
    }

    /**
     * The connection is gone. What is being dealt with goes on; its acknowledgement waits for the repeat on the next
     * connection, which has an order of its own.
     */
    public void disconnected() {
        link = null;
        pubAcks.forEach(arrival -> arrival.inLedger = false);
        pubRecs.forEach(arrival -> arrival.inLedger = false);
        pubAcks.clear();
        pubRecs.clear();
    }

    /** The session is over: what was received is forgotten, completions of it do nothing. */
    public void clear() {
        disconnectedLedger();
        arrivals.forEach(arrival -> arrival.discarded = true);
        arrivals.clear();
        awaitingPubRel.clear();
    }

    /**
     * A PUBLISH of QoS 1 or 2.
     *
     * @return the arrival to complete, or null where it is a repeat: nothing is to be delivered
     * @throws ProtocolViolation if the identifier stands for another message that is not acknowledged yet
     */
    public @Nullable Arrival onPublish(Publish publish) throws ProtocolViolation {
        int id = publish.packetId();
        if (publish.qos() == QoS.EXACTLY_ONCE && awaitingPubRel.get(id) != null) {
            send(new PubRec(id));
            return null;
        }
        Arrival known = arrivals.get(id);
        if (known != null && publish.dup() && known.qos == publish.qos()) {
            join(known);
            return null;
        }
        if (known != null) {
            if (known.inLedger) {
                throw new ProtocolViolation(
                        ReasonCode.PACKET_IDENTIFIER_IN_USE, "packet identifier " + id + " is in use");
            }
            // The sender gave the message of the former connection up (expired, say) and uses its identifier anew.
            known.discarded = true;
        }
        Arrival arrival = new Arrival(id, publish.qos());
        arrivals.put(id, arrival);
        enter(arrival);
        return arrival;
    }

    /** PUBREL: answered with PUBCOMP, with 92 where the identifier is not known [MQTT-4.3.3-11]. */
    public void onPubRel(int packetId) {
        boolean known = awaitingPubRel.get(packetId) != null;
        awaitingPubRel.remove(packetId);
        send(new PubComp(packetId, known ? ReasonCode.SUCCESS : ReasonCode.PACKET_IDENTIFIER_NOT_FOUND));
    }

    /** Messages received and not yet acknowledged with PUBACK or PUBREC. */
    public int unacknowledged() {
        return arrivals.size();
    }

    private void join(Arrival known) {
        if (!known.inLedger) {
            enter(known);
            if (known.outcome != null) {
                release(known);
            }
        }
    }

    private void enter(Arrival arrival) {
        arrival.inLedger = true;
        if (ordered) {
            ledger(arrival).add(arrival);
        }
    }

    private void release(Arrival arrival) {
        if (link == null || !arrival.inLedger) {
            return;
        }
        if (!ordered) {
            acknowledge(arrival);
            return;
        }
        ArrayDeque<Arrival> ledger = ledger(arrival);
        for (Arrival head = ledger.peek(); head != null && head.outcome != null; head = ledger.peek()) {
            ledger.remove();
            acknowledge(head);
        }
    }

    private void acknowledge(Arrival arrival) {
        ReasonCode reason = arrival.outcome == null ? ReasonCode.SUCCESS : arrival.outcome;
        arrivals.remove(arrival.packetId);
        if (arrival.qos == QoS.AT_LEAST_ONCE) {
            send(new PubAck(arrival.packetId, reason));
        } else {
            if (!reason.isError()) {
                awaitingPubRel.put(arrival.packetId, Boolean.TRUE);
            }
            send(new PubRec(arrival.packetId, reason));
        }
    }

    private ArrayDeque<Arrival> ledger(Arrival arrival) {
        return arrival.qos == QoS.AT_LEAST_ONCE ? pubAcks : pubRecs;
    }

    private void disconnectedLedger() {
        Link current = link;
        disconnected();
        link = current;
    }

    private void send(Packet packet) {
        if (link != null) {
            link.send(packet);
        }
    }
}
