package dev.mqttra.ra.fake;

import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkCompletedException;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A WorkManager with a bound: so many Works at once, the next one is rejected. Or one that runs nothing until the test
 * says so, on the test's thread.
 */
public final class FakeWorkManager implements WorkManager, AutoCloseable {
    private final int threads;
    private final boolean onDemand;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final Set<Thread> alive = ConcurrentHashMap.newKeySet();
    private final Set<Work> running = ConcurrentHashMap.newKeySet();
    /** The users that a Work may run as. */
    public final FakeRealm realm = new FakeRealm();

    private final AtomicInteger submitted = new AtomicInteger();
    private final AtomicInteger rejectNext = new AtomicInteger();
    private volatile boolean rejectAfterAcceptance;
    private int taken;

    private FakeWorkManager(int threads, boolean onDemand) {
        this.threads = threads;
        this.onDemand = onDemand;
    }

    /** Runs up to so many Works at once, each on a thread of its own. */
    public static FakeWorkManager ofThreads(int threads) {
        return new FakeWorkManager(threads, false);
    }

    /** Runs nothing before {@link #runAll}. */
    public static FakeWorkManager onDemand() {
        return new FakeWorkManager(Integer.MAX_VALUE, true);
    }

    /** The next submissions are rejected by an exception. */
    public void rejectNext(int count) {
        rejectNext.set(count);
    }

    /** Rejections come as an event after the Work was accepted, in place of an exception. */
    public void rejectAfterAcceptance() {
        rejectAfterAcceptance = true;
    }

    /** How many Works were offered so far, rejected ones included. */
    public int submitted() {
        return submitted.get();
    }

    /** Threads that have not ended. */
    public Set<Thread> threads() {
        return Set.copyOf(alive);
    }

    /** How many Works wait for {@link #runAll}. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** Runs on this thread what waits, and what that submits. */
    public void runAll() {
        for (Runnable next = poll(); next != null; next = poll()) {
            next.run();
        }
    }

    private synchronized Runnable poll() {
        return waiting.poll();
    }

    @Override
    public void doWork(Work work) throws WorkException {
        doWork(work, INDEFINITE, null, null);
    }

    @Override
    public void doWork(Work work, long startTimeout, ExecutionContext context, WorkListener listener)
            throws WorkException {
        CountDownLatch done = new CountDownLatch(1);
        submit(work, listener, new CountDownLatch(1), done);
        await(done);
    }

    @Override
    public long startWork(Work work) throws WorkException {
        return startWork(work, INDEFINITE, null, null);
    }

    @Override
    public long startWork(Work work, long startTimeout, ExecutionContext context, WorkListener listener)
            throws WorkException {
        CountDownLatch started = new CountDownLatch(1);
        submit(work, listener, started, new CountDownLatch(1));
        if (!onDemand) {
            await(started);
        }
        return 0;
    }

    @Override
    public void scheduleWork(Work work) throws WorkException {
        scheduleWork(work, INDEFINITE, null, null);
    }

    @Override
    public void scheduleWork(Work work, long startTimeout, ExecutionContext context, WorkListener listener)
            throws WorkException {
        submit(work, listener, new CountDownLatch(1), new CountDownLatch(1));
    }

    private void submit(Work work, WorkListener listener, CountDownLatch started, CountDownLatch done)
            throws WorkRejectedException {
        submitted.incrementAndGet();
        if (rejectNext.getAndUpdate(n -> Math.max(0, n - 1)) > 0 || !take()) {
            WorkRejectedException rejection = new WorkRejectedException("no thread");
            if (rejectAfterAcceptance && listener != null) {
                listener.workRejected(new WorkEvent(this, WorkEvent.WORK_REJECTED, work, rejection));
                return;
            }
            throw rejection;
        }
        Runnable run = () -> run(work, listener, started, done);
        if (onDemand) {
            synchronized (this) {
                waiting.add(run);
            }
            return;
        }
        Thread thread = new Thread(run, "fake-work");
        thread.setDaemon(true);
        alive.add(thread);
        thread.start();
    }

    private synchronized boolean take() {
        if (taken == threads) {
            return false;
        }
        taken++;
        return true;
    }

    private void run(Work work, WorkListener listener, CountDownLatch started, CountDownLatch done) {
        running.add(work);
        started.countDown();
        WorkException failure = null;
        try {
            realm.begin(work);
            work.run();
        } catch (Throwable e) {
            failure = new WorkCompletedException(e);
        } finally {
            realm.end();
        }
        running.remove(work);
        synchronized (this) {
            taken--;
        }
        alive.remove(Thread.currentThread());
        done.countDown();
        if (listener != null) {
            listener.workCompleted(new WorkEvent(this, WorkEvent.WORK_COMPLETED, work, failure));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a server's stop: every Work that runs is asked to end. */
    @Override
    public void close() {
        running.forEach(Work::release);
    }
}
