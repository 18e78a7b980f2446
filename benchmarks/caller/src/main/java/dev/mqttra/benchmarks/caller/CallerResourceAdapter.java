package dev.mqttra.benchmarks.caller;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.WorkManager;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/** Keeps the endpoints by their case, for {@link Calls} to call. */
public class CallerResourceAdapter implements ResourceAdapter {
    private static final Map<String, MessageEndpointFactory> ENDPOINTS = new ConcurrentHashMap<>();
    private static volatile @Nullable WorkManager workManager;

    static MessageEndpointFactory endpoint(String caseName) {
        MessageEndpointFactory factory = ENDPOINTS.get(caseName);
        if (factory == null) {
            throw new IllegalArgumentException("no bean of case " + caseName + ", only " + ENDPOINTS.keySet());
        }
        return factory;
    }

    static WorkManager workManager() {
        WorkManager manager = workManager;
        if (manager == null) {
            throw new IllegalStateException("not started");
        }
        return manager;
    }

    @Override
    public void start(BootstrapContext context) {
        workManager = context.getWorkManager();
    }

    @Override
    public void stop() {
        ENDPOINTS.clear();
    }

    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) {
        ENDPOINTS.put(((CallerActivationSpec) spec).getCaseName(), factory);
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
        ENDPOINTS.remove(((CallerActivationSpec) spec).getCaseName());
    }

    @Override
    public XAResource @Nullable [] getXAResources(ActivationSpec[] specs) throws ResourceException {
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CallerResourceAdapter;
    }

    @Override
    public int hashCode() {
        return CallerResourceAdapter.class.hashCode();
    }
}
