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
 * settings share one, as two sessions of one client identifier would push each other out. Thread-safe by one lock, held
 * for a few instructions: event loops take it too.
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

    /**
     * A client for a member, for one more user. The caller has the lock of the runtime, which comes before this one's, so
     * that no two are made for one key.
     */
    SharedClient acquire(Membership member, ConnectionSettings settings, Delays delays) throws ResourceException {
        Key key = new Key(settings, settings.hosted() ? member.brokerName() : null);
        SharedClient known = retained(key);
        if (known != null) {
            return known;
        }
        // Opening the hosted broker waits for the event loop, which releases clients: not under this lock.
        MqttClient client = member.create(settings, ClientFactory.NO_DELIVERIES);
        SharedClient shared = new SharedClient(this, key, client, delays);
        synchronized (this) {
            shared.users = 1;
            clients.put(key, shared);
        }
        client.start();
        return shared;
    }

    private synchronized @Nullable SharedClient retained(Key key) {
        SharedClient known = clients.get(key);
        if (known != null) {
            known.users++;
        }
        return known;
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
}
