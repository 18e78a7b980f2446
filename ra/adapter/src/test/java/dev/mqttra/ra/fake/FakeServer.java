package dev.mqttra.ra.fake;

import dev.mqttra.ra.MqttResourceAdapter;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * A server with one adapter instance: what it hands to the adapter, and a connection manager that makes a managed
 * connection for each request. Each one hosts under a name of its own, on a free port, unless the test says otherwise.
 */
public final class FakeServer implements AutoCloseable {
    private static final MBeanServer MBEANS = ManagementFactory.getPlatformMBeanServer();

    public final FakeWorkManager workManager = FakeWorkManager.ofThreads(20);
    public final FakeTransactions transactions = new FakeTransactions();
    public final MqttResourceAdapter adapter = new MqttResourceAdapter();
    public final List<ManagedConnection> managed = new CopyOnWriteArrayList<>();

    public FakeServer() {
        adapter.setBrokerName("test-" + UUID.randomUUID());
        adapter.setHostedPort(0);
        adapter.setHostedSettleTime(0);
    }

    public FakeServer start() throws ResourceException {
        adapter.start(new FakeBootstrapContext(workManager, transactions));
        return this;
    }

    /** As servers do it without pooling. */
    public ConnectionManager connectionManager() {
        return new ConnectionManager() {
            private static final long serialVersionUID = 1L;

            @Override
            public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo info)
                    throws ResourceException {
                ManagedConnection connection = factory.createManagedConnection(null, info);
                managed.add(connection);
                return connection.getConnection(null, info);
            }
        };
    }

    /** Whether the adapter's hosted broker is open. */
    public boolean hosts() {
        return MBEANS.isRegistered(broker());
    }

    /** The port of the adapter's hosted broker, which is open. */
    public int port() {
        String address = (String) attribute("Address");
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** How many clients the adapter's hosted broker has, those of the adapter included. */
    public long connections() {
        return (Long) attribute("Connections");
    }

    /** How many messages were published to the adapter's hosted broker. */
    public long received() {
        return (Long) attribute("Received");
    }

    /** How many subscriptions the adapter's hosted broker has. */
    public long subscriptions() {
        return (Long) attribute("Subscriptions");
    }

    private Object attribute(String name) {
        try {
            return MBEANS.getAttribute(broker(), name);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private ObjectName broker() {
        try {
            return new ObjectName("dev.mqttra:type=Broker,name=" + ObjectName.quote(adapter.getBrokerName()));
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        adapter.stop();
        workManager.close();
    }
}
