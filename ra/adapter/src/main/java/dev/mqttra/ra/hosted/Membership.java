package dev.mqttra.ra.hosted;

import dev.mqttra.client.ClientConfig;
import dev.mqttra.client.ClientListener;
import dev.mqttra.client.MqttClient;
import dev.mqttra.client.Reconnect;
import dev.mqttra.netty.Cancellable;
import dev.mqttra.netty.Loop;
import dev.mqttra.ra.config.ConnectionSettings;
import dev.mqttra.ra.config.HostedSettings;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.work.WorkManager;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One started adapter instance in the {@link SharedRuntime}: its way to clients of the hosted broker and of remote ones.
 * Thread-safe.
 */
public final class Membership implements ClientFactory, Delays, AutoCloseable {
    /**
     * Where the hosted broker has many messages of this client for beans, it acknowledges others only when their beans have
     * dealt with them. As many as may be pending, so that one bean that fails for a while does not hold up what is
     * published for others.
     */
    private static final int HOSTED_IN_FLIGHT = 10_000;

    private final SharedRuntime runtime;
    private final HostedSettings settings;
    private final WorkManager workManager;
    private final int instance;

    Membership(SharedRuntime runtime, HostedSettings settings, WorkManager workManager, int instance) {
        this.runtime = runtime;
        this.settings = settings;
        this.workManager = workManager;
        this.instance = instance;
    }

    /** The number of this instance among those that run: from 1, the lowest that was free. */
    public int instance() {
        return instance;
    }

    String brokerName() {
        return settings.brokerName();
    }

    HostedSettings settings() {
        return settings;
    }

    WorkManager workManager() {
        return workManager;
    }

    /**
     * Opens the hosted broker's port now, if it is not open.
     *
     * @throws ResourceException if it cannot be opened, naming port and property
     */
    public void host() throws ResourceException {
        runtime.broker(this);
    }

    @Override
    public MqttClient create(ConnectionSettings connection, int receiveMaximum, ClientListener listener)
            throws ResourceException {
        ClientConfig config;
        try {
            config = config(connection, receiveMaximum);
        } catch (IllegalArgumentException e) {
            throw new InvalidPropertyException("property " + e.getMessage());
        }
        if (connection.hosted()) {
            HostedBroker broker = runtime.broker(this);
            Loop loop = runtime.loops(this).next();
            return new MqttClient(config, loop, broker.connector(config.clientId(), loop), listener);
        }
        return MqttClient.overTcp(config, runtime.loops(this).next(), runtime::runBlocking, listener);
    }

    @Override
    public boolean hostsAlone() {
        return runtime.hostsAlone(this);
    }

    @Override
    public @Nullable String take(ConnectionSettings connection, String user) {
        return runtime.clientIds().take(brokerName(), connection, user);
    }

    @Override
    public void giveBack(ConnectionSettings connection) {
        runtime.clientIds().giveBack(brokerName(), connection);
    }

    @Override
    public SharedClient share(ConnectionSettings connection) throws ResourceException {
        return runtime.share(this, connection);
    }

    @Override
    public Cancellable after(long delayNanos, Runnable task) {
        try {
            return runtime.after(this, delayNanos, task);
        } catch (ResourceException e) {
            throw new RejectedExecutionException(e.getMessage(), e);
        }
    }

    private static ClientConfig config(ConnectionSettings connection, int receiveMaximum) {
        String password = connection.password();
        ClientConfig.Builder config = ClientConfig.builder()
                .servers(connection.servers())
                .tls(connection.tls() == null ? null : connection.tls().open())
                .version(connection.version())
                .clientId(connection.clientId() == null ? madeUpId() : connection.clientId())
                .cleanStart(connection.cleanStart())
                .keepAlive(connection.keepAlive())
                .userName(connection.userName())
                .password(password == null ? null : password.getBytes(StandardCharsets.UTF_8))
                .connectTimeout(connection.connectTimeout())
                .reconnect(new Reconnect(connection.reconnectDelay(), connection.maximumReconnectDelay()))
                .receiveMaximum(receiveMaximum);
        if (connection.hosted()) {
            config.maximumInFlight(HOSTED_IN_FLIGHT);
        }
        if (connection.maximumPacketSize() != null) {
            config.maximumPacketSize(connection.maximumPacketSize());
        }
        return config.build();
    }

    /** Short enough and plain enough for every server [MQTT-3.1.3-5]. */
    private static String madeUpId() {
        return "mqttra" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }

    /** Leaves: what this instance has opened must be closed before. Idempotent. */
    @Override
    public void close() {
        runtime.leave(this);
    }
}
