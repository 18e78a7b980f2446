package dev.mqttra.ra.inbound;

import dev.mqttra.ra.config.ConnectionSettings;
import dev.mqttra.ra.hosted.AdapterContext;
import dev.mqttra.ra.log.Log;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The active endpoints of one started adapter instance. An endpoint is known by the identity of its factory and its
 * ActivationSpec, never by what they say [Connectors 14.4.9.1]. Thread-safe by one lock, in which nothing waits.
 */
public final class InboundEndpoints implements AutoCloseable {
    private final AdapterContext adapter;
    private final ClientIdentities identities;
    private final KeptSessions keptSessions;
    private final Map<Key, EndpointActivation> active = new HashMap<>();
    private boolean closed;

    private record Key(MessageEndpointFactory factory, ActivationSpec spec) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && factory == that.factory && spec == that.spec;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(factory) + System.identityHashCode(spec);
        }
    }

    public InboundEndpoints(AdapterContext adapter) {
        this.adapter = adapter;
        this.identities = new ClientIdentities(adapter);
        this.keptSessions = new KeptSessions(adapter);
    }

    /**
     * Activates an endpoint.
     *
     * @throws ResourceException that says what is wrong with the bean or its activation properties; nothing is left
     *     behind then
     */
    public void activate(MessageEndpointFactory factory, ActivationSpec spec) throws ResourceException {
        if (!(spec instanceof MqttActivationSpec mqtt)) {
            throw new NotSupportedException("an activation of this adapter has a " + MqttActivationSpec.class.getName()
                    + ", not a " + spec.getClass().getName());
        }
        Key key = new Key(factory, spec);
        synchronized (active) {
            if (closed || active.containsKey(key)) {
                throw new ResourceAdapterInternalException(
                        closed ? "the resource adapter is not running" : "this endpoint is active already");
            }
        }
        EndpointActivation activation = EndpointActivation.start(adapter, identities, factory, mqtt);
        keptSessions.resume(activation.identity().own());
        boolean late;
        synchronized (active) {
            late = closed || active.putIfAbsent(key, activation) != null;
        }
        if (late) {
            stop(activation);
            throw new ResourceAdapterInternalException("the resource adapter was stopped meanwhile");
        }
    }

    /** Deactivates an endpoint: nothing is delivered to it afterwards. One that is not active is ignored. */
    public void deactivate(MessageEndpointFactory factory, ActivationSpec spec) {
        EndpointActivation activation;
        synchronized (active) {
            activation = active.remove(new Key(factory, spec));
        }
        if (activation != null) {
            stop(activation);
        }
    }

    private void stop(EndpointActivation activation) {
        activation.stop();
        identities.giveBack(activation.identity().own());
        ConnectionSettings discarding = activation.identity().discarding();
        if (discarding != null) {
            keptSessions.keep(discarding);
        }
    }

    /** Deactivates what is still active, and lets nothing be activated any more. */
    @Override
    public void close() {
        List<EndpointActivation> remaining;
        synchronized (active) {
            closed = true;
            remaining = new ArrayList<>(active.values());
            active.clear();
        }
        for (EndpointActivation activation : remaining) {
            try {
                stop(activation);
            } catch (RuntimeException | LinkageError e) {
                // The others are stopped all the same.
                Log.closeFailed("an activation", e);
            }
        }
        keptSessions.close();
    }
}
