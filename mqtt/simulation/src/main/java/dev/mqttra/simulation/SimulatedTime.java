package dev.mqttra.simulation;

import dev.mqttra.netty.Cancellable;
import java.util.PriorityQueue;

/**
 * The clock and the agenda of one history. What is due at the same nanosecond happens in the order it was scheduled, so
 * that a history depends on nothing but its seed.
 */
final class SimulatedTime {
    private static final class Event implements Comparable<Event> {
        final long at;
        final long sequence;
        final Runnable action;
        boolean cancelled;

        Event(long at, long sequence, Runnable action) {
            this.at = at;
            this.sequence = sequence;
            this.action = action;
        }

        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(sequence, other.sequence) : Long.compare(at, other.at);
        }
    }

    private final PriorityQueue<Event> agenda = new PriorityQueue<>();
    private long now;
    private long sequence;

    /** Nanoseconds since the beginning. */
    long now() {
        return now;
    }

    /** Has something happen after a delay; zero or less is now, after what is under way. */
    Cancellable after(long delayNanos, Runnable action) {
        Event event = new Event(now + Math.max(0, delayNanos), sequence++, action);
        agenda.add(event);
        return () -> event.cancelled = true;
    }

    /**
     * Does the next thing on the agenda, and lets the time until then pass.
     *
     * @return false where nothing is left to happen until then
     */
    boolean step(long until) {
        Event next = agenda.peek();
        if (next == null || next.at > until) {
            now = until;
            return false;
        }
        agenda.remove();
        if (!next.cancelled) {
            now = next.at;
            next.action.run();
        }
        return true;
    }
}
