package dev.mqttra.client;

import dev.mqttra.client.Incoming.Received;
import dev.mqttra.client.Subscriptions.Entry;
import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.session.RateLimit;
import dev.mqttra.protocol.session.ReceiveFlow;
import dev.mqttra.protocol.session.ReceiveFlow.Arrival;
import dev.mqttra.protocol.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages that arrive: to which handlers they go, and the window of those not acknowledged. When the window is full
 * the connection stops reading, and starts again when half of it is free. The owner's thread.
 */
final class Inbox {
    private final ClientConfig config;
    private final Subscriptions subscriptions;
    private final Counters counters;
    private final Consumer<Mailbox.Call> post;
    private final RateLimit unmatchedLines = new RateLimit();
    private final List<Entry> matches = new ArrayList<>();
    private final List<MessageHandler> inBatch = new ArrayList<>();
    private @Nullable ReceiveFlow flow;
    private @Nullable Connection connection;
    private boolean closed;
    private boolean full;
    private boolean resting;
    private boolean v5;
    private Pace pace = new Pace(0, 0);
    private int unacknowledged;
    /** Those of them whose acknowledgement the server waits for. */
    private int exchanges;

    private long bytes;

    Inbox(ClientConfig config, Subscriptions subscriptions, Counters counters, Consumer<Mailbox.Call> post) {
        this.config = config;
        this.subscriptions = subscriptions;
        this.counters = counters;
        this.post = post;
    }

    void connected(Connection newConnection, boolean sessionPresent, long now) {
        connection = newConnection;
        ReceiveFlow receive = flow;
        if (receive == null) {
            // A broker inside the VM does not care about an order, and a slow bean is not to hold back the others.
            receive = new ReceiveFlow(!newConnection.link().local());
            flow = receive;
        }
        if (!sessionPresent) {
            receive.clear();
        }
        v5 = newConnection.terms().v5();
        resting = false;
        pace = new Pace(exchanges, now);
        // A server that ignores the receive maximum, as Mosquitto 2.0.11 does, is slowed down and not left.
        receive.connected(newConnection.link());
        if (full) {
            newConnection.reading(false, now);
        }
    }

    void disconnected() {
        connection = null;
        if (flow != null) {
            flow.disconnected();
        }
    }

    /** No message reaches a handler any more. What arrives is not acknowledged: a session that is kept has it still. */
    void close(long now) {
        closed = true;
        if (full && connection != null) {
            connection.reading(true, now); // for what answers the last publishes
        }
    }

    void onPublish(Publish publish, long now) throws ProtocolViolation {
        if (closed || flow == null) {
            return;
        }
        Arrival arrival = null;
        if (publish.qos() != QoS.AT_MOST_ONCE) {
            arrival = flow.onPublish(publish);
            if (arrival == null) {
                return;
            }
        }
        counters.received.increment();
        pace.received(arrival != null, publish.message().payload().length);
        subscriptions.match(publish.message(), this::addMatch);
        if (matches.isEmpty()) {
            onUnmatched(publish, arrival, now);
        } else {
            dispatch(new Received(publish, arrival), now);
        }
    }

    /** Once for each handler: a server may name an identifier twice, and a handler may have several subscriptions. */
    private void addMatch(Entry entry) {
        for (int i = 0; i < matches.size(); i++) {
            if (matches.get(i).handler == entry.handler) {
                return;
            }
        }
        matches.add(entry);
    }

    boolean isFor(Message message, TopicFilter filter) {
        return subscriptions.isFor(message, filter);
    }

    void onPubRel(int packetId) {
        if (flow != null) {
            flow.onPubRel(packetId);
        }
    }

    void onBatchEnd() {
        for (MessageHandler handler : inBatch) {
            try {
                handler.onBatchEnd();
            } catch (RuntimeException e) {
                Log.batchEndFailed(config.clientId(), e);
            }
        }
        inBatch.clear();
    }

    /** Whether the connection is not to be read for {@link Pace#REST_NANOS}. After each batch. */
    boolean isRestDue(long now) {
        boolean due = pace.isRestDue(exchanges, now);
        return due && connection != null && !connection.link().local() && !full && !resting;
    }

    void beginRest() {
        resting = true;
        setReading();
    }

    void endRest() {
        resting = false;
        setReading();
    }

    private void setReading() {
        if (connection != null) {
            connection.link().reading(!resting && (!full || closed));
        }
    }

    /** One handler is done with the message. */
    void acknowledged(Received received, long now) {
        counters.acknowledged.increment();
        if (--received.open > 0) {
            return;
        }
        if (received.arrival != null) {
            received.arrival.complete(received.outcome);
            exchanges--;
        }
        count(-1, -received.publish.message().payload().length);
        if (full && unacknowledged <= config.receiveMaximum() / 2 && bytes <= config.maximumUnacknowledgedBytes() / 2) {
            full = false;
            if (connection != null) {
                connection.reading(true, now);
                setReading();
            }
        }
    }

    private void onUnmatched(Publish publish, @Nullable Arrival arrival, long now) {
        counters.unmatched.increment();
        if (unmatchedLines.allows(now)) {
            Log.unmatched(config.clientId(), publish.message().topic(), unmatchedLines.heldBack());
        }
        if (arrival != null) {
            arrival.complete(ReasonCode.SUCCESS);
        }
    }

    private void dispatch(Received received, long now) {
        received.open = matches.size();
        exchanges += received.arrival == null ? 0 : 1;
        count(1, received.publish.message().payload().length);
        for (int i = 0; i < matches.size(); i++) {
            hand(new Incoming(received, this, post), matches.get(i).handler);
        }
        matches.clear();
        if (!full && (isWindowFull() || bytes >= config.maximumUnacknowledgedBytes())) {
            full = true;
            counters.readingStops.increment();
            Log.readingStopped(config.clientId(), unacknowledged, bytes);
            if (connection != null) {
                connection.reading(false, now);
            }
        }
    }

    /** A server of 5.0 stops by itself at the receive maximum, and what it has to acknowledge is still to be read. */
    private boolean isWindowFull() {
        return unacknowledged >= config.receiveMaximum() + (v5 ? 1 : 0);
    }

    private void hand(Incoming incoming, MessageHandler handler) {
        if (!inBatch.contains(handler)) {
            inBatch.add(handler);
        }
        try {
            handler.onMessage(incoming);
        } catch (RuntimeException e) {
            Log.handlerFailed(config.clientId(), incoming.message().topic(), e);
            incoming.acknowledge();
        }
    }

    private void count(int messages, int payload) {
        unacknowledged += messages;
        bytes += payload;
        counters.unacknowledged = unacknowledged;
        counters.unacknowledgedBytes = bytes;
    }
}
