package dev.mqttra.ra.inbound;

import dev.mqttra.client.MqttClient;
import dev.mqttra.ra.config.ConnectionSettings;
import dev.mqttra.ra.hosted.AdapterContext;
import dev.mqttra.ra.hosted.ClientFactory;
import dev.mqttra.ra.log.Log;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that ended activations have in the hosted broker, kept for a minute. While an application is deployed
 * again, what devices send for it waits there, and their acknowledgements with it; nothing is acknowledged that nobody
 * got. When the minute is over and nobody has come back, the session ends: the broker then closes the connections of the
 * devices that still wait, and what they repeat is acknowledged, as nobody listens any more.
 *
 * <p>Thread-safe by one lock, in which nothing waits.
 */
final class KeptSessions {
    static final Duration KEPT = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long STEP_NANOS = 2_000_000;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final AdapterContext adapter;
    private final List<Kept> kept = new ArrayList<>();

    /**
     * One keeping of a session. By identity: a later one of the same session has a time of its own.
     *
     * @param discarding the same client, with a clean start
     * @param endNanos when it is over
     */
    record Kept(ConnectionSettings discarding, long endNanos) {}

    KeptSessions(AdapterContext adapter) {
        this.adapter = adapter;
    }

    /**
     * An activation has ended, and its session is to be there for a while.
     *
     * @param discarding the same client, with a clean start
     */
    void keep(ConnectionSettings discarding) {
        keep(new Kept(discarding, System.nanoTime() + KEPT.toNanos()));
    }

    private void keep(Kept session) {
        synchronized (kept) {
            kept.add(session);
        }
        discardLater(session, session.endNanos - System.nanoTime());
    }

    /**
     * An activation has the session of a client again.
     *
     * @return the keeping that is thereby over, null where there was none
     */
    @Nullable
    Kept resume(ConnectionSettings connection) {
        synchronized (kept) {
            for (Kept session : kept) {
                if (Objects.equals(session.discarding.clientId(), connection.clientId())) {
                    kept.remove(session);
                    return session;
                }
            }
            return null;
        }
    }

    /**
     * An activation has ended that should never have been, as its deployment failed: its session is what it was before.
     *
     * @param before what the activation had resumed: it goes on. Null for nothing: the session ends now
     */
    void restore(ConnectionSettings discarding, @Nullable Kept before) {
        if (before == null) {
            discard(discarding);
        } else {
            keep(before);
        }
    }

    /**
     * The adapter instance stops. Where the broker goes on for others, ends what is kept, and waits for it briefly. Where it
     * goes too, what is kept ends with it and not before: devices that wait would come back at once, to a broker that
     * is still there for a moment and acknowledges what nobody has subscribed to.
     */
    void close() {
        List<Kept> remaining;
        synchronized (kept) {
            remaining = new ArrayList<>(kept);
            kept.clear();
        }
        if (!adapter.clients().hostsAlone()) {
            remaining.forEach(session -> discard(session.discarding));
        }
    }

    private void discardLater(Kept session, long delayNanos) {
        try {
            adapter.delays().after(Math.max(0, delayNanos), () -> submit(session));
        } catch (RejectedExecutionException e) {
            // The event loop has ended, and the broker with it.
        }
    }

    /** On the event loop, where a client must not be made: that is done by a Work. */
    private void submit(Kept session) {
        try {
            adapter.workManager().scheduleWork(new Discarding(session));
        } catch (WorkException e) {
            discardLater(session, RETRY.toNanos());
        }
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean remove(Kept session) {
        synchronized (kept) {
            return kept.removeIf(other -> other == session);
        }
    }

    /** A session ends when its client connects with a clean start and disconnects [MQTT-3.1.2-6]. */
    private void discard(ConnectionSettings discarding) {
        try {
            MqttClient client = adapter.clients().create(discarding, ClientFactory.NO_DELIVERIES);
            client.start();
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (client.statistics().connects() == 0 && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(STEP_NANOS);
            }
            client.close().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ResourceException | ExecutionException | TimeoutException e) {
            Log.closeFailed("the session of " + discarding.clientId(), e);
        }
    }

    private final class Discarding implements Work {
        private final Kept session;

        Discarding(Kept session) {
            this.session = session;
        }

        @Override
        public void run() {
            if (remove(session)) {
                discard(session.discarding);
            }
        }

        /** It ends soon. */
        @Override
        public void release() {}
    }
}
