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
    private final Refusals refusals = new Refusals();
    private final Map<Key, Active> active = new HashMap<>();
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

    /**
     * @param before the session's keeping that the activation has ended, null for none
     */
    private record Active(EndpointActivation activation, Class<?> beanClass, KeptSessions.@Nullable Kept before) {}

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
        Active started = start(factory, mqtt);
        boolean late;
        synchronized (active) {
            late = closed || active.putIfAbsent(key, started) != null;
        }
        if (late) {
            stop(started);
            throw new ResourceAdapterInternalException("the resource adapter was stopped meanwhile");
        }
    }

    private Active start(MessageEndpointFactory factory, MqttActivationSpec spec) throws ResourceException {
        Class<?> beanClass = factory.getEndpointClass();
        try {
            EndpointActivation activation = EndpointActivation.start(adapter, identities, factory, spec);
            return new Active(
                    activation,
                    beanClass,
                    keptSessions.resume(activation.identity().own()));
        } catch (ResourceException | RuntimeException e) {
            refusals.add(beanClass, System.nanoTime());
            throw e;
        }
    }

    /** Deactivates an endpoint: nothing is delivered to it afterwards. One that is not active is ignored. */
    public void deactivate(MessageEndpointFactory factory, ActivationSpec spec) {
        Active ended;
        synchronized (active) {
            ended = active.remove(new Key(factory, spec));
        }
        if (ended != null) {
            stop(ended);
        }
    }

    /** A session is kept for a bean that comes back, not for one that was never there: its deployment failed. */
    private void stop(Active ended) {
        EndpointActivation activation = ended.activation;
        try {
            activation.stop();
            ConnectionSettings discarding = activation.identity().discarding();
            if (discarding != null) {
                if (refusals.hasOneFor(ended.beanClass, System.nanoTime())) {
                    keptSessions.restore(discarding, ended.before);
                } else {
                    keptSessions.keep(discarding);
                }
            }
        } finally {
            identities.giveBack(activation.identity().own());
        }
    }

    /** Deactivates what is still active, and lets nothing be activated any more. */
    @Override
    public void close() {
        List<Active> remaining;
        synchronized (active) {
            closed = true;
            remaining = new ArrayList<>(active.values());
            active.clear();
        }
        for (Active each : remaining) {
            try {
                stop(each);
            } catch (RuntimeException | LinkageError e) {
                // The others are stopped all the same.
                Log.closeFailed("an activation", e);
            }
        }
        keptSessions.close();
    }
}
