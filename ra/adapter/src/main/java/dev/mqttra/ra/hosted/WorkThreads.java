package dev.mqttra.ra.hosted;

import dev.mqttra.ra.log.Log;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.HintsContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * The server's threads as an executor. A long-running Work that the server rejects is offered again, with growing pauses,
 * for ten seconds; the caller waits that long. Thread-safe.
 */
final class WorkThreads implements Executor {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long FIRST_PAUSE = 10_000_000;
    private static final long LONGEST_PAUSE = 500_000_000;

    private final WorkManager workManager;
    private final String purpose;
    private final boolean longRunning;

    private WorkThreads(WorkManager workManager, String purpose, boolean longRunning) {
        this.workManager = workManager;
        this.purpose = purpose;
        this.longRunning = longRunning;
    }

    /** For tasks that run as long as the adapter does. */
    static WorkThreads longRunning(WorkManager workManager, String purpose) {
        return new WorkThreads(workManager, purpose, true);
    }

    /** For tasks that end soon, given by callers that must not wait: a rejection is told at once. */
    static WorkThreads brief(WorkManager workManager, String purpose) {
        return new WorkThreads(workManager, purpose, false);
    }

    /**
     * @throws RejectedExecutionException if the server has no thread
     */
    @Override
    public void execute(Runnable task) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                submit(task);
                return;
            } catch (WorkException e) {
                if (!longRunning
                        || System.nanoTime() - deadline >= 0
                        || Thread.currentThread().isInterrupted()) {
                    throw new RejectedExecutionException("the server has no thread for " + purpose + ": " + e, e);
                }
                Log.workRejected(purpose, attempt, e);
                LockSupport.parkNanos(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE);
            }
        }
    }

    private void submit(Runnable task) throws WorkException {
        if (longRunning) {
            // A Work that brings contexts of its own is submitted with a null ExecutionContext [Connectors 12.5].
            ExecutionContext none = null;
            workManager.startWork(new LongTask(task, purpose), WorkManager.INDEFINITE, none, null);
        } else {
            workManager.scheduleWork(new Task(task, purpose));
        }
    }

    private static class Task implements Work {
        private final Runnable task;
        private final String purpose;

        Task(Runnable task, String purpose) {
            this.task = task;
            this.purpose = purpose;
        }

        @Override
        public void run() {
            task.run();
        }

        /** Nothing to do: the adapter's stop ends what runs. */
        @Override
        public void release() {}

        @Override
        public String toString() {
            return purpose;
        }
    }

    private static final class LongTask extends Task implements WorkContextProvider {
        private static final long serialVersionUID = 1L;

        private final transient HintsContext hints = new HintsContext();

        LongTask(Runnable task, String purpose) {
            super(task, purpose);
            hints.setName(purpose);
            hints.setHint(HintsContext.NAME_HINT, purpose);
            hints.setHint(HintsContext.LONGRUNNING_HINT, true);
        }

        @Override
        public List<WorkContext> getWorkContexts() {
            return List.of(hints);
        }
    }
}
