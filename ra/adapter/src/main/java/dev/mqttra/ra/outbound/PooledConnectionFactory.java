package dev.mqttra.ra.outbound;

import dev.mqttra.api.MqttConnection;
import dev.mqttra.api.MqttConnectionFactory;
import dev.mqttra.api.MqttException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.RetryableException;
import javax.naming.NamingException;
import javax.naming.Reference;
import org.jspecify.annotations.Nullable;

/** What an application injects: it asks the server, which pools, for a connection. Thread-safe. */
final class PooledConnectionFactory implements MqttConnectionFactory {
    private static final long serialVersionUID = 1L;

    /**
     * A request says nothing of its own. Not null, as Payara refuses null where an application's resource-ref says
     * {@code res-auth} Application, its default.
     */
    private record NothingMore() implements ConnectionRequestInfo {}

    private static final ConnectionRequestInfo NOTHING_MORE = new NothingMore();

    private final MqttManagedConnectionFactory factory;
    private final ConnectionManager connectionManager;
    private volatile @Nullable Reference reference;

    PooledConnectionFactory(MqttManagedConnectionFactory factory, ConnectionManager connectionManager) {
        this.factory = factory;
        this.connectionManager = connectionManager;
    }

    @Override
    public MqttConnection getConnection() {
        try {
            return (MqttConnection) connectionManager.allocateConnection(factory, NOTHING_MORE);
        } catch (ResourceException e) {
            throw new MqttException(
                    "the server gives no MQTT connection: " + reason(e), e instanceof RetryableException, e);
        }
    }

    /** Servers wrap what the adapter says; the innermost cause is what helps. */
    private static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() instanceof ResourceException deeper) {
            innermost = deeper;
        }
        return String.valueOf(innermost.getMessage());
    }

    @Override
    public void setReference(Reference newReference) {
        reference = newReference;
    }

    @Override
    public Reference getReference() throws NamingException {
        Reference current = reference;
        if (current == null) {
            throw new NamingException("the server has given this connection factory no Reference");
        }
        return current;
    }
}
