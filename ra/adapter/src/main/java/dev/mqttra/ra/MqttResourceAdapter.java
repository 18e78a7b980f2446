package dev.mqttra.ra;

import dev.mqttra.ra.config.AdapterProperties;
import dev.mqttra.ra.config.ConnectionSettings;
import dev.mqttra.ra.hosted.AdapterContext;
import dev.mqttra.ra.hosted.Membership;
import dev.mqttra.ra.hosted.SharedRuntime;
import dev.mqttra.ra.hosted.StartedAdapter;
import dev.mqttra.ra.inbound.EndpointActivation;
import dev.mqttra.ra.inbound.MqttActivationSpec;
import dev.mqttra.ra.log.Log;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/**
 * The resource adapter bean: it starts, stops, and knows its activations. Equal by configuration, as Connectors wants it;
 * what runs is told apart by identity. Thread-safe once configured.
 */
public class MqttResourceAdapter extends AdapterProperties implements ResourceAdapter, StartedAdapter {
    private static final long serialVersionUID = 1L;

    /** Two activations are never the same one, however equal their settings: by identity [Connectors 14.4.9.1]. */
    private record Key(MessageEndpointFactory factory, ActivationSpec spec) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && factory == that.factory && spec == that.spec;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(factory) * 31 + System.identityHashCode(spec);
        }
    }

    private final transient ConcurrentMap<Key, EndpointActivation> activations = new ConcurrentHashMap<>();
    private transient volatile @Nullable AdapterContext context;
    private transient volatile @Nullable Membership membership;

    /**
     * Joins what the adapter instances of this class loader share. Opens no port, unless {@code hostedEager}, and connects
     * to no broker: that begins with the first activation or connection.
     */
    @Override
    public void start(BootstrapContext bootstrap) throws ResourceAdapterInternalException {
        try {
            ConnectionSettings connection = ConnectionSettings.ofActivation(this, null, null, null, null, true);
            Membership joined = SharedRuntime.INSTANCE.join(this, bootstrap.getWorkManager());
            membership = joined;
            if (Boolean.TRUE.equals(getHostedEager())) {
                joined.host();
            }
            context = new AdapterContext(
                    this,
                    bootstrap.getWorkManager(),
                    bootstrap.getTransactionSynchronizationRegistry(),
                    joined,
                    joined);
            Log.started(connection.toString());
        } catch (IllegalArgumentException e) {
            leave();
            throw new ResourceAdapterInternalException("resource adapter property " + e.getMessage(), e);
        } catch (ResourceException e) {
            leave();
            throw new ResourceAdapterInternalException(e.getMessage(), e);
        } catch (RuntimeException e) {
            leave();
            throw e;
        }
    }

    /** Ends everything that this instance started; the last instance also ends the hosted brokers and the event loop. */
    @Override
    public void stop() {
        for (Key key : activations.keySet()) {
            deactivate(key);
        }
        boolean ran = context != null;
        context = null;
        leave();
        if (ran) {
            Log.stopped();
        }
    }

    private void leave() {
        Membership joined = membership;
        membership = null;
        if (joined != null) {
            joined.close();
        }
    }

    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) throws ResourceException {
        if (!(spec instanceof MqttActivationSpec mqtt)) {
            throw new NotSupportedException(
                    "an activation of this adapter is configured by " + MqttActivationSpec.class.getName() + ", not by "
                            + (spec == null ? "nothing" : spec.getClass().getName()));
        }
        EndpointActivation activation = EndpointActivation.start(context(), factory, mqtt);
        if (activations.putIfAbsent(new Key(factory, spec), activation) != null) {
            activation.close();
            throw new jakarta.resource.spi.IllegalStateException("this endpoint is active already");
        }
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
        deactivate(new Key(factory, spec));
    }

    private void deactivate(Key key) {
        EndpointActivation activation = activations.remove(key);
        if (activation != null) {
            activation.close();
        }
    }

    /** None: nothing is enlisted, so nothing is to be recovered. */
    @Override
    public XAResource @Nullable [] getXAResources(ActivationSpec[] specs) {
        return null;
    }

    @Override
    public AdapterContext context() throws ResourceException {
        AdapterContext current = context;
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
