package dev.mqttra.client;

import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import dev.mqttra.protocol.packet.ReasonCode;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's session: the state machine without I/O, without a thread and without a clock. It outlives its connections:
 * {@link #connect} begins one on an open link, of which there is one at a time. The owner's thread.
 */
final class ClientSession {

    /** Told about connections, from within the calls to the session. */
    interface Events {
        /** The server accepted the connection. */
        void onConnected(Link link, boolean sessionPresent, long now);

        /**
         * The connection is over; another may begin.
         *
         * @param refusal the server's code where its CONNACK refused the connection
         * @param accepted whether the server had accepted it
         */
        void onOver(String reason, @Nullable ReasonCode refusal, boolean accepted, long now);
    }

    private final ClientConfig config;
    private final Events events;
    private final Publishing publishing;
    private final Subscriptions subscriptions;
    private final Inbox inbox;
    private @Nullable Connection connection;
    private boolean closing;

    /**
     * @param post how an acknowledgement given by any thread comes back to the owner
     */
    ClientSession(
            ClientConfig config,
            Publishing publishing,
            ClientListener listener,
            Counters counters,
            Consumer<Mailbox.Call> post,
            Events events) {
        this.config = config;
        this.events = events;
        this.publishing = publishing;
        this.subscriptions = new Subscriptions(config.clientId(), listener, publishing.flow());
        this.inbox = new Inbox(config, subscriptions, counters, post);
    }

    /**
     * A link is open: sends CONNECT.
     *
     * @param deadline when CONNACK must be there
     * @return the machine for this end of the link
     */
    LinkHandler connect(Link link, long deadline, long now) {
        Connection opened = new Connection(this, config, link, deadline, now);
        connection = opened;
        opened.open();
        return opened;
    }

    /** Nanoseconds until {@link #onDeadline} is due, {@link Connection#NEVER} where it is not. */
    long untilDeadline(long now) {
        return connection == null ? Connection.NEVER : connection.untilDeadline(now);
    }

    void onDeadline(long now) {
        if (connection != null) {
            connection.onDeadline(now);
        }
    }

    /** Sends what may be sent: after a batch of packets or of calls. */
    void settle() {
        Connection current = connection;
        if (current != null && current.isConnected()) {
            subscriptions.pump();
            publishing.pump();
            current.link().flush();
        }
        if (closing && publishing.pending() == 0) {
            disconnect();
        }
    }

    /**
     * Delivers nothing any more, and disconnects as soon as nothing is pending.
     *
     * @return whether there is a connection that {@link Events#onOver} will end
     */
    boolean close(long now) {
        closing = true;
        inbox.close(now);
        Connection current = connection;
        if (current != null && !current.isConnected()) {
            disconnect();
        }
        return current != null;
    }

    /** Disconnects whatever is pending. */
    void disconnect() {
        publishing.close();
        subscriptions.close();
        if (connection != null) {
            connection.close();
        }
    }

    /** Gives the connection up without a word. */
    void drop(String reason, long now) {
        if (connection != null) {
            connection.drop(reason, now);
        }
    }

    Publishing publishing() {
        return publishing;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    Inbox inbox() {
        return inbox;
    }

    void onConnected(boolean sessionPresent, long now) {
        Connection current = connection;
        if (current != null) {
            inbox.connected(current, sessionPresent, now);
            publishing.connected(current.link(), sessionPresent);
            subscriptions.connected(current.link(), sessionPresent);
            events.onConnected(current.link(), sessionPresent, now);
        }
    }

    void onBatchEnd(long now) {
        inbox.onBatchEnd();
        settle();
    }

    void onOver(String reason, @Nullable ReasonCode refusal, boolean accepted, long now) {
        connection = null;
        inbox.onBatchEnd();
        inbox.disconnected();
        publishing.disconnected();
        subscriptions.disconnected();
        events.onOver(reason, refusal, accepted, now);
    }
}
