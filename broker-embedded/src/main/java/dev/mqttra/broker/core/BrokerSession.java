package dev.mqttra.broker.core;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.ReasonCode;
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
    final Subscriptions subscriptions;
    private final BrokerCore core;
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
        inbound = new Inbound(this, core);
        subscriptions = new Subscriptions(core, this);
        outbound = new Outbound(this, core.config, core.store, core.statistics);
    }

    @Nullable
    Connection connection() {
        return connection;
    }

    /** Its client was away too long. */
    @Override
    public void onDue(long now) {
        core.statistics.expiredSessions++;
        core.sessions.end(this, now);
    }

    /** The client is there, CONNACK is on its way. A will that still waited is not published [MQTT-3.1.3-9]. */
    void attach(Connection newConnection, Terms terms, @Nullable LastWill newWill, long now) {
        deleteWill();
        will = newWill;
        expiry = terms.sessionExpiry;
        connection = newConnection;
        core.statistics.connected++;
        core.statistics.mostConnected = Math.max(core.statistics.mostConnected, core.statistics.connected);
        core.deadlines.cancel(this);
        inbound.connected(newConnection.link, terms);
        outbound.connected(newConnection.link, terms.sendMaximum, now);
        if (inbound.isFull()) {
            newConnection.stopReading();
        }
    }

    /** The client is away. */
    void detach() {
        connection = null;
        core.statistics.connected--;
        inbound.disconnected();
        outbound.disconnected();
        if (subscriptions.hasGroups()) {
            core.groups.isAway(this);
        }
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
        subscriptions.clear();
        core.deadlines.cancel(this);
        inbound.clear();
        outbound.clear();
        if (persistent) {
            core.store.sessionEnded(clientId);
        }
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
