package dev.mqttra.netty;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fixed number of event loops, each on one thread that a given executor lends for as long as the loop lives. Nothing
 * else runs: no thread of Netty's own is started, and when {@link #close()} returns every thread is given back without
 * anything of Netty in its thread locals.
 *
 * <p>Thread-safe.
 */
public final class EventLoops implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final List<Loop> loops;
    private final AtomicInteger next = new AtomicInteger();

    private EventLoops(List<Loop> loops) {
        this.loops = List.copyOf(loops);
    }

    /**
     * Starts the loops and returns when all of them run.
     *
     * @param count at least 1
     * @param threads runs each loop as one task that lasts until {@link #close()}: in a server the WorkManager with the
     *     long-running hint
     * @throws IllegalStateException if the executor gives no thread: it rejects (the cause), or does not begin in 30 s.
     *     Nothing is left running then
     */
    public static EventLoops start(int count, Executor threads) {
        Objects.requireNonNull(threads);
        if (count < 1) {
            throw new IllegalArgumentException("there is at least 1 event loop, not " + count);
        }
        List<Loop> started = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                started.add(Loop.start("mqtt-loop-" + i, threads, START_TIMEOUT));
            }
        } catch (RuntimeException e) {
            close(started);
            throw e;
        }
        return new EventLoops(started);
    }

    /** Starts the loops on threads of their own, for programs that have no executor to lend: not in a server. */
    public static EventLoops start(int count) {
        AtomicInteger number = new AtomicInteger();
        return start(count, loop -> new FastThreadLocalThread(loop, "mqtt-loop-" + number.getAndIncrement()).start());
    }

    public int count() {
        return loops.size();
    }

    /**
     * @param index 0 to {@link #count()} - 1
     */
    public Loop loop(int index) {
        return loops.get(index);
    }

    /** The loops in turn. */
    public Loop next() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    /**
     * Closes what is open on the loops, ends them and waits until their threads are given back, 10 s at most. Called on
     * one of the loops it does not wait. A second call only waits.
     */
    @Override
    public void close() {
        close(loops);
    }

    private static void close(List<Loop> loops) {
        loops.forEach(Loop::end);
        if (loops.stream().anyMatch(Loop::inLoop)) {
            return;
        }
        long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
        for (Loop loop : loops) {
            try {
                if (!loop.awaitEnd(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    Log.loopDidNotEnd(loop.toString());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
