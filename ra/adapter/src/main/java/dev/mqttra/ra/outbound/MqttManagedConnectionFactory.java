package dev.mqttra.ra.outbound;

import dev.mqttra.ra.config.ConnectionProperties;
import dev.mqttra.ra.config.ConnectionSettings;
import dev.mqttra.ra.config.OutboundSettings;
import dev.mqttra.ra.hosted.AdapterContext;
import dev.mqttra.ra.hosted.StartedAdapter;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import jakarta.resource.spi.ValidatingManagedConnectionFactory;
import jakarta.resource.spi.security.PasswordCredential;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a connection factory, as the server sets it, and the maker of its managed connections. What it
 * does not say it takes from the adapter. Equal by configuration, as Connectors wants it.
 */
public class MqttManagedConnectionFactory extends ConnectionProperties
        implements ManagedConnectionFactory, ValidatingManagedConnectionFactory, ResourceAdapterAssociation {
    private static final long serialVersionUID = 1L;

    private @Nullable String clientId;
    private @Nullable Integer publishTimeout;
    private @Nullable Integer outboxMessages;
    private @Nullable Integer outboxBytes;

    private transient @Nullable ResourceAdapter resourceAdapter;
    private transient @Nullable PrintWriter logWriter;

    /** The MQTT client identifier; not said, one is made up. */
    public @Nullable String getClientId() {
        return clientId;
    }

    public void setClientId(@Nullable String clientId) {
        this.clientId = clientId;
    }

    /** How long a publish waits for the broker's acknowledgement, in milliseconds. */
    public @Nullable Integer getPublishTimeout() {
        return publishTimeout;
    }

    public void setPublishTimeout(@Nullable Integer publishTimeout) {
        this.publishTimeout = publishTimeout;
    }

    /** How many messages one transaction may hold. */
    public @Nullable Integer getOutboxMessages() {
        return outboxMessages;
    }

    public void setOutboxMessages(@Nullable Integer outboxMessages) {
        this.outboxMessages = outboxMessages;
    }

    /** How many payload bytes one transaction may hold. */
    public @Nullable Integer getOutboxBytes() {
        return outboxBytes;
    }

    public void setOutboxBytes(@Nullable Integer outboxBytes) {
        this.outboxBytes = outboxBytes;
    }

    @Override
    public Object createConnectionFactory(ConnectionManager connectionManager) {
        return new PooledConnectionFactory(this, Objects.requireNonNull(connectionManager));
    }

    /** Not supported: outside a server there is the client library itself. */
    @Override
    public Object createConnectionFactory() throws ResourceException {
        throw new NotSupportedException("connections are pooled by a server; outside one use the MQTT client itself");
    }

    @Override
    public ManagedConnection createManagedConnection(
            @Nullable Subject subject, @Nullable ConnectionRequestInfo requestInfo) throws ResourceException {
        AdapterContext adapter = adapter();
        OutboundSettings settings = settings(adapter, subject);
        return new MqttManagedConnection(
                settings,
                adapter.clients().share(settings.connection()),
                new Transactions(adapter.transactions()),
                logWriter);
    }

    @Override
    public @Nullable ManagedConnection matchManagedConnections(
            @SuppressWarnings("rawtypes") Set candidates,
            @Nullable Subject subject,
            @Nullable ConnectionRequestInfo requestInfo)
            throws ResourceException {
        OutboundSettings wanted = settings(adapter(), subject);
        for (Object candidate : candidates) {
            if (candidate instanceof MqttManagedConnection connection
                    && !connection.isBroken()
                    && connection.settings().equals(wanted)) {
                return connection;
            }
        }
        return null;
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public Set getInvalidConnections(Set connections) {
        Set invalid = new HashSet();
        for (Object connection : connections) {
            if (connection instanceof MqttManagedConnection managed && managed.isBroken()) {
                invalid.add(managed);
            }
        }
        return invalid;
    }

    private OutboundSettings settings(AdapterContext adapter, @Nullable Subject subject) throws ResourceException {
        OutboundSettings settings;
        try {
            settings = OutboundSettings.of(
                    ConnectionSettings.of(this, adapter.properties(), clientId),
                    publishTimeout,
                    outboxMessages,
                    outboxBytes);
        } catch (IllegalArgumentException e) {
            throw new InvalidPropertyException("connection factory property " + e.getMessage(), e);
        }
        if (subject != null) {
            for (PasswordCredential credential : subject.getPrivateCredentials(PasswordCredential.class)) {
                // Only the credential that is meant for this factory [Connectors 10.1.8.2]; where nobody said a user,
                // Payara sends one without a name.
                if (equals(credential.getManagedConnectionFactory())
                        && !credential.getUserName().isEmpty()) {
                    return settings.with(credential.getUserName(), new String(credential.getPassword()));
                }
            }
        }
        return settings;
    }

    private AdapterContext adapter() throws ResourceException {
        if (resourceAdapter instanceof StartedAdapter adapter) {
            return adapter.context();
        }
        throw new jakarta.resource.spi.IllegalStateException("the connection factory has no resource adapter yet");
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    /** Called once by the server [Connectors 6.3.2]. */
    @Override
    public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
        Objects.requireNonNull(adapter);
        if (resourceAdapter != null && resourceAdapter != adapter) {
            throw new jakarta.resource.spi.IllegalStateException(
                    "a connection factory belongs to one resource adapter for good");
        }
        resourceAdapter = adapter;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        logWriter = out;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MqttManagedConnectionFactory that
                && getClass() == that.getClass()
                && sameConnection(that)
                && Objects.equals(clientId, that.clientId)
                && Objects.equals(publishTimeout, that.publishTimeout)
                && Objects.equals(outboxMessages, that.outboxMessages)
                && Objects.equals(outboxBytes, that.outboxBytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(connectionHash(), clientId, publishTimeout, outboxMessages, outboxBytes);
    }
}
