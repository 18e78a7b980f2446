package dev.mqttra.client;

import dev.mqttra.netty.Cancellable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/** An owner whose tasks and time move when the test says so. The test's thread is its thread, inside a task only. */
final class SimulatedOwner implements Owner {
    private record Timer(Runnable task, long at) {}

    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final List<Timer> timers = new ArrayList<>();
    private final Thread thread = Thread.currentThread();
    private boolean running;
    boolean ended;
    int wakeUps;
    /** Far from zero, and near the overflow of System.nanoTime(). */
    private long now = Long.MAX_VALUE - 1_000;

    @Override
    public synchronized void execute(Runnable task) {
        if (ended) {
            throw new RejectedExecutionException("ended");
        }
        wakeUps++;
        tasks.add(task);
    }

    @Override
    public boolean inLoop() {
        return running && Thread.currentThread() == thread;
    }

    @Override
    public Cancellable schedule(Runnable task, long delayNanos) {
        Timer timer = new Timer(task, now + Math.max(0, delayNanos));
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public long now() {
        return now;
    }

    int timers() {
        return timers.size();
    }

    /** Runs something as a task would. */
    void run(Runnable task) {
        running = true;
        task.run();
        running = false;
        runAll();
    }

    void runAll() {
        for (Runnable task = next(); task != null; task = next()) {
            running = true;
            task.run();
            running = false;
        }
    }

    private synchronized Runnable next() {
        return tasks.poll();
    }

    /** Lets time go by, timer after timer. */
    void pass(Duration time) {
        long end = now + time.toNanos();
        runAll();
        while (true) {
            Timer next = timers.stream()
                    .min(Comparator.comparingLong(timer -> timer.at - now))
                    .orElse(null);
            if (next == null || next.at - end > 0) {
                break;
            }
            timers.remove(next);
            now = next.at;
            run(next.task);
        }
        now = end;
    }
}
