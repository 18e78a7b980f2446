package dev.mqttra.ra.inbound;

import dev.mqttra.ra.hosted.Delays;
import dev.mqttra.ra.log.Log;
import dev.mqttra.ra.log.OnceAMinute;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads and endpoints that the server gives one activation, as many as there is work for. Where it gives none, the
 * messages stay in the queue and it is asked again later, more and more seldom. Thread-safe.
 */
final class Workers {
    /** How long a server may take to give an endpoint; while an application is being deployed it gives none. */
    private static final long ENDPOINT_TIMEOUT_MILLIS = 1_000;

    /** How long a worker without work keeps its endpoint. */
    private static final long LINGER_NANOS = 20_000_000;

    private static final long FIRST_PAUSE_NANOS = 50_000_000;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000L;
    private static final int LARGEST_SHIFT = 10;

    private final String name;
    private final MessageEndpointFactory factory;
    private final WorkManager workManager;
    private final Delays delays;
    private final DeliveryQueue queue;
    private final Delivering delivering;
    private final ActivationStatistics statistics;
    private final Runnable cleanThread;
    private volatile long lingerNanos = LINGER_NANOS;
    /** How often in a row the server had no thread or no endpoint. */
    private final AtomicInteger refusals = new AtomicInteger();

    private final OnceAMinute telling = new OnceAMinute();

    /** What a worker does with a message. */
    @FunctionalInterface
    interface Delivering {
        /** @return whether the endpoint can be used again */
        boolean deliver(MessageEndpoint endpoint, Pending pending);
    }

    /**
     * @param name of the activation, for the log and for a server's list of threads
     * @param cleanThread called on the server's thread before and after its messages
     */
    Workers(
            String name,
            MessageEndpointFactory factory,
            WorkManager workManager,
            Delays delays,
            DeliveryQueue queue,
            Delivering delivering,
            ActivationStatistics statistics,
            Runnable cleanThread) {
        this.name = name;
        this.factory = factory;
        this.workManager = workManager;
        this.delays = delays;
        this.queue = queue;
        this.delivering = delivering;
        this.statistics = statistics;
        this.cleanThread = cleanThread;
    }

    /** Submits a worker if one is wanted. From any thread. */
    void wake() {
        // Asked for each message: mostly without the queue's lock.
        if (queue.hasAllWorkers() || !queue.reserve()) {
            return;
        }
        DeliveryWork work = DeliveryWork.of(this, queue.nextCaller());
        try {
            ExecutionContext none = null;
            workManager.scheduleWork(work, WorkManager.INDEFINITE, none, work);
        } catch (WorkException | RuntimeException e) {
            work.rejected(e);
        }
    }

    DeliveryQueue queue() {
        return queue;
    }

    boolean deliver(MessageEndpoint endpoint, Pending pending) {
        return delivering.deliver(endpoint, pending);
    }

    void cleanThread() {
        cleanThread.run();
    }

    /** Nanoseconds of the adapter's clock. */
    long now() {
        return delays.now();
    }

    long lingerNanos() {
        return lingerNanos;
    }

    /** Where all workers run on one thread there is nobody to wait for. */
    void lingerNanos(long nanos) {
        lingerNanos = nanos;
    }

    /** The server took no worker. The messages stay; it is asked again later. */
    void rejected(@Nullable Exception cause) {
        queue.rejected();
        resumeLater("thread", cause);
    }

    /** The server gave no endpoint: the application is being deployed, or its pool is empty. Likewise. */
    void unavailable(Exception cause) {
        queue.pause();
        resumeLater("endpoint", cause);
    }

    private void resumeLater(String missing, @Nullable Exception cause) {
        long pause =
                Math.min(FIRST_PAUSE_NANOS << Math.min(refusals.getAndIncrement(), LARGEST_SHIFT), LONGEST_PAUSE_NANOS);
        if (!queue.isClosed() && telling.isDue(delays.now())) {
            Log.nothingToDeliverWith(name, missing, String.valueOf(cause), TimeUnit.NANOSECONDS.toMillis(pause));
        }
        try {
            delays.after(pause, () -> {
                queue.resume();
                wake();
            });
        } catch (RejectedExecutionException e) {
            // What does not happen because the adapter has stopped need not: the messages come again.
            Log.redeliveryForgotten(name);
        }
    }

    MessageEndpoint createEndpoint() throws UnavailableException {
        MessageEndpoint endpoint = factory.createEndpoint(null, ENDPOINT_TIMEOUT_MILLIS);
        refusals.set(0);
        statistics.endpointCreated();
        return endpoint;
    }

    void release(MessageEndpoint endpoint) {
        try {
            endpoint.release();
        } catch (RuntimeException e) {
            Log.endpointReleaseFailed(name, e);
        }
        // Where the pool was empty it is not any more: nobody need wait to ask again.
        queue.resume();
    }

    @Override
    public String toString() {
        return name;
    }
}
