package dev.mqttra.client;

import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import dev.mqttra.protocol.packet.MqttVersion;
import java.util.concurrent.CompletableFuture;
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
        void onConnected(Link link, ConnectionTerms terms, boolean sessionPresent, long now);

        /** The connection is over; another may begin. */
        void onOver(Ending ending, MqttVersion version, long now);
    }

    private final ClientConfig config;
    private final Events events;
    private final Publishing publishing;
    private final Subscriptions subscriptions;
    private final Inbox inbox;
    private final Consumer<Mailbox.Call> post;
    private Goodbye goodbye = Goodbye.NORMAL;
    private @Nullable Connection connection;
    private boolean closing;

    /**
     * @param post how a call of any thread, an acknowledgement say, comes to the owner
     */
    ClientSession(
            ClientConfig config,
            Publishing publishing,
            ClientListener listener,
            Counters counters,
            Consumer<Mailbox.Call> post,
            Events events) {
        this.config = config;
        this.post = post;
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
    LinkHandler connect(Link link, MqttVersion version, long deadline, long now) {
        Connection opened = new Connection(this, config, link, version, deadline, now);
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
    boolean close(Goodbye how, long now) {
        closing = true;
        goodbye = how;
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
            connection.close(goodbye);
        }
    }

    void reauthenticate(CompletableFuture<Void> done) {
        if (connection == null) {
            done.completeExceptionally(new IllegalStateException("not connected"));
        } else {
            connection.reauthenticate(done);
        }
    }

    void post(Mailbox.Call call) {
        post.accept(call);
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
            ConnectionTerms terms = current.terms();
            // CONNACK of 3.1 cannot say whether there is a session [v3.1-21]: what is in flight goes on as if
            // [v3.1-43].
            boolean kept = sessionPresent || (terms.version() == MqttVersion.V3_1 && !config.cleanStart());
            inbox.connected(current, kept, now);
            publishing.connected(current.link(), terms, kept);
            subscriptions.connected(current.link(), terms, kept);
            events.onConnected(current.link(), terms, sessionPresent, now);
        }
    }

    void onBatchEnd(long now) {
        inbox.onBatchEnd();
        settle();
    }

    void onOver(Ending ending, long now) {
        Connection former = connection;
        connection = null;
        inbox.onBatchEnd();
        inbox.disconnected();
        publishing.disconnected();
        subscriptions.disconnected();
        if (former != null) {
            events.onOver(ending, former.version(), now);
        }
    }
}
