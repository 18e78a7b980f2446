package dev.mqttra.ra.inbound;

import dev.mqttra.ra.security.Caller;
import dev.mqttra.ra.security.CallerContext;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkAdapter;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import jakarta.resource.spi.work.WorkEvent;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One worker: takes messages one after the other and delivers them through one endpoint. It ends when nothing comes for
 * a moment, giving the endpoint back to the server's pool, and after a slice of time in any case, so that the server can
 * give the thread to somebody else; where messages still wait, another one follows.
 *
 * <p>Runs as one caller, and takes the messages of that one only. Where there is none the server is not asked for one:
 * then it is an ordinary Work, and WildFly needs no configuration for it.
 */
class DeliveryWork extends WorkAdapter implements Work {
    private static final long SLICE_NANOS = 100_000_000;

    private final Workers workers;
    private final @Nullable Caller caller;
    /** Set by whatever comes first: that it runs, or that the server says in one way or the other that it never will. */
    private final AtomicBoolean decided = new AtomicBoolean();

    private volatile boolean released;

    private DeliveryWork(Workers workers, @Nullable Caller caller) {
        this.workers = workers;
        this.caller = caller;
    }

    /** @param caller as whom the bean is to run, null for nobody */
    static DeliveryWork of(Workers workers, @Nullable Caller caller) {
        return caller == null ? new DeliveryWork(workers, null) : new As(workers, caller);
    }

    /** One that runs as somebody. */
    private static final class As extends DeliveryWork implements WorkContextProvider {
        private static final long serialVersionUID = 1L;

        private final transient CallerContext context;

        As(Workers workers, Caller caller) {
            super(workers, caller);
            context = new CallerContext(caller);
        }

        @Override
        public List<WorkContext> getWorkContexts() {
            return List.of(context);
        }
    }

    @Override
    public void run() {
        if (!decided.compareAndSet(false, true)) {
            return;
        }
        workers.queue().begun();
        try {
            workers.cleanThread();
            deliver();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    private void end() {
        try {
            workers.cleanThread();
        } finally {
            workers.queue().ended();
            workers.wake();
        }
    }

    private void deliver() throws InterruptedException {
        long end = workers.now() + SLICE_NANOS;
        MessageEndpoint endpoint = firstEndpoint();
        while (endpoint != null) {
            boolean usable = false;
            try {
                Pending delivery = workers.queue().take(caller, workers.lingerNanos());
                if (delivery == null) {
                    return;
                }
                workers.wake();
                usable = workers.deliver(endpoint, delivery);
                if (released || workers.now() - end >= 0) {
                    usable = false;
                    return;
                }
            } finally {
                if (!usable) {
                    workers.release(endpoint);
                }
            }
            if (!usable) {
                endpoint = createEndpoint();
            }
        }
    }

    /** Before a message is taken: where there is no endpoint, none is held by this worker. */
    private @Nullable MessageEndpoint firstEndpoint() {
        try {
            return createEndpoint();
        } finally {
            workers.queue().ready();
        }
    }

    private @Nullable MessageEndpoint createEndpoint() {
        if (!workers.queue().isNextFor(caller)) {
            // Others were faster, or the activation is over.
            return null;
        }
        try {
            return workers.createEndpoint();
        } catch (UnavailableException | RuntimeException e) {
            workers.unavailable(e);
            return null;
        }
    }

    /** The server wants the thread back: after the message that is being delivered it gets it. */
    @Override
    public void release() {
        released = true;
    }

    @Override
    public void workRejected(@Nullable WorkEvent event) {
        rejected(event == null ? null : event.getException());
    }

    /** Also where it was never run, as its caller could not be set up. */
    @Override
    public void workCompleted(@Nullable WorkEvent event) {
        rejected(event == null ? null : event.getException());
    }

    /** The server will not run it, and says so by an exception, by an event, or by both. */
    void rejected(@Nullable Exception cause) {
        if (decided.compareAndSet(false, true)) {
            workers.rejected(cause);
        }
    }

    /** For a server's list of threads. */
    @Override
    public String toString() {
        return "MQTT delivery to " + workers;
    }
}
