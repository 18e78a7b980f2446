package dev.mqttra.protocol.session;

import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The sender's side of QoS 1 and 2: packet identifiers, the peer's receive maximum, the exchange, and its resumption on
 * a new connection. The publisher in the client and a subscriber's leg in the broker are both this. QoS 0 does not pass
 * through here; what waits for a free place is the owner's queue.
 *
 * <p>One owner's thread. The state outlives connections: {@link #connected} begins one, {@link #disconnected} ends it.
 *
 * @param <A> what the owner attaches to a message: the way back to whoever waits for its outcome
 */
public final class SendFlow<A> {

    /** Told about outcomes, from within {@link #connected} and the {@code on…} methods. */
    public interface Listener<A> {
        /**
         * The peer has taken the message over (PUBACK, or PUBREC below 80) or refused it for good (80 and above), or a
         * repeat of it is larger than the peer takes now ({@link ReasonCode#PACKET_TOO_LARGE}). Once for each message.
         */
        void onAccepted(A attachment, ReasonCode reason);

        /** The exchange is over and its packet identifier free (PUBACK, PUBCOMP, PUBREC of 80 and above). */
        void onCompleted(A attachment);
    }

    private final Listener<A> listener;
    private final PacketIds<Exchange<A>> exchanges = new PacketIds<>();
    private final Exchange.Line<A> unaccepted = new Exchange.Line<>();
    private final Exchange.Line<A> unreleased = new Exchange.Line<>();
    private @Nullable Link link;
    private @Nullable Exchange<A> nextRepeat;
    private int connection;
    private int quota;

    public SendFlow(Listener<A> listener) {
        this.listener = Objects.requireNonNull(listener);
    }

    /**
     * A connection begins. With the session present, PUBREL and PUBLISH that the peer has not answered are repeated in
     * their order with their identifiers [MQTT-4.4.0-1, MQTT-4.6.0-1, MQTT-4.6.0-4]; as many PUBLISH at once as the
     * receive maximum allows, the rest as answers come. Without it, {@link #clear} comes first.
     *
     * @param newReceiveMaximum how many PUBLISH may be unanswered on this connection: the peer's receive maximum, or the
     *     owner's own bound where the peer named none; 1 to 65535
     */
    public void connected(Link newLink, int newReceiveMaximum) {
        link = newLink;
        connection++;
        quota = newReceiveMaximum;
        for (Exchange<A> e = unreleased.first; e != null; e = e.next) {
            newLink.send(PubRel.again(e.packetId));
        }
        nextRepeat = unaccepted.first;
        repeat();
    }

    /** The connection is gone; nothing is sent until the next {@link #connected}. */
    public void disconnected() {
        link = null;
        nextRepeat = null;
        quota = 0;
    }

    /** Whether {@link #publish} may be called: connected, a place within the receive maximum, nothing left to repeat. */
    public boolean ready() {
        return quota > 0 && link != null && nextRepeat == null && !exchanges.isFull();
    }

    /**
     * Sends a message at QoS 1 or 2.
     *
     * @param copy what is said on this copy only; a repeat says the same, as expiry means nothing any more once a
     *     message was sent [MQTT-4.3.3-7]
     * @return false where the packet is larger than the peer takes: no exchange begins, the listener hears nothing
     * @throws IllegalStateException if not {@link #ready()}
     */
    public boolean publish(Message message, QoS qos, boolean retain, CopyProperties copy, A attachment) {
        if (!ready() || link == null) {
            throw new IllegalStateException("no place in the receive maximum");
        }
        if (qos == QoS.AT_MOST_ONCE) {
            throw new IllegalArgumentException("QoS 0 needs no exchange");
        }
        int id = exchanges.reserve();
        Exchange<A> exchange = new Exchange<>(id, message, qos, retain, copy, attachment);
        exchanges.put(id, exchange);
        unaccepted.append(exchange);
        charge(exchange);
        if (link.publish(message, qos, retain, false, id, copy)) {
            return true;
        }
        unaccepted.remove(exchange);
        exchanges.remove(id);
        quota++;
        return false;
    }

    /**
     * Takes a packet identifier for SUBSCRIBE or UNSUBSCRIBE, which share the space with PUBLISH [MQTT-2.2.1-3].
     *
     * @return 1 to 65535, or 0 when all are in use
     */
    public int reserveId() {
        return exchanges.isFull() ? 0 : exchanges.reserve();
    }

    /** Gives back an identifier that {@link #reserveId()} gave; one of a PUBLISH is left as it is. */
    public void releaseId(int packetId) {
        exchanges.release(packetId);
    }

