package dev.mqttra.ra.fake;

import dev.mqttra.netty.Cancellable;
import dev.mqttra.ra.hosted.Delays;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes when the test says so. Tasks run on the test's thread. */
public final class FakeDelays implements Delays {
    private final List<Task> tasks = new ArrayList<>();
    private long now;

    private record Task(long at, Runnable run) {}

    @Override
    public synchronized Cancellable after(long delayNanos, Runnable run) {
        Task task = new Task(now + delayNanos, run);
        tasks.add(task);
        return () -> remove(task);
    }

    @Override
    public synchronized long now() {
        return now;
    }

    private synchronized void remove(Task task) {
        tasks.remove(task);
    }

    /** How long until the next task, in nanoseconds; -1 where there is none. */
    public synchronized long next() {
        return tasks.stream().mapToLong(Task::at).min().orElse(now - 1) - now;
    }

    /** How long until each of the tasks, in nanoseconds. */
    public synchronized List<Long> all() {
        return tasks.stream().map(task -> task.at() - now).toList();
    }

    public synchronized int size() {
        return tasks.size();
    }

    /** Lets time pass, and runs what comes due, in its order. */
    public void pass(long nanos) {
        long end;
        synchronized (this) {
            end = now + nanos;
        }
        for (Task due = due(end); due != null; due = due(end)) {
            due.run().run();
        }
        synchronized (this) {
            now = end;
        }
    }

    private synchronized Task due(long end) {
        Task next = tasks.stream()
                .filter(task -> task.at() <= end)
                .min(Comparator.comparingLong(Task::at))
                .orElse(null);
        if (next != null) {
            tasks.remove(next);
            now = Math.max(now, next.at());
        }
        return next;
    }
}
