package dev.mqttra.client;

import java.util.function.LongConsumer;

/** A call that is rare enough for lambdas. */
final class Task extends Mailbox.Call {
    private final LongConsumer work;
    private final Runnable abandoned;

    Task(LongConsumer work, Runnable abandoned) {
        this.work = work;
        this.abandoned = abandoned;
    }

    @Override
    void carryOut(long now) {
        work.accept(now);
    }

    @Override
    void abandon() {
        abandoned.run();
    }
}
