package dev.mqttra.ra;

import dev.mqttra.ra.config.AdapterProperties;
import dev.mqttra.ra.config.ConnectionSettings;
import dev.mqttra.ra.hosted.AdapterContext;
import dev.mqttra.ra.hosted.Membership;
import dev.mqttra.ra.hosted.SharedRuntime;
import dev.mqttra.ra.hosted.StartedAdapter;
import dev.mqttra.ra.inbound.InboundEndpoints;
import dev.mqttra.ra.log.Log;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.Objects;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * The resource adapter bean: it starts, stops, and knows its activations. Equal by configuration, as Connectors wants it;
 * what runs is told apart by identity. Thread-safe once configured.
 */
public class MqttResourceAdapter extends AdapterProperties implements ResourceAdapter, StartedAdapter {
    private static final long serialVersionUID = 1L;

    /** What a started instance has. */
    private record Running(Membership membership, AdapterContext context, InboundEndpoints endpoints) {}

    private transient volatile @Nullable Running running;

    /**
     * Joins what the adapter instances of this class loader share. Opens no port, unless {@code hostedEager}, and connects
     * to no broker: that begins with the first activation or connection.
     */
    @Override
    public void start(BootstrapContext bootstrap) throws ResourceAdapterInternalException {
        try {
            String broker = ConnectionSettings.of(this, this, null).toString();
            Membership membership = SharedRuntime.INSTANCE.join(this, bootstrap.getWorkManager());
            try {
                start(membership, bootstrap);
            } catch (ResourceException | RuntimeException e) {
                membership.close();
                throw e;
            }
            Log.started(membership.instance(), broker);
        } catch (IllegalArgumentException e) {
            // Not as its cause, which servers print too: it says the same.
            throw new ResourceAdapterInternalException("resource adapter property " + e.getMessage());
        } catch (ResourceAdapterInternalException e) {
            throw e;
        } catch (ResourceException e) {
            throw new ResourceAdapterInternalException(e.getMessage(), e);
        }
    }

    private void start(Membership membership, BootstrapContext bootstrap) throws ResourceException {
        if (Boolean.TRUE.equals(getHostedEager())) {
            membership.host();
        }
        AdapterContext context = new AdapterContext(
                this,
                bootstrap.getWorkManager(),
                Objects.requireNonNull(
                        bootstrap.getTransactionSynchronizationRegistry(), "TransactionSynchronizationRegistry"),
                membership,
                membership);
        running = new Running(membership, context, new InboundEndpoints(context));
    }

    /** Ends everything that this instance started; the last instance also ends the hosted brokers and the event loop. */
    @Override
    public void stop() {
        Running last = running;
        running = null;
        if (last != null) {
            try {
                last.endpoints.close();
            } finally {
                last.membership.close();
                Log.stopped(last.membership.instance());
            }
        }
    }

    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) throws ResourceException {
        running().endpoints.activate(factory, spec);
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
        Running current = running;
        if (current != null) {
            current.endpoints.deactivate(factory, spec);
        }
    }

    /** None: nothing is enlisted, so nothing is to be recovered. */
    @Override
    public XAResource @Nullable [] getXAResources(ActivationSpec[] specs) {
        return null;
    }

    @Override
    public AdapterContext context() throws ResourceException {
        return running().context;
    }

    private Running running() throws ResourceException {
        Running current = running;
        if (current == null) {
            throw new jakarta.resource.spi.IllegalStateException("the MQTT resource adapter is not running");
        }
        return current;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MqttResourceAdapter that && getClass() == that.getClass() && sameAdapter(that);
    }

    @Override
    public int hashCode() {
        return adapterHash();
    }
}
