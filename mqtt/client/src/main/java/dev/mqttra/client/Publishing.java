package dev.mqttra.client;

import dev.mqttra.client.PublishFailedException.Cause;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.session.SendFlow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The publishes of a client: a bounded queue in the order of the calls, and the exchanges in flight. {@link #reserve} is
 * for any thread, the rest for the owner's.
 */
final class Publishing implements SendFlow.Listener<Outgoing> {
    private static final int IN_FLIGHT = 1_000;
    private static final int IN_FLIGHT_BEFORE_5 = 20;

    private final ClientConfig config;
    private final Counters counters;
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicLong pendingBytes = new AtomicLong();
    private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>();
    private final SendFlow<Outgoing> flow = new SendFlow<>(this);
    private @Nullable Link link;
    private @Nullable ConnectionTerms terms;
    private @Nullable String reasonString;
    private boolean closed;

    Publishing(ClientConfig config, Counters counters) {
        this.config = config;
        this.counters = counters;
    }

    /** Takes the place of one publish; its end gives it back. False where there is none: then the stage has failed. */
    boolean reserve(Outgoing outgoing) {
        int messages = pending.incrementAndGet();
        long bytes = pendingBytes.addAndGet(outgoing.bytes());
        boolean room =
                messages <= config.maximumPendingMessages() && (bytes <= config.maximumPendingBytes() || messages == 1);
        if (!room) {
            fail(outgoing, Cause.BUFFER_FULL);
        }
        return room;
    }

    void add(Outgoing outgoing) {
        if (closed) {
            fail(outgoing, Cause.CLOSED);
        } else {
            waiting.add(outgoing);
        }
    }

    /** The server accepted a connection. Without the session what it had not taken over begins anew. */
    void connected(Link newLink, ConnectionTerms newTerms, boolean sessionPresent) {
        link = newLink;
        terms = newTerms;
        if (!sessionPresent) {
            sessionLost();
        }
        flow.connected(newLink, window(newTerms));
    }

    private int window(ConnectionTerms newTerms) {
        Integer own = config.maximumInFlight();
        int bound = own != null ? own : newTerms.v5() ? IN_FLIGHT : IN_FLIGHT_BEFORE_5;
        return Math.min(bound, newTerms.receiveMaximum());
    }

    void disconnected() {
        link = null;
        terms = null;
        flow.disconnected();
    }

    /** Sends what may be sent. */
    void pump() {
        Link current = link;
        while (current != null && !waiting.isEmpty() && current.writable()) {
            Outgoing next = waiting.element();
            if (next.qos != QoS.AT_MOST_ONCE && !flow.ready()) {
                return;
            }
            waiting.remove();
            Cause refusal = refusal(next);
            if (refusal != null) {
                fail(next, refusal);
            } else if (!send(current, next)) {
                fail(next, Cause.TOO_LARGE);
            } else if (next.qos == QoS.AT_MOST_ONCE) {
                complete(next);
            }
        }
    }

    private boolean send(Link current, Outgoing next) {
        return next.qos == QoS.AT_MOST_ONCE
                ? current.publish(next.message, next.qos, next.retain, false, 0, CopyProperties.NONE)
                : flow.publish(next.message, next.qos, next.retain, CopyProperties.NONE, next);
    }

    /** What the server has said it does not support is not sent [MQTT-3.2.2-11, MQTT-3.2.2-14]. */
    private @Nullable Cause refusal(Outgoing outgoing) {
        ConnectionTerms current = terms;
        if (current != null && outgoing.qos.compareTo(current.maximumQoS()) > 0) {
            return Cause.QOS_NOT_SUPPORTED;
        }
        return current != null && outgoing.retain && !current.retainAvailable() ? Cause.RETAIN_NOT_SUPPORTED : null;
    }

    void onPubAck(PubAck pubAck) {
        reasonString = pubAck.properties().string(Property.REASON_STRING);
        flow.onPubAck(pubAck.packetId(), pubAck.reason());
        reasonString = null;
    }

    void onPubRec(PubRec pubRec) {
        reasonString = pubRec.properties().string(Property.REASON_STRING);
        flow.onPubRec(pubRec.packetId(), pubRec.reason());
        reasonString = null;
    }

    SendFlow<Outgoing> flow() {
        return flow;
    }

    /** Publishes whose stage is not complete. Any thread. */
    int pending() {
        return pending.get();
    }

    long pendingBytes() {
        return pendingBytes.get();
    }

    /** Nothing is published any more: what is left fails. */
    void close() {
        closed = true;
        flow.clear(this::endUnsent);
        waiting.forEach(this::endUnsent);
        waiting.clear();
    }

    @Override
    public void onAccepted(Outgoing outgoing, ReasonCode reason) {
        outgoing.accepted = true;
        outgoing.reason = reason;
    }

    @Override
    public void onCompleted(Outgoing outgoing) {
        if (outgoing.reason == ReasonCode.PACKET_TOO_LARGE) {
            fail(outgoing, Cause.TOO_LARGE); // its repeat, that is, on a connection with another limit
        } else if (outgoing.reason.isError()) {
            fail(outgoing, Cause.REFUSED);
        } else {
            complete(outgoing);
        }
    }

    void fail(Outgoing outgoing, Cause cause) {
        counters.publishFailures.increment();
        release(outgoing);
        outgoing.stage.completeExceptionally(failure(outgoing, cause));
    }

    /**
     * QoS 1 is sent as new: at least once allows that it comes twice. At QoS 2 nobody can tell whether the server had
     * the message, so it is the publisher's to decide.
     */
    private void sessionLost() {
        List<Outgoing> again = new ArrayList<>();
        flow.clear(outgoing -> {
            if (outgoing.accepted) {
                complete(outgoing);
            } else if (outgoing.qos == QoS.AT_LEAST_ONCE) {
                again.add(outgoing);
            } else {
                fail(outgoing, Cause.SESSION_LOST);
            }
        });
        for (int i = again.size() - 1; i >= 0; i--) {
            waiting.addFirst(again.get(i));
        }
    }

    private void endUnsent(Outgoing outgoing) {
        if (outgoing.accepted) {
            complete(outgoing);
        } else {
            fail(outgoing, Cause.CLOSED);
        }
    }

    private void complete(Outgoing outgoing) {
        counters.published.increment();
        release(outgoing);
        outgoing.stage.complete(null);
    }

    private void release(Outgoing outgoing) {
        pending.decrementAndGet();
        pendingBytes.addAndGet(-outgoing.bytes());
    }

    private PublishFailedException failure(Outgoing outgoing, Cause cause) {
        String to = "publish to '" + outgoing.message.topic() + "': ";
        return switch (cause) {
            case BUFFER_FULL ->
                new PublishFailedException(
                        cause,
                        to + "maximumPendingMessages (" + config.maximumPendingMessages() + ") or maximumPendingBytes ("
                                + config.maximumPendingBytes() + ") is reached");
            case CLOSED -> new PublishFailedException(cause, to + "the client is closed");
            case SESSION_LOST ->
                new PublishFailedException(
                        cause, to + "the server lost the session before it had acknowledged; it may have the message");
            case REFUSED ->
                new PublishFailedException(
                        cause,
                        to + "the server refused: " + outgoing.reason
                                + (reasonString == null ? "" : ", " + reasonString),
                        outgoing.reason);
            case TOO_LARGE ->
                new PublishFailedException(
                        cause,
                        to + "the packet is larger than the server's maximum packet size"
                                + (terms == null ? "" : ", " + terms.maximumPacketSize() + " bytes"),
                        ReasonCode.PACKET_TOO_LARGE);
            case QOS_NOT_SUPPORTED ->
                new PublishFailedException(
                        cause,
                        to + "the server supports no QoS " + outgoing.qos.value()
                                + (terms == null
                                        ? ""
                                        : ", QoS " + terms.maximumQoS().value() + " at most"),
                        ReasonCode.QOS_NOT_SUPPORTED);
            case RETAIN_NOT_SUPPORTED ->
                new PublishFailedException(
                        cause, to + "the server retains no messages", ReasonCode.RETAIN_NOT_SUPPORTED);
        };
    }
}