    /** PUBACK. An unknown identifier is ignored: the answer to a repeat that was answered before. */
    public void onPubAck(int packetId, ReasonCode reason) {
        Exchange<A> exchange = exchanges.get(packetId);
        if (exchange != null && exchange.qos == QoS.AT_LEAST_ONCE) {
            accept(exchange);
            finish(exchange);
            listener.onAccepted(exchange.attachment, reason);
            listener.onCompleted(exchange.attachment);
        }
    }

    /**
     * PUBREC. Below 80 it is answered with PUBREL, also when it is a repeat; an unknown identifier gets PUBREL with 92,
     * so that the peer's state ends too. 80 and above end the exchange [MQTT-4.3.3-4].
     */
    public void onPubRec(int packetId, ReasonCode reason) {
        Exchange<A> exchange = exchanges.get(packetId);
        if (exchange == null || exchange.qos != QoS.EXACTLY_ONCE) {
            if (!reason.isError()) {
                send(new PubRel(packetId, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND));
            }
        } else if (exchange.released) {
            send(PubRel.again(packetId));
        } else if (reason.isError()) {
            accept(exchange);
            finish(exchange);
            listener.onAccepted(exchange.attachment, reason);
            listener.onCompleted(exchange.attachment);
        } else {
            accept(exchange);
            exchange.released = true;
            unreleased.append(exchange);
            send(new PubRel(packetId));
            listener.onAccepted(exchange.attachment, reason);
        }
    }

    /** PUBCOMP. An unknown identifier is ignored. */
    public void onPubComp(int packetId) {
        Exchange<A> exchange = exchanges.get(packetId);
        if (exchange != null && exchange.released) {
            unreleased.remove(exchange);
            finish(exchange);
            listener.onCompleted(exchange.attachment);
        }
    }

    /** Packet identifiers in use: messages sent and not completed, and what {@link #reserveId()} gave. */
    public int inFlight() {
        return exchanges.size();
    }

    /** Ends every exchange without a call to the listener: the session is over. {@code ended} gets the attachments. */
    public void clear(Consumer<A> ended) {
        nextRepeat = null;
        Exchange<A> publish = unaccepted.first;
        Exchange<A> release = unreleased.first;
        unaccepted.first = null;
        unaccepted.last = null;
        unreleased.first = null;
        unreleased.last = null;
        for (Exchange<A> e = release; e != null; e = e.next) {
            exchanges.remove(e.packetId);
            ended.accept(e.attachment);
        }
        for (Exchange<A> e = publish; e != null; e = e.next) {
            exchanges.remove(e.packetId);
            ended.accept(e.attachment);
        }
    }

    /**
     * Takes back, without a call to the listener, messages that the peer has not taken over: those that {@code which}
     * names are forgotten and their identifiers free. In order. Only while there is no connection.
     */
    public void withdraw(Predicate<? super A> which) {
        if (link != null) {
            throw new IllegalStateException("the peer may still answer");
        }
        Exchange<A> following;
        for (Exchange<A> e = unaccepted.first; e != null; e = following) {
            following = e.next;
            if (which.test(e.attachment)) {
                unaccepted.remove(e);
                exchanges.remove(e.packetId);
            }
        }
    }

    /** The messages the peer has not taken over, in order: what a session still owes. */
    public void forEachUnaccepted(Visitor<A> visitor) {
        for (Exchange<A> e = unaccepted.first; e != null; e = e.next) {
            visitor.visit(e.message, e.qos, e.retain, e.attachment);
        }
    }

    /** Gets a message of {@link #forEachUnaccepted}. */
    public interface Visitor<A> {
        void visit(Message message, QoS qos, boolean retain, A attachment);
    }

    private void accept(Exchange<A> exchange) {
        if (nextRepeat == exchange) {
            nextRepeat = exchange.next;
        }
        unaccepted.remove(exchange);
    }

    private void finish(Exchange<A> exchange) {
        exchanges.remove(exchange.packetId);
        // A PUBREL of a former connection took nothing from this one's quota, so its PUBCOMP gives nothing back.
        if (exchange.connection == connection && link != null) {
            quota++;
        }
        repeat();
    }

    private void repeat() {
        while (nextRepeat != null && quota > 0 && link != null) {
            Exchange<A> e = nextRepeat;
            nextRepeat = e.next;
            charge(e);
            if (!link.publish(e.message, e.qos, e.retain, true, e.packetId, e.copy)) {
                quota++;
                unaccepted.remove(e);
                exchanges.remove(e.packetId);
                listener.onAccepted(e.attachment, ReasonCode.PACKET_TOO_LARGE);
                listener.onCompleted(e.attachment);
            }
        }
    }

    private void charge(Exchange<A> exchange) {
        exchange.connection = connection;
        quota--;
    }

    private void send(PubRel packet) {
        if (link != null) {
            link.send(packet);
        }
    }
}
