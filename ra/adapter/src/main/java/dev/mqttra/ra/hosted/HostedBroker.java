package dev.mqttra.ra.hosted;

import dev.mqttra.broker.Broker;
import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.client.Connector;
import dev.mqttra.netty.EventLoops;
import dev.mqttra.ra.config.HostedSettings;
import dev.mqttra.ra.log.Log;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.io.IOException;
import java.util.concurrent.Executor;

/** A broker that the adapter runs itself, and the way from a client into it without a socket. Thread-safe. */
final class HostedBroker implements AutoCloseable {
    private final String name;
    private final HostedSettings settings;
    private final Broker broker;

    private HostedBroker(String name, HostedSettings settings, Broker broker) {
        this.name = name;
        this.settings = settings;
        this.broker = broker;
    }

    /**
     * Starts a broker and opens its port.
     *
     * @throws ResourceException if it cannot listen, naming the property and what would be right
     */
    static HostedBroker open(String name, HostedSettings settings, EventLoops loops) throws ResourceException {
        String address = settings.hostOrDefault() + ":" + settings.portOrDefault();
        try {
            BrokerConfig.Builder config = BrokerConfig.builder()
                    .name(name)
                    .host(settings.hostOrDefault())
                    .port(settings.portOrDefault())
                    .allowAnonymousRemote(settings.anonymousRemoteAllowed());
            if (settings.maximumPacketSize() != null) {
                config.maximumPacketSize(settings.maximumPacketSize());
            }
            Broker broker = Broker.start(config.build(), loops);
            Log.hosting(name, settings.hostOrDefault() + ":" + broker.port());
            return new HostedBroker(name, settings, broker);
        } catch (IOException e) {
            throw new ResourceAdapterInternalException(
                    "the hosted broker cannot listen on " + address + ": " + e.getMessage()
                            + "; free port " + settings.portOrDefault() + ", or set hostedPort (or hostedHost) to"
                            + " another, or set serverUri to use a broker that runs elsewhere",
                    e);
        } catch (IllegalArgumentException e) {
            throw new ResourceAdapterInternalException("the hosted broker cannot start: " + e.getMessage(), e);
        }
    }

    /** The port it listens on. */
    int port() {
        return broker.port();
    }

    /**
     * Makes sure that what another adapter instance says fits the broker that is open.
     *
     * @throws IllegalArgumentException if it does not, naming the property and both values
     */
    void check(HostedSettings other) {
        new HostedSettings(
                        settings.hostOrDefault(),
                        settings.portOrDefault(),
                        settings.anonymousRemoteAllowed(),
                        settings.maximumPacketSize())
                .join(other, name);
    }

    /** Opens links into this broker for the client of a name. */
    Connector connector(String clientName, Executor owner) {
        return (opened, failed) -> {
            try {
                broker.openLocal(clientName, owner, opened);
            } catch (RuntimeException e) {
                owner.execute(() -> failed.accept(e));
            }
        };
    }

    @Override
    public void close() {
        SharedRuntime.closeQuietly("broker '" + name + "'", broker::close);
        Log.hostingEnded(name);
    }
}
