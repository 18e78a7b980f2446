package dev.mqttra.ra.inbound;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What waits for something with the same order key to be settled. Of each key one thing at a time is with the queue, a
 * bean, or a timer; the others are here. A key takes memory only while there is something of it. How much is here is
 * bounded by the client's window. Thread-safe by one lock, in which nothing is called.
 */
final class OrderLanes {
    /** The followers of what is being dealt with, by key. */
    private final Map<Object, ArrayDeque<Pending>> lanes = new HashMap<>();

    private boolean closed;

    /**
     * Something has arrived.
     *
     * @return whether it is to be delivered now; otherwise it stays here
     */
    synchronized boolean enter(Pending pending) {
        Object key = key(pending);
        ArrayDeque<Pending> followers = lanes.get(key);
        if (closed) {
            return false;
        }
        if (followers != null) {
            followers.addLast(pending);
            return false;
        }
        // Few keys ever have a follower.
        lanes.put(key, new ArrayDeque<>(0));
        return true;
    }

    /**
     * What was being dealt with is settled.
     *
     * @return what follows, which is to be dealt with now; null for nothing
     */
    synchronized @Nullable Pending leave(Pending settled) {
        Object key = key(settled);
        ArrayDeque<Pending> followers = lanes.get(key);
        Pending next = followers == null ? null : followers.pollFirst();
        if (next == null) {
            lanes.remove(key);
        }
        return next;
    }

    /** What was being dealt with is dealt with in two parts: the second one follows the first, before all others. */
    synchronized void split(Pending second) {
        ArrayDeque<Pending> followers = lanes.get(key(second));
        if (followers != null) {
            followers.addFirst(second);
        }
    }

    /** What waits behind a message that is being parked is to be parked in its turn. */
    synchronized void parkBehind(Pending parked) {
        ArrayDeque<Pending> followers = lanes.get(key(parked));
        if (followers != null) {
            followers.forEach(Pending::parkLater);
        }
    }

    /** Forgets what waits: it stays unacknowledged and comes again. */
    synchronized void close() {
        closed = true;
        lanes.clear();
    }

    /** How many messages wait here. */
    synchronized int size() {
        return lanes.values().stream()
                .flatMap(ArrayDeque::stream)
                .mapToInt(Pending::size)
                .sum();
    }

    private static Object key(Pending pending) {
        return Objects.requireNonNull(pending.orderKey());
    }
}
