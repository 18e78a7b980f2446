package dev.mqttra.broker.core;

import dev.mqttra.broker.Authenticator.Decision;
import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.Auth;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Publisher;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.Will;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * From CONNECT to CONNACK: client identifier, authenticator, take-over, session.
 *
 * <p>While the authenticator decides, reading stops; the packets of the same read wait [MQTT-3.1.4-5 lets a client send
 * them before CONNACK], so what waits is bounded by what the link reads at once. A client that named an authentication
 * method may send nothing but AUTH and DISCONNECT meanwhile [MQTT-3.1.2-30].
 */
final class Handshake {
    /** The longest client identifier of 3.1, in characters [3.1 3.1]. */
    private static final int LONGEST_CLIENT_ID_OF_3_1 = 23;

    final Connect connect;
    final String clientId;
    final Terms terms;
    final Authentication authentication;
    private final BrokerCore core;
    private final Connection connection;
    private final ArrayDeque<Packet> held = new ArrayDeque<>();

    Handshake(BrokerCore core, Connection connection, Connect connect) {
        this.core = core;
        this.connection = connection;
        this.connect = connect;
        terms = new Terms(connect, core.config, connection.link.local());
        clientId = connect.clientId().isEmpty() ? core.inventClientId() : connect.clientId();
        authentication = new Authentication(core, connection, clientId, connect);
    }

    /** Decides, or asks who decides. */
    void begin(long now) {
        connection.link.agreed(terms.agreement());
        ReasonCode refusal = refusal();
        if (refusal != null) {
            connection.refuse(refusal, null, null);
        } else if (connection.link.local() && authentication.isExchange()) {
            connection.refuse(ReasonCode.BAD_AUTHENTICATION_METHOD, null, null);
        } else if (connection.link.local()) {
            accept(Decision.accept(connect.userName()), now);
        } else {
            authentication.begin(connect, now);
        }
    }

    /** What is wrong with the CONNECT itself, null for nothing. */
    private @Nullable ReasonCode refusal() {
        String id = connect.clientId();
        Will will = connect.will();
        boolean wrong =
                switch (connect.version()) {
                    case V3_1 -> id.isEmpty() || id.length() > LONGEST_CLIENT_ID_OF_3_1;
                    case V3_1_1 -> id.isEmpty() && !connect.cleanStart(); // [MQTT-3.1.3-8]
                    case V5_0 -> false;
                };
        if (wrong) {
            return ReasonCode.CLIENT_IDENTIFIER_NOT_VALID;
        }
        boolean knowsLimits = connect.version() == MqttVersion.V5_0;
        return knowsLimits && will != null && will.retain() && !Terms.retains(core.config)
                ? ReasonCode.RETAIN_NOT_SUPPORTED // [MQTT-3.2.2-13]
                : null;
    }

    /** A packet before CONNACK. */
    void onPacket(Packet packet, long now) throws ProtocolViolation {
        if (!authentication.isExchange()) {
            held.add(packet);
        } else if (packet instanceof Auth auth) {
            authentication.onAuth(auth, now);
        } else if (packet instanceof Disconnect) {
            connection.end(null, "its client gave up", now);
        } else {
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, packet.type() + " before CONNACK");
        }
    }

    /** Nothing was decided in time: by the authenticator, or by a client that left a challenge unanswered. */
    void expire() {
        boolean silent = authentication.isWaitingForClient();
        connection.refuse(silent ? ReasonCode.NOT_AUTHORIZED : ReasonCode.SERVER_UNAVAILABLE, null, null);
    }

    void decided(Decision decision, long now) {
        if (decision.reason() == ReasonCode.SUCCESS) {
            accept(decision, now);
        } else {
            if (isTheClients(decision.reason()) && core.refusedLogins.allows(now)) {
                Log.loginRefused(clientId, connection.link.peer(), decision.reason(), core.refusedLogins.heldBack());
            }
            connection.refuse(decision.reason(), decision.why(), decision.serverReference());
        }
    }

    /** What the broker itself could not do now is told elsewhere. */
    private static boolean isTheClients(ReasonCode refusal) {
        return refusal != ReasonCode.SERVER_BUSY && refusal != ReasonCode.SERVER_UNAVAILABLE;
    }

    /** The client may connect: takes the session over, or begins one, and goes on with what the client sent meanwhile. */
    private void accept(Decision decision, long now) {
        boolean local = connection.link.local();
        BrokerSession former = core.sessions.get(clientId);
        if (former != null && former.local && !local) {
            connection.refuse(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID, null, null);
            return;
        }
        if (former == null && core.sessions.isFull()) {
            core.sessions.sayFull();
            connection.refuse(ReasonCode.QUOTA_EXCEEDED, null, null);
            return;
        }
        Connection other = former == null ? null : former.connection();
        if (other != null) { // [MQTT-3.1.4-3]
            other.end(ReasonCode.SESSION_TAKEN_OVER, "another connection uses its client identifier", now);
        }
        BrokerSession session = core.sessions.begin(this, decision.userName(), local, now);
        // 3.1 knows no such flag.
        boolean present = session == former && connect.version() != MqttVersion.V3_1;
        Properties.Builder said = authentication.say(terms.said(clientId), decision.data());
        Publisher publisher = new Publisher(clientId, decision.userName(), decision.groups());
        connection.accept(session, publisher, new ConnAck(present, ReasonCode.SUCCESS, said.build()), now);
        for (Packet packet = held.poll(); packet != null && !connection.isClosed(); packet = held.poll()) {
            connection.onPacket(packet, now);
        }
    }

    /** The client's will as part of its session; null where it has none. */
    @Nullable
    LastWill will(BrokerSession session, Publisher publisher) {
        Will will = connect.will();
        return will == null ? null : new LastWill(core, session, publisher, will);
    }
}
