package dev.mqttra.ra.outbound;

import dev.mqttra.api.MqttException;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.client.PublishFailedException;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.ra.config.OutboundSettings;
import dev.mqttra.ra.hosted.SharedClient;
import dev.mqttra.ra.message.Terms;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import jakarta.resource.spi.SecurityException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * A managed connection: light, as it only leads to the shared client of its settings. Takes part in a transaction through
 * the transaction's {@link Outbox}, not as a resource of its own, so its level is NoTransaction. Thread-safe.
 */
final class MqttManagedConnection implements ManagedConnection {
    private final OutboundSettings settings;
    private final SharedClient client;
    private final Transactions transactions;
    private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
    private final List<ConnectionHandle> handles = new CopyOnWriteArrayList<>();
    private final AtomicBoolean destroyed = new AtomicBoolean();
    private volatile boolean broken;
    private volatile @Nullable PrintWriter logWriter;

    /**
     * @param client with one user counted for this connection
     */
    MqttManagedConnection(
            OutboundSettings settings,
            SharedClient client,
            Transactions transactions,
            @Nullable PrintWriter logWriter) {
        this.settings = settings;
        this.client = client;
        this.transactions = transactions;
        this.logWriter = logWriter;
    }

    /** What it was made for; only a request for equal settings may get it. */
    OutboundSettings settings() {
        return settings;
    }

    /** Whether its client has been closed under it, at the adapter's stop. */
    boolean isBroken() {
        return broken || destroyed.get();
    }

    void publish(MqttMessage message) {
        Message toSend =
                Messages.of(message, client.version(), settings.connection().maximumPacketSize());
        Outbox outbox = outbox();
        if (outbox != null) {
            outbox.add(client, settings, toSend, Terms.qos(message), message.retained());
            return;
        }
        await(client.publish(toSend, Terms.qos(message), message.retained()));
    }

    CompletionStage<Void> publishAsync(MqttMessage message) {
        Message toSend =
                Messages.of(message, client.version(), settings.connection().maximumPacketSize());
        Outbox outbox = outbox();
        CompletionStage<Void> sent = outbox == null
                ? client.publish(toSend, Terms.qos(message), message.retained())
                : outbox.add(client, settings, toSend, Terms.qos(message), message.retained());
        return sent.handle((nothing, failure) -> {
            if (failure != null) {
                throw translate(failure);
            }
            return null;
        });
    }

    private @Nullable Outbox outbox() {
        try {
            return transactions.current();
        } catch (IllegalStateException e) {
            throw new MqttException("the transaction is ending and takes no message any more", false, e);
        }
    }

    private void await(CompletionStage<Void> sent) {
        long millis = settings.publishTimeout().toMillis();
        try {
            sent.toCompletableFuture().get(millis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw translate(e);
        } catch (TimeoutException e) {
            String absence = client.absence();
            throw new MqttException(
                    "no acknowledgement from " + settings.connection() + " within publishTimeout=" + millis + " ms"
                            + (absence == null ? "" : ", as it is not connected (" + absence + ")")
                            + "; the message may still be sent",
                    true,
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MqttException("interrupted while waiting for the acknowledgement", true, e);
        }
    }

    /** As applications see it. A client that is closed is a fatal error: the server shall drop this connection. */
    private MqttException translate(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof MqttException already) {
            return already;
        }
        if (cause instanceof PublishFailedException failed) {
            if (failed.what() == PublishFailedException.Cause.CLOSED) {
                broken(failed);
            }
            return new MqttException(String.valueOf(failed.getMessage()), failed.isRetryable(), failed);
        }
        return new MqttException("publishing failed: " + cause, false, cause);
    }

    private void broken(Exception cause) {
        broken = true;
        ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_ERROR_OCCURRED, cause);
        tell(event, ConnectionEventListener::connectionErrorOccurred);
    }

    /** The application closed a handle. */
    void closed(ConnectionHandle handle) {
        handles.remove(handle);
        ConnectionEvent event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
        event.setConnectionHandle(handle);
        tell(event, ConnectionEventListener::connectionClosed);
    }

    private void tell(ConnectionEvent event, BiConsumer<ConnectionEventListener, ConnectionEvent> what) {
        for (ConnectionEventListener listener : listeners) {
            what.accept(listener, event);
        }
    }

    @Override
    public Object getConnection(@Nullable Subject subject, @Nullable ConnectionRequestInfo requestInfo)
            throws ResourceException {
        if (isBroken()) {
            throw new jakarta.resource.spi.IllegalStateException("the managed connection is destroyed");
        }
        ConnectionHandle handle = new ConnectionHandle(this);
        handles.add(handle);
        return handle;
    }

    /**
     * @throws SecurityException never: who a connection is for was settled when it was matched
     */
    @Override
    public void associateConnection(Object connection) throws ResourceException {
        if (!(connection instanceof ConnectionHandle handle)) {
            throw new jakarta.resource.spi.IllegalStateException("not a handle of this adapter: " + connection);
        }
        MqttManagedConnection before = handle.associate(this);
        if (before != null) {
            before.handles.remove(handle);
        }
        handles.add(handle);
    }

    @Override
    public void cleanup() {
        for (ConnectionHandle handle : handles) {
            handle.invalidate(this);
        }
        handles.clear();
    }

    @Override
    public void destroy() {
        cleanup();
        if (destroyed.compareAndSet(false, true)) {
            client.release();
        }
    }

    @Override
    public void addConnectionEventListener(ConnectionEventListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeConnectionEventListener(ConnectionEventListener listener) {
        listeners.remove(listener);
    }

    @Override
    public XAResource getXAResource() throws ResourceException {
        throw new NotSupportedException("the transaction support level is NoTransaction");
    }

    @Override
    public LocalTransaction getLocalTransaction() throws ResourceException {
        throw new NotSupportedException("the transaction support level is NoTransaction");
    }

    @Override
    public ManagedConnectionMetaData getMetaData() throws ResourceException {
        if (isBroken()) {
            throw new jakarta.resource.spi.IllegalStateException("the managed connection is destroyed");
        }
        return new MetaData(settings.connection().userName());
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        logWriter = out;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    private record MetaData(@Nullable String userName) implements ManagedConnectionMetaData {
        @Override
        public String getEISProductName() {
            return "MQTT";
        }

        @Override
        public String getEISProductVersion() {
            return "3.1.1";
        }

        /** No limit: managed connections share one network connection. */
        @Override
        public int getMaxConnections() {
            return 0;
        }

        @Override
        public @Nullable String getUserName() {
            return userName;
        }
    }
}
