package dev.mqttra.ra.inbound;

import dev.mqttra.ra.hosted.Delays;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How long the oldest message has been waiting for its acknowledgement. Messages that arrive within a few milliseconds
 * share one mark that counts them, so that one costs an increment and a decrement and no object, and the clock is read
 * once a batch. Marked by one thread, the client's owner; settled and asked by any.
 */
final class Lag {
    /** How much younger than its mark a message may be. */
    private static final long RESOLUTION_NANOS = 10_000_000;

    private static final int SWEEP_EVERY = 1_000;

    private final Delays clock;
    private final Deque<Since> marks = new ConcurrentLinkedDeque<>();
    private @Nullable Since current;
    private boolean fresh;
    private int untilSweep = SWEEP_EVERY;

    /** A moment, and how many messages that arrived then are not settled. */
    static final class Since {
        private final long nanos;
        private final AtomicInteger open = new AtomicInteger();

        private Since(long nanos) {
            this.nanos = nanos;
        }

        void settled() {
            open.decrementAndGet();
        }
    }

    Lag(Delays clock) {
        this.clock = clock;
    }

    /** A message has arrived. */
    Since mark() {
        Since mark = current;
        if (mark == null || !fresh) {
            mark = markNow(mark);
        }
        mark.open.incrementAndGet();
        return mark;
    }

    /** The next message may have arrived later. */
    void batchEnded() {
        fresh = false;
    }

    private Since markNow(@Nullable Since latest) {
        fresh = true;
        long now = clock.now();
        if (latest != null && now - latest.nanos < RESOLUTION_NANOS) {
            return latest;
        }
        for (Since first = marks.peekFirst(); first != null && first.open.get() == 0; first = marks.peekFirst()) {
            marks.removeFirst();
        }
        // Behind an old message that stays there may be any number of marks without one.
        if (--untilSweep == 0) {
            untilSweep = SWEEP_EVERY;
            marks.removeIf(mark -> mark.open.get() == 0);
        }
        Since mark = new Since(now);
        marks.addLast(mark);
        current = mark;
        return mark;
    }

    /** Nanoseconds since the oldest message arrived that is not settled, 0 where all are. */
    long nanos() {
        for (Since mark : marks) {
            if (mark.open.get() > 0) {
                return Math.max(0, clock.now() - mark.nanos);
            }
        }
        return 0;
    }

    /** How many moments are remembered: no more than there are unsettled messages, and a bound. */
    int marks() {
        return marks.size();
    }
}
