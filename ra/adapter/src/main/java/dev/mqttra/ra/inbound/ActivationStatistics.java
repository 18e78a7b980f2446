package dev.mqttra.ra.inbound;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What an activation has done since it began. Counted by any thread; read without stopping anything. */
final class ActivationStatistics {
    private final LongAdder received = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder redelivered = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private final LongAdder parked = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder endpointsCreated = new LongAdder();
    private final AtomicInteger inFlight = new AtomicInteger();

    void received() {
        received.increment();
    }

    void delivered(int messages) {
        delivered.add(messages);
    }

    void failed() {
        failed.increment();
    }

    void redelivered() {
        redelivered.increment();
    }

    void deadLettered() {
        deadLettered.increment();
    }

    void parked() {
        parked.increment();
    }

    void dropped() {
        dropped.increment();
    }

    void refused() {
        refused.increment();
    }

    void endpointCreated() {
        endpointsCreated.increment();
    }

    void begun(int messages) {
        inFlight.addAndGet(messages);
    }

    void ended(int messages) {
        inFlight.addAndGet(-messages);
    }

    long receivedCount() {
        return received.sum();
    }

    long deliveredCount() {
        return delivered.sum();
    }

    long failedCount() {
        return failed.sum();
    }

    long redeliveredCount() {
        return redelivered.sum();
    }

    long deadLetteredCount() {
        return deadLettered.sum();
    }

    long parkedCount() {
        return parked.sum();
    }

    long droppedCount() {
        return dropped.sum();
    }

    long refusedCount() {
        return refused.sum();
    }

    long endpointsCreatedCount() {
        return endpointsCreated.sum();
    }

    int inFlightNow() {
        return inFlight.get();
    }
}
