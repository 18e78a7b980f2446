package dev.mqttra.benchmarks.app;

import java.util.concurrent.atomic.LongAdder;

/** Beans called so far. */
final class Counter {
    static final LongAdder CALLS = new LongAdder();

    private Counter() {}
}
