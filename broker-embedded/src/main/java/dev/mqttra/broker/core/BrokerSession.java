package dev.mqttra.broker.core;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.topic.TopicFilter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the broker knows about one client identifier: subscriptions, messages owed to the client and messages owed to
 * others by it. It lives as long as its connection, or longer where the client asked for it.
 */
final class BrokerSession implements Due {
    final String clientId;

    /** Whether it belongs to a client inside the VM: no client from the network gets it. */
    final boolean local;

    /** Whether it began as one that outlives its connection: the store knows it. */
    final boolean persistent;

    final @Nullable String userName;
    final Inbound inbound;
    final Outbound outbound;
    private final BrokerCore core;
    private final Map<TopicFilter, Subscription> subscriptions = new LinkedHashMap<>();
    private @Nullable Connection connection;
    private @Nullable LastWill will;

    /** Seconds that it outlives its connection, {@link Terms#NEVER} for ever. */
    private long expiry;

    BrokerSession(BrokerCore core, String clientId, @Nullable String userName, boolean local, boolean persistent) {
        this.core = core;
        this.clientId = clientId;
        this.userName = userName;
        this.local = local;
        this.persistent = persistent;
        inbound = new Inbound(this, core.config);
        outbound = new Outbound(this, core.config, core.store, core.statistics);
    }

    @Nullable
    Connection connection() {
        return connection;
    }

    /** Its client was away too long. */
    @Override
    public void onDue(long now) {
        core.sessions.end(this, now);
    }

    /** The client is there, CONNACK is on its way. A will that still waited is not published [MQTT-3.1.3-9]. */
    void attach(Connection newConnection, Terms terms, @Nullable LastWill newWill) {
        deleteWill();
        will = newWill;
        expiry = terms.sessionExpiry;
        connection = newConnection;
        core.deadlines.cancel(this);
        inbound.connected(newConnection.link, terms);
        outbound.connected(newConnection.link, terms.sendMaximum);
        if (inbound.isFull()) {
            newConnection.stopReading();
        }
    }

    /** The client is away. */
    void detach() {
        connection = null;
        inbound.disconnected();
        outbound.disconnected();
    }

    long expiry() {
        return expiry;
    }

    /** DISCONNECT asks for another session expiry interval than CONNECT; what the broker grants is bounded again. */
    void changeExpiry(long asked) throws ProtocolViolation {
        if (expiry == 0 && asked != 0) {
            throw new ProtocolViolation(
                    ReasonCode.PROTOCOL_ERROR, "DISCONNECT prolongs a session that ends with its connection");
        }
        expiry = Math.min(asked, Terms.maximumSessionExpiry(core.config));
    }

    void deleteWill() {
        if (will != null) {
            will.delete();
            will = null;
        }
    }

    /** Its connection has ended: the will is published now or when its delay is over, if it is not deleted. */
    void connectionLost(long now) {
        if (will != null) {
            will.connectionLost(now);
        }
    }

    /** The will is published now, if it was not before and is not deleted. */
    void publishWill(long now) {
        LastWill last = will;
        will = null;
        if (last != null) {
            last.publish(now);
        }
    }

    /** The session is over: nothing is left of it. */
    void end() {
        for (TopicFilter filter : subscriptions.keySet()) {
            core.routes.remove(filter, this);
        }
        core.statistics.subscriptions -= subscriptions.size();
        subscriptions.clear();
        core.deadlines.cancel(this);
        inbound.clear();
        outbound.clear();
        if (persistent) {
            core.store.sessionEnded(clientId);
        }
    }

    /** Whether one more subscription with this filter is within the bound. */
    boolean maySubscribe(TopicFilter filter) {
        return subscriptions.size() < core.config.maximumSubscriptionsPerSession() || subscriptions.containsKey(filter);
    }

    /** Sets a subscription; the retained messages that match are sent, again where it replaces one [MQTT-3.8.4-3]. */
    void subscribe(Subscription subscription) {
        subscriptions.put(subscription.filter(), subscription);
        if (core.routes.put(subscription, this) == null) {
            core.statistics.subscriptions++;
        }
        if (persistent) {
            core.store.subscribed(clientId, subscription);
        }
    }

    void sendRetained(Subscription subscription) {
        core.retained.match(
                subscription.filter(),
                (message, qos) -> outbound.offerRetained(message, QoS.min(qos, subscription.qos())));
        outbound.drain();
    }

    ReasonCode unsubscribe(TopicFilter filter) {
        if (subscriptions.remove(filter) == null) {
            return ReasonCode.NO_SUBSCRIPTION_EXISTED;
        }
        core.routes.remove(filter, this);
        core.statistics.subscriptions--;
        if (persistent) {
            core.store.unsubscribed(clientId, filter);
        }
        return ReasonCode.SUCCESS;
    }

    /** Something was sent: the link is flushed at the batch's end. */
    void touch() {
        Connection current = connection;
        if (current != null) {
            current.touch();
        }
    }

    void resumeReading() {
        if (connection != null) {
            connection.resumeReading();
        }
    }

    /** The client shall repeat what it did not get acknowledged: only a new connection lets it. */
    void abandonConnection() {
        if (connection != null) {
            connection.abandon();
        }
    }

    /** The broker failed on a copy for this client: its connection ends, the publisher does not notice. */
    void fail(RuntimeException failure) {
        Connection current = connection;
        if (current == null) {
            throw failure;
        }
        current.failLater(failure);
    }
}
