package dev.mqttra.client;

import java.util.concurrent.atomic.LongAdder;

/** What {@link ClientStatistics} is made of. Counted by the owner and callers, read by anybody. */
final class Counters {
    final LongAdder connects = new LongAdder();
    final LongAdder connectFailures = new LongAdder();
    final LongAdder received = new LongAdder();
    final LongAdder unmatched = new LongAdder();
    final LongAdder acknowledged = new LongAdder();
    final LongAdder published = new LongAdder();
    final LongAdder publishFailures = new LongAdder();
    final LongAdder readingStops = new LongAdder();
    volatile int unacknowledged;
    volatile long unacknowledgedBytes;
}
