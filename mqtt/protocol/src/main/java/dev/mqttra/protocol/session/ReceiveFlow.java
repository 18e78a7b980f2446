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
import java.util.Objects;
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
    private static final int NO_MAXIMUM = 65_535;

    /** One received message whose acknowledgement is owed. */
    public final class Arrival {
        private final int packetId;
        private final QoS qos;
        private @Nullable ReasonCode outcome;

        /** It came on this connection and its acknowledgement has not left. */
        private boolean owed;

        /** It came on this connection and its exchange is not over: it counts in the receive maximum. */
        private boolean charged;

        /** PUBREC has left, and PUBREL is waited for. */
        private boolean recorded;

        private boolean discarded;

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
                outcome = Objects.requireNonNull(reason);
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
                forget(this);
            }
        }

        public int packetId() {
            return packetId;
        }
    }

    private final boolean ordered;
    private final PacketIds<Arrival> arrivals = new PacketIds<>();
    private final ArrayDeque<Arrival> pubAcks = new ArrayDeque<>();
    private final ArrayDeque<Arrival> pubRecs = new ArrayDeque<>();
    private @Nullable Link link;
    private int receiveMaximum = NO_MAXIMUM;
    private int charged;
    private int recorded;

    /**
     * @param ordered whether acknowledgements leave in the order of arrival: true for a network
     */
    public ReceiveFlow(boolean ordered) {
        this.ordered = ordered;
    }

    /** A connection begins, without a receive maximum: 3.x. Without the session present {@link #clear} comes first. */
    public void connected(Link newLink) {
        connected(newLink, NO_MAXIMUM);
    }

    /**
     * A connection begins. Without the session present {@link #clear} comes first.
     *
     * @param newReceiveMaximum what this end said in CONNECT or CONNACK of 5.0
     */
    public void connected(Link newLink, int newReceiveMaximum) {
        link = newLink;
        receiveMaximum = newReceiveMaximum;
    }

    /**
     * The connection is gone. What is being dealt with goes on; its acknowledgement waits for the repeat on the next
     * connection, which has an order of its own.
     */
    public void disconnected() {
        link = null;
        charged = 0;
        pubAcks.clear();
        pubRecs.clear();
        arrivals.forEach(arrival -> {
            arrival.owed = false;
            arrival.charged = false;
        });
    }

    /** The session is over: what was received is forgotten, completions of it do nothing. */
    public void clear() {
        arrivals.forEach(arrival -> arrival.discarded = true);
        arrivals.clear();
        pubAcks.clear();
        pubRecs.clear();
        charged = 0;
        recorded = 0;
    }

    /**
     * A PUBLISH of QoS 1 or 2.
     *
     * @return the arrival to complete, or null where it is a repeat: nothing is to be delivered
     * @throws ProtocolViolation if the identifier stands for another message that is not acknowledged yet, or if the peer
     *     ignores the receive maximum [MQTT-3.3.4-7, MQTT-3.3.4-9]
     */
    public @Nullable Arrival onPublish(Publish publish) throws ProtocolViolation {
        int id = publish.packetId();
        Arrival known = arrivals.get(id);
        // At QoS 2 an identifier that waits for PUBREL is a repeat whatever its DUP says [MQTT-4.3.3-10].
        if (known != null && known.qos == publish.qos() && (publish.dup() || known.recorded)) {
            charge(known);
            owe(known);
            return null;
        }
        if (known != null && known.owed) {
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "packet identifier " + id + " is in use");
        }
        if (known != null) {
            // The sender gave the message of the former connection up (expired, say) and uses its identifier anew.
            forget(known);
        }
        Arrival arrival = new Arrival(id, publish.qos());
        charge(arrival);
        arrivals.put(id, arrival);
        owe(arrival);
        return arrival;
    }

    /** PUBREL: answered with PUBCOMP, with 92 where the identifier is not known [MQTT-4.3.3-11]. */
    public void onPubRel(int packetId) {
        Arrival known = arrivals.get(packetId);
        ReasonCode reason = ReasonCode.PACKET_IDENTIFIER_NOT_FOUND;
        if (known != null && known.recorded) {
            forget(known);
            reason = ReasonCode.SUCCESS;
        }
        send(new PubComp(packetId, reason));
    }

    /** Messages received and not yet acknowledged with PUBACK or PUBREC, also of a former connection. */
    public int unacknowledged() {
        return arrivals.size() - recorded;
    }

    private void charge(Arrival arrival) throws ProtocolViolation {
        if (!arrival.charged) {
            if (charged >= receiveMaximum) {
                throw new ProtocolViolation(
                        ReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
                        "more than " + receiveMaximum + " messages are not acknowledged");
            }
            arrival.charged = true;
            charged++;
        }
    }

    /** It has come on this connection, for the first time or as a repeat: its acknowledgement gets a turn. */
    private void owe(Arrival arrival) {
        if (!arrival.owed) {
            arrival.owed = true;
            if (ordered) {
                ledger(arrival).add(arrival);
            }
            if (arrival.outcome != null) {
                release(arrival);
            }
        }
    }

    private void release(Arrival arrival) {
        if (link == null || !arrival.owed) {
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
        arrival.owed = false;
        if (arrival.qos == QoS.EXACTLY_ONCE && !reason.isError()) {
            if (!arrival.recorded) {
                arrival.recorded = true;
                recorded++;
            }
        } else {
            forget(arrival);
        }
        send(
                arrival.qos == QoS.AT_LEAST_ONCE
                        ? new PubAck(arrival.packetId, reason)
                        : new PubRec(arrival.packetId, reason));
    }

    private void forget(Arrival arrival) {
        arrival.discarded = true;
        arrivals.remove(arrival.packetId);
        if (arrival.charged) {
            charged--;
        }
        if (arrival.recorded) {
            recorded--;
        }
        if (arrival.owed) {
            ledger(arrival).remove(arrival);
        }
    }

    private ArrayDeque<Arrival> ledger(Arrival arrival) {
        return arrival.qos == QoS.AT_LEAST_ONCE ? pubAcks : pubRecs;
    }

    private void send(Packet packet) {
        if (link != null) {
            link.send(packet);
        }
    }
}
