package dev.mqttra.ra.hosted;

import dev.mqttra.client.ConnectionTerms;
import dev.mqttra.client.MqttClient;
import dev.mqttra.client.PublishFailedException;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.ra.log.Log;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One client that all managed connections of equal settings publish through: one client identifier is one session on
 * the network. Counted by its users; the last one to release it closes it. Thread-safe.
 *
 * <p>Committed messages that the client has no room for wait here, in their order. How many is what
 * {@link #committedWaiting()} tells whoever is about to hold another one.
 */
public final class SharedClient {
    private static final long RETRY_NANOS = 20_000_000;

    /** A message whose transaction has committed. {@code sent} completes with the broker's answer. */
    public record Committed(Message message, QoS qos, boolean retain, CompletableFuture<Void> sent) {}

    private record Leaving(Committed committed, CompletionStage<Void> stage) {}

    private final SharedClients owner;
    private final SharedClients.Key key;
    private final MqttClient client;
    private final Delays delays;
    private final ArrayDeque<Committed> waiting = new ArrayDeque<>();
    private boolean retryPlanned;
    private volatile int waitingCount;
    /** Guarded by the owner. */
    int users;

    SharedClient(SharedClients owner, SharedClients.Key key, MqttClient client, Delays delays) {
        this.owner = owner;
        this.key = key;
        this.client = client;
        this.delays = delays;
    }

    SharedClients.Key key() {
        return key;
    }

    MqttClient client() {
        return client;
    }

    /** The version that is spoken, or the only one that may be; null while neither is known. */
    public @Nullable MqttVersion version() {
        ConnectionTerms terms = client.terms();
        return terms == null ? client.config().version() : terms.version();
    }

    /** Why there is no connection now, null while there is one. For a person. */
    public @Nullable String absence() {
        if (client.terms() != null) {
            return null;
        }
        String failure = client.lastFailure();
        return failure == null ? "the first attempt to connect has not ended yet" : failure;
    }

    /** Publishes at once. The stage fails with a {@link PublishFailedException}. */
    public CompletionStage<Void> publish(Message message, QoS qos, boolean retain) {
        return client.publish(message, qos, retain);
    }

    /** Sends committed messages after those given before, as fast as the client has room. */
    public void publishCommitted(List<Committed> messages) {
        synchronized (waiting) {
            waiting.addAll(messages);
            waitingCount = waiting.size();
        }
        drain();
    }

    /** How many committed messages the client had no room for yet. */
    public int committedWaiting() {
        return waitingCount;
    }

    /** One more user, who releases it one day. */
    public void retain() {
        owner.retain(this);
    }

    /** One user less. The last one closes the client, which sends first what is pending. */
    public void release() {
        owner.release(this);
    }

    private void drain() {
        List<Leaving> leaving = new ArrayList<>();
        synchronized (waiting) {
            for (Committed next = waiting.peek(); next != null; next = waiting.peek()) {
                CompletionStage<Void> stage = client.publish(next.message, next.qos, next.retain);
                if (isFull(stage)) {
                    planRetry();
                    break;
                }
                waiting.remove();
                leaving.add(new Leaving(next, stage));
            }
            waitingCount = waiting.size();
        }
        // Outside the lock: whoever waits for a message may act at once.
        for (Leaving sent : leaving) {
            sent.stage.whenComplete((nothing, failure) -> finish(sent.committed, failure));
        }
    }

    private static void finish(Committed committed, Throwable failure) {
        if (failure == null) {
            committed.sent.complete(null);
        } else {
            Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : failure;
            Log.publishAfterCommitFailed(committed.message.topic().toString(), cause);
            committed.sent.completeExceptionally(cause);
        }
    }

    private void planRetry() {
        if (retryPlanned) {
            return;
        }
        try {
            delays.after(RETRY_NANOS, this::retry);
            retryPlanned = true;
        } catch (RejectedExecutionException e) {
            // The loop has ended, and the client with it: publish fails with CLOSED from now on, no longer as full.
            retryPlanned = false;
        }
    }

    private void retry() {
        synchronized (waiting) {
            retryPlanned = false;
        }
        drain();
    }

    private static boolean isFull(CompletionStage<Void> stage) {
        CompletableFuture<Void> future = stage.toCompletableFuture();
        if (!future.isCompletedExceptionally()) {
            return false;
        }
        try {
            future.getNow(null);
            return false;
        } catch (CompletionException e) {
            return e.getCause() instanceof PublishFailedException failed
                    && failed.what() == PublishFailedException.Cause.BUFFER_FULL;
        } catch (RuntimeException e) {
            return e instanceof PublishFailedException failed
                    && failed.what() == PublishFailedException.Cause.BUFFER_FULL;
        }
    }
}
