package dev.mqttra.ra.inbound;

import dev.mqttra.ra.hosted.AdapterContext;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Whether the deployment of a bean's application ever completed: before that a server may refuse endpoints. The
 * first message would find out, but there may be none, so the server is asked once, until it gives an endpoint. A server
 * that refuses none while it deploys says nothing, and its deployments count as complete.
 */
final class Readiness implements Work {
    private static final long FIRST_PAUSE_NANOS = 250_000_000;
    private static final long LONGEST_PAUSE_NANOS = 4_000_000_000L;
    /** Longer than the server is given for one endpoint. */
    private static final long STOP_TIMEOUT_MILLIS = 2_000;

    private final Dispatcher dispatcher;
    private final AdapterContext adapter;
    /** Held while an endpoint is asked for, and for good after the stop. */
    private final Semaphore asking = new Semaphore(1);

    private long pauseNanos = FIRST_PAUSE_NANOS;
    private volatile boolean refused;
    private volatile boolean given;

    Readiness(Dispatcher dispatcher, AdapterContext adapter) {
        this.dispatcher = dispatcher;
        this.adapter = adapter;
    }

    /** Asks, on a thread of the server, as it may answer only when what the caller does is done. */
    void ask() {
        try {
            adapter.workManager().scheduleWork(this);
        } catch (WorkException e) {
            askLater();
        }
    }

    private void askLater() {
        try {
            adapter.delays().after(pauseNanos, this::ask);
            pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
        } catch (RejectedExecutionException e) {
            // The adapter has stopped.
        }
    }

    @Override
    public void run() {
        if (!asking.tryAcquire()) {
            return;
        }
        try {
            MessageEndpoint endpoint = dispatcher.createEndpoint();
            given = true;
            dispatcher.release(endpoint);
        } catch (UnavailableException e) {
            // With a cause the server has tried: the application is there, and its bean is what cannot be made.
            given = e.getCause() != null;
            refused = true;
        } catch (RuntimeException e) {
            given = true;
        } finally {
            asking.release();
        }
        if (!given) {
            askLater();
        }
    }

    /** Asks no more; no endpoint is held for this afterwards. */
    void stop() {
        try {
            // Not given back: whoever would ask finds it taken.
            asking.tryAcquire(STOP_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the server refused every endpoint, those for messages included. */
    boolean neverReady() {
        return refused && !given && dispatcher.statistics().endpointsCreatedCount() == 0;
    }

    /** It ends soon. */
    @Override
    public void release() {}

    /** For a server's list of threads. */
    @Override
    public String toString() {
        return "MQTT endpoint test of " + dispatcher;
    }
}
