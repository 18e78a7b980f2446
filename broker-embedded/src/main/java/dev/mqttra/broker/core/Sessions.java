package dev.mqttra.broker.core;

import dev.mqttra.protocol.packet.Connect;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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
    BrokerSession begin(String clientId, Connect connect, @Nullable String userName, boolean local) {
        BrokerSession former = sessions.get(clientId);
        if (former != null && canResume(former, connect, userName, local)) {
            return former;
        }
        if (former != null) {
            end(former);
        }
        BrokerSession session = new BrokerSession(core, clientId, userName, local, !connect.cleanStart());
        sessions.put(clientId, session);
        core.statistics.sessions = sessions.size();
        if (session.persistent) {
            core.store.sessionBegun(clientId, userName, local);
        }
        return session;
    }

    private static boolean canResume(BrokerSession former, Connect connect, @Nullable String userName, boolean local) {
        return !connect.cleanStart()
                && former.persistent
                && former.local == local
                && Objects.equals(former.userName, userName);
    }

    /** The session's connection is gone: it ends, or begins to wait for its client. */
    void disconnected(BrokerSession session, long now) {
        session.detach();
        Duration expiry = core.config.maximumSessionExpiry();
        if (!session.persistent) {
            end(session);
        } else if (expiry != null) {
            core.deadlines.set(session, now + expiry.toNanos());
        }
    }

    void end(BrokerSession session) {
        if (sessions.remove(session.clientId, session)) {
            session.end();
            saidFull = false;
            core.statistics.sessions = sessions.size();
        }
    }
}
