package dev.mqttra.ra.inbound;

import dev.mqttra.ra.security.Caller;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait for a bean, and the count of the workers that take them. Bounded from outside: the client's
 * window of unacknowledged messages is the most that can be in here.
 *
 * <p>Workers come one after the other: the next one is wanted only when the last has begun and messages still wait, so
 * that a trickle is served by one thread and a flood by all. Thread-safe by one monitor, in which nothing is called.
 */
final class DeliveryQueue {
    /** Messages that come a few each millisecond do not cost a submission to the server each time. */
    private static final long SHORT_LINGER_NANOS = 2_000_000;

    private final int maxWorkers;
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    /** Workers that were submitted or run. */
    private volatile int workers;
    /** Workers that run. */
    private int running;
    /** Workers that wait for a message with an endpoint at hand. */
    private int lingering;
    /** Whether the one that waits longer than the others is among them. */
    private boolean patientLingers;
    /** A worker was submitted and is not ready for a message. */
    private boolean starting;
    /** The server had no thread or no endpoint, and is not to be asked again before some time has passed. */
    private boolean paused;

    /** Nothing is taken until somebody says so. */
    private boolean halted;

    private boolean closed;
    /** Whether any waits: for those who only want to know that. */
    private volatile boolean messagesWait;

    DeliveryQueue(int maxWorkers) {
        this.maxWorkers = maxWorkers;
    }

    /** A message arrived. After {@link #close()} it is forgotten: it stays unacknowledged and comes again. */
    synchronized void add(Pending delivery) {
        if (!closed) {
            waiting.addLast(delivery);
            noteWaiting();
            notifyLingering();
        }
    }

    /** Messages arrived, in this order. Likewise. */
    synchronized void addAll(List<Pending> deliveries) {
        if (!closed) {
            waiting.addAll(deliveries);
            noteWaiting();
            notifyLingering();
        }
    }

    /** A message is to be tried again: before younger ones, as acknowledgements leave in the order of arrival. */
    synchronized void addAgain(Pending delivery) {
        if (!closed) {
            waiting.addFirst(delivery);
            noteWaiting();
            notifyLingering();
        }
    }

    /** Takes out the message that waits longest of those that a {@link QosZeroBuffer} counts; null where there is none. */
    synchronized @Nullable PendingDelivery removeBuffered() {
        for (Iterator<Pending> each = waiting.iterator(); each.hasNext(); ) {
            if (each.next() instanceof PendingDelivery delivery && delivery.isBuffered()) {
                each.remove();
                noteWaiting();
                return delivery;
            }
        }
        return null;
    }

    /** Whether there are as many workers as may be. Who ends asks {@link #reserve()} itself, so nobody misses that. */
    boolean hasAllWorkers() {
        return workers >= maxWorkers;
    }

    /** Whether another worker is to be submitted now. If so it is counted, until it has ended or was rejected. */
    synchronized boolean reserve() {
        boolean wanted =
                !closed && !halted && !paused && !starting && workers < maxWorkers && waiting.size() > lingering;
        if (wanted) {
            workers++;
            starting = true;
        }
        return wanted;
    }

    /** The reserved worker runs, and asks the server for an endpoint. */
    synchronized void begun() {
        running++;
    }

    /** The reserved worker has its endpoint, or got none: another one may be wanted. */
    synchronized void ready() {
        starting = false;
    }

    /** The server did not take the reserved worker. No other one is wanted until {@link #resume()}. */
    synchronized void rejected() {
        starting = false;
        workers--;
        paused = true;
    }

    /** A worker that runs got no endpoint. No other one is wanted until {@link #resume()}. */
    synchronized void pause() {
        paused = true;
    }

    synchronized void resume() {
        paused = false;
    }

    /** Lets workers end after the message they are at, and none begin; what arrives waits until {@link #proceed()}. */
    synchronized void halt() {
        halted = true;
        notifyAll();
    }

    /** Messages may be taken again. The caller then asks {@link #reserve()}. */
    synchronized void proceed() {
        halted = false;
    }

    synchronized boolean isHalted() {
        return halted;
    }

    /** A worker has ended. The caller then asks {@link #reserve()}, as a message may have come meanwhile. */
    synchronized void ended() {
        running--;
        workers--;
        notifyAll();
    }

    /**
     * The next message, if it is for this caller: one of another caller is another worker's, so that the order stays.
     *
     * @param caller as whom the worker runs, null for nobody
     * @param lingerNanos how long one worker may wait for a message; further ones not as long
     * @return null where there is none, or the queue is closed or halted: the worker ends
     */
    synchronized @Nullable Pending take(@Nullable Caller caller, long lingerNanos) throws InterruptedException {
        if (waiting.isEmpty() && !closed && !halted) {
            boolean patient = !patientLingers;
            long longest = patient ? lingerNanos : Math.min(lingerNanos, SHORT_LINGER_NANOS);
            patientLingers = true;
            lingering++;
            try {
                long deadline = System.nanoTime() + longest;
                for (long left = longest; left > 0 && waiting.isEmpty() && !closed && !halted; ) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                    left = deadline - System.nanoTime();
                }
            } finally {
                lingering--;
                patientLingers &= !patient;
            }
        }
        if (closed || halted || !isNextFor(caller)) {
            return null;
        }
        Pending next = waiting.pollFirst();
        noteWaiting();
        return next;
    }

    /** Whether there is a next message, and it is for this caller. */
    synchronized boolean isNextFor(@Nullable Caller caller) {
        Pending next = waiting.peekFirst();
        return next != null && Objects.equals(next.caller(), caller);
    }

    /** As whom the next message's worker runs, null for nobody or where there is none. */
    synchronized @Nullable Caller nextCaller() {
        Pending next = waiting.peekFirst();
        return next == null ? null : next.caller();
    }

    /** Forgets what waits, and lets workers end after the message they are at. */
    synchronized void close() {
        closed = true;
        waiting.clear();
        noteWaiting();
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /**
     * Waits until no worker runs.
     *
     * @return how many still run: 0 unless the time was too short
     */
    synchronized int awaitEnd(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && running > 0; left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return running;
    }

    /** Whether no message waited a moment ago. */
    boolean isEmpty() {
        return !messagesWait;
    }

    /** How many messages wait. */
    synchronized int size() {
        return waiting.stream().mapToInt(Pending::size).sum();
    }

    private void noteWaiting() {
        boolean any = !waiting.isEmpty();
        if (any != messagesWait) {
            messagesWait = any;
        }
    }

    /** One monitor serves those who wait for a message and those who wait for the end. */
    private void notifyLingering() {
        if (lingering > 0) {
            notifyAll();
        }
    }
}
