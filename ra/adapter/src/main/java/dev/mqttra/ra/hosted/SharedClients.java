package dev.mqttra.ra.hosted;

import dev.mqttra.client.MqttClient;
import dev.mqttra.ra.config.ConnectionSettings;
import jakarta.resource.ResourceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The shared clients of one class loader, by what they connect to and as whom. Two adapter instances with the same
 * settings share one, as two sessions of one client identifier would push each other out. Thread-safe.
 */
final class SharedClients {
    private static final long CLOSE_SECONDS = 10;

    /**
     * What makes a client the same one.
     *
     * @param brokerName which hosted broker, null for a remote one
     */
    record Key(ConnectionSettings settings, @Nullable String brokerName) {}

    private final Map<Key, SharedClient> clients = new HashMap<>();

    /** A client for a member, for one more user. The caller has the lock of the runtime, which comes before this one's. */
    SharedClient acquire(Membership member, ConnectionSettings settings, Delays delays) throws ResourceException {
        Key key = new Key(settings, settings.hosted() ? member.brokerName() : null);
        synchronized (this) {
            SharedClient shared = clients.get(key);
            if (shared == null) {
                MqttClient client = member.create(settings, ClientFactory.NO_DELIVERIES);
                shared = new SharedClient(this, key, client, delays);
                clients.put(key, shared);
                client.start();
            }
            shared.users++;
            return shared;
        }
    }

    synchronized void retain(SharedClient shared) {
        shared.users++;
    }

    void release(SharedClient shared) {
        synchronized (this) {
            shared.users--;
            if (shared.users > 0 || !clients.remove(shared.key(), shared)) {
                return;
            }
        }
        shared.client().close();
    }

    /** Closes what goes to a hosted broker that is about to close, or, for null, everything; waits for it. */
    void close(@Nullable String brokerName) {
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        synchronized (this) {
            clients.values().removeIf(shared -> {
                boolean ends =
                        brokerName == null || brokerName.equals(shared.key().brokerName());
                if (ends) {
                    closing.add(shared.client().close().toCompletableFuture());
                }
                return ends;
            });
        }
        SharedRuntime.closeQuietly(
                "the shared clients", () -> CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new))
                        .get(CLOSE_SECONDS, TimeUnit.SECONDS));
    }

    synchronized int size() {
        return clients.size();
    }
}
