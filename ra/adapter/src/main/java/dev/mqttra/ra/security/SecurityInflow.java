package dev.mqttra.ra.security;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkAdapter;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Whether the server lets a Work run as somebody. WildFly does only where its subsystem is set so. */
public final class SecurityInflow {
    /** What is to be done where it does not work. */
    public static final String REMEDY =
            "the server does not set up the security of a Work; on WildFly set wm-security=true,"
                    + " wm-elytron-security-domain=ApplicationDomain and wm-security-mapping-required=false on the adapter in the"
                    + " resource-adapters subsystem";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private SecurityInflow() {}

    /**
     * Runs a Work as nobody, and waits for it, ten seconds at most.
     *
     * @param property what needs it, for the message
     * @throws ResourceException that names the property, and what to set on WildFly
     */
    public static void check(WorkManager workManager, String property) throws ResourceException {
        Probe probe = new Probe();
        Throwable failure;
        try {
            ExecutionContext none = null;
            workManager.scheduleWork(probe, WorkManager.INDEFINITE, none, probe);
            probe.ran.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return;
        } catch (ExecutionException e) {
            failure = e.getCause();
        } catch (WorkException | TimeoutException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = e;
        }
        throw new ResourceAdapterInternalException(property + " cannot be: " + REMEDY + " (" + failure + ")");
    }

    private static final class Probe extends WorkAdapter implements Work, WorkContextProvider {
        private static final long serialVersionUID = 1L;

        private final transient CompletableFuture<@Nullable Void> ran = new CompletableFuture<>();

        @Override
        public List<WorkContext> getWorkContexts() {
            return List.of(new CallerContext(null));
        }

        @Override
        public void run() {
            ran.complete(null);
        }

        @Override
        public void release() {}

        @Override
        public void workRejected(WorkEvent event) {
            ended(event);
        }

        @Override
        public void workCompleted(WorkEvent event) {
            ended(event);
        }

        /** Without effect where it ran. */
        private void ended(WorkEvent event) {
            WorkException cause = event.getException();
            ran.completeExceptionally(cause == null ? new WorkException("it was not run") : cause);
        }
    }
}
