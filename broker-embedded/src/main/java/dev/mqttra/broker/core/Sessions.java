package dev.mqttra.broker.core;

import dev.mqttra.protocol.packet.Connect;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sessions by their client identifier, in the order they began. A session belongs to a user and to a side: CONNECT of
 * another user with the same identifier does not get it but begins a new one, and one from the network never gets what
 * belongs to a client inside the VM.
 */
final class Sessions {
    private final BrokerCore core;
    private final Map<String, BrokerSession> sessions = new LinkedHashMap<>();
    private boolean saidFull;

    Sessions(BrokerCore core) {
        this.core = core;
    }

    @Nullable
    BrokerSession get(String clientId) {
        return sessions.get(clientId);
    }

    boolean isFull() {
        return sessions.size() >= core.config.maximumSessions();
    }

    /** Logs once that there is no room, until a session ends. */
    void sayFull() {
        if (!saidFull) {
            saidFull = true;
            Log.sessionsFull(sessions.size());
        }
    }

    /** The session for an accepted CONNECT whose predecessor's connection is closed: the one there is, or a new one. */
    BrokerSession begin(Handshake accepted, @Nullable String userName, boolean local, long now) {
        String clientId = accepted.clientId;
        BrokerSession former = sessions.get(clientId);
        if (former != null && canResume(former, accepted.connect, userName, local)) {
            return former;
        }
        if (former != null) {
            end(former, now);
        }
        boolean persistent = accepted.terms.sessionExpiry > 0;
        BrokerSession session = new BrokerSession(core, clientId, userName, local, persistent);
        sessions.put(clientId, session);
        core.statistics.sessions = sessions.size();
        if (session.persistent) {
            core.store.sessionBegun(clientId, userName, local);
        }
        return session;
    }

    private static boolean canResume(BrokerSession former, Connect connect, @Nullable String userName, boolean local) {
        return !connect.cleanStart() // [MQTT-3.1.2-4]
                && former.local == local
                && Objects.equals(former.userName, userName);
    }

    /** The session's connection is gone: it ends, or begins to wait for its client. */
    void disconnected(BrokerSession session, long now) {
        session.detach();
        long expiry = session.expiry();
        if (expiry == 0) {
            end(session, now);
            return;
        }
        if (expiry != Terms.NEVER) {
            core.deadlines.set(session, now + TimeUnit.SECONDS.toNanos(expiry));
        }
        session.connectionLost(now);
    }

    /** The session is over, and a will that still waits for its delay is published [MQTT-3.1.2-8]. */
    void end(BrokerSession session, long now) {
        if (sessions.remove(session.clientId, session)) {
            session.end();
            saidFull = false;
            core.statistics.sessions = sessions.size();
            session.publishWill(now);
        }
    }

    /** The broker closes, and with its memory every session ends: no will waits any longer. */
    void publishWills(long now) {
        List.copyOf(sessions.values()).forEach(session -> session.publishWill(now));
    }
}
