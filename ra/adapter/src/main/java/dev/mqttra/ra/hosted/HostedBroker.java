package dev.mqttra.ra.hosted;

import dev.mqttra.broker.Authenticator;
import dev.mqttra.broker.Broker;
import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.client.Connector;
import dev.mqttra.netty.EventLoops;
import dev.mqttra.ra.config.HostedSettings;
import dev.mqttra.ra.log.Log;
import dev.mqttra.ra.management.BrokerMXBean;
import dev.mqttra.ra.management.Registration;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A broker that the adapter runs itself, and the way from a client into it without a socket. Thread-safe. */
final class HostedBroker implements AutoCloseable {
    private final HostedSettings settings;
    private final Broker broker;
    private final Admission admission;
    private final Registration registration;

    private HostedBroker(HostedSettings settings, Broker broker) {
        this.settings = settings;
        this.broker = broker;
        this.admission = new Admission(
                TimeUnit.MILLISECONDS.toNanos(settings.settleMillisOrDefault()),
                (delayNanos, task) -> broker.loop().schedule(task, delayNanos),
                this::admit);
        this.registration =
                Registration.of("Broker", settings.brokerName(), new View(settings, broker), BrokerMXBean.class);
    }

    /**
     * Starts a broker and takes its port. Devices are let in when no use of the server's own has begun for a while.
     *
     * @param realm asks the server about devices, where that is wanted
     * @throws ResourceException if it cannot listen, naming the property and what would be right
     */
    static HostedBroker open(HostedSettings settings, EventLoops loops, Authenticator realm) throws ResourceException {
        String address = settings.hostOrDefault() + ":" + settings.portOrDefault();
        try {
            BrokerConfig.Builder config = BrokerConfig.builder()
                    .name(settings.brokerName())
                    .host(settings.hostOrDefault())
                    .port(settings.portOrDefault())
                    .acknowledgementTimeout(Duration.ofMillis(settings.acknowledgementMillisOrDefault()))
                    .admitsLater(true)
                    .allowAnonymousRemote(settings.anonymousRemoteAllowed());
            if (settings.authenticatedByServer()) {
                config.authenticator(realm);
            }
            if (settings.maximumPacketSize() != null) {
                config.maximumPacketSize(settings.maximumPacketSize());
            }
            Broker broker = Broker.start(config.build(), loops);
            Log.hosting(settings.brokerName(), settings.hostOrDefault() + ":" + broker.port());
            return new HostedBroker(settings.complete(), broker);
        } catch (IOException e) {
            throw new ResourceAdapterInternalException(
                    "the hosted broker cannot listen on " + address + ": " + named(e)
                            + "; free port " + settings.portOrDefault() + ", or set hostedPort (or hostedHost) to"
                            + " another, or set serverUri to use a broker that runs elsewhere",
                    e);
        } catch (IllegalArgumentException e) {
            throw new ResourceAdapterInternalException(
                    "the hosted broker refuses hostedHost " + settings.hostOrDefault() + ": " + named(e)
                            + "; or set hostedAuthentication to server, so that devices log in",
                    e);
        }
    }

    /** The broker's words, with the adapter's names for its properties. */
    private static String named(Exception refusal) {
        return String.valueOf(refusal.getMessage())
                .replace("property 'host'", "property 'hostedHost'")
                .replace("property 'port'", "property 'hostedPort'");
    }

    private void admit() {
        broker.admit();
        Log.devicesLetIn(settings.brokerName());
    }

    /** A bean or a connection of the server is about to use it: devices wait until nothing has for a while. */
    void used() {
        admission.putOff();
    }

    /** What it was opened with, defaults included. */
    HostedSettings settings() {
        return settings;
    }

    /** The port it listens on. */
    int port() {
        return broker.port();
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
        admission.close();
        registration.close();
        SharedRuntime.closeQuietly("broker '" + settings.brokerName() + "'", broker::close);
        Log.hostingEnded(settings.brokerName());
    }

    /** What JMX shows. */
    private record View(HostedSettings settings, Broker broker) implements BrokerMXBean {
        @Override
        public String getAddress() {
            return settings.hostOrDefault() + ":" + broker.port();
        }

        @Override
        public long getConnections() {
            return broker.statistics().connections();
        }

        @Override
        public long getSessions() {
            return broker.statistics().sessions();
        }

        @Override
        public long getSubscriptions() {
            return broker.statistics().subscriptions();
        }

        @Override
        public long getRetained() {
            return broker.statistics().retained();
        }

        @Override
        public long getReceived() {
            return broker.statistics().received();
        }

        @Override
        public long getDelivered() {
            return broker.statistics().delivered();
        }

        @Override
        public long getDropped() {
            return broker.statistics().dropped();
        }

        @Override
        public long getRefused() {
            return broker.statistics().refused();
        }

        @Override
        public long getViolations() {
            return broker.statistics().violations();
        }
    }
}
