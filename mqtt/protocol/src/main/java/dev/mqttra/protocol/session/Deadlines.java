package dev.mqttra.protocol.session;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Many deadlines behind one timer, one for each key: a heap. Cancelling a deadline or moving it to later touches no heap,
 * the entry is put right when it comes up; so what is moved often (a keep-alive) is cheap. The order of equal
 * deadlines follows from the calls alone. One owner's thread; times are {@link System#nanoTime()} and less than 292 years apart.
 *
 * @param <K> what a deadline belongs to; compared by {@code equals}
 */
public final class Deadlines<K> {
    /** What {@link #untilNext} says when there is none. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int FEW = 64;

    private static final class Entry<K> {
        final K key;
        /** Where the heap has it: never later than the deadline. */
        final long place;

        final long turn;
        long deadline;
        boolean cancelled;

        Entry(K key, long deadline, long turn) {
            this.key = key;
            this.place = deadline;
            this.deadline = deadline;
            this.turn = turn;
        }

        int compareTo(Entry<K> other) {
            return place == other.place ? Long.compare(turn, other.turn) : place - other.place < 0 ? -1 : 1;
        }
    }

    private final Map<K, Entry<K>> entries = new HashMap<>();
    private PriorityQueue<Entry<K>> heap = new PriorityQueue<>(Entry::compareTo);
    private long turns;

    /** Sets the deadline of a key, or moves it. */
    public void set(K key, long deadline) {
        Entry<K> known = entries.get(key);
        if (known != null && deadline - known.place >= 0) {
            known.deadline = deadline;
            return;
        }
        if (known != null) {
            known.cancelled = true;
        }
        add(key, deadline);
        dropCancelled();
    }

    /** Forgets the deadline of a key. Nothing happens where there is none. */
    public void cancel(K key) {
        Entry<K> known = entries.remove(key);
        if (known != null) {
            known.cancelled = true;
            dropCancelled();
        }
    }

    /** Nanoseconds until the earliest deadline: 0 where it is due, {@link #NEVER} where there is none. */
    public long untilNext(long now) {
        Entry<K> head = head();
        return head == null ? NEVER : Math.max(0, head.deadline - now);
    }

    /** Takes the earliest deadline that is due and returns its key, null where none is due. */
    public @Nullable K poll(long now) {
        Entry<K> head = head();
        if (head == null || head.deadline - now > 0) {
            return null;
        }
        heap.remove();
        entries.remove(head.key);
        return head.key;
    }

    /** How many keys have a deadline. */
    public int size() {
        return entries.size();
    }

    private @Nullable Entry<K> head() {
        for (Entry<K> head = heap.peek(); head != null; head = heap.peek()) {
            if (!head.cancelled && head.place == head.deadline) {
                return head;
            }
            heap.remove();
            if (!head.cancelled) {
                add(head.key, head.deadline);
            }
        }
        return null;
    }

    private void add(K key, long deadline) {
        Entry<K> entry = new Entry<>(key, deadline, turns++);
        entries.put(key, entry);
        heap.add(entry);
    }

    /** Keeps the heap within twice what is in use, whatever is cancelled. */
    private void dropCancelled() {
        if (heap.size() > FEW && heap.size() > 2 * entries.size()) {
            PriorityQueue<Entry<K>> rest = new PriorityQueue<>(FEW, Entry::compareTo);
            for (Entry<K> entry : heap) {
                if (!entry.cancelled) {
                    rest.add(entry);
                }
            }
            heap = rest;
        }
    }
}
