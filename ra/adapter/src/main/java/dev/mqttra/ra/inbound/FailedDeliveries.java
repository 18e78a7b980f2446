package dev.mqttra.ra.inbound;

import dev.mqttra.netty.Cancellable;
import dev.mqttra.ra.hosted.Delays;
import dev.mqttra.ra.log.Log;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of messages whose delivery has failed: each is tried again after a while, or given up as its
 * {@link FailurePolicy} says. Thread-safe. How many wait is bounded by the client's window.
 */
final class FailedDeliveries {
    private final Dispatcher dispatcher;
    private final FailurePolicy policy;
    private final Handover handover;
    private final Delays delays;
    private final RandomGenerator random;
    private final FailureLog log;
    private final ActivationStatistics statistics;
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

    /** A message that waits for its next attempt, which comes once: when it is time, or when somebody asks for it. */
    private final class Waiting implements Runnable {
        private final PendingDelivery delivery;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile @Nullable Cancellable timer;

        Waiting(PendingDelivery delivery) {
            this.delivery = delivery;
        }

        @Override
        public void run() {
            if (forget()) {
                again(delivery);
            }
        }

        boolean forget() {
            boolean first = over.compareAndSet(false, true);
            if (first) {
                waiting.remove(this);
                Cancellable running = timer;
                if (running != null) {
                    running.cancel();
                }
            }
            return first;
        }
    }

    FailedDeliveries(
            Dispatcher dispatcher,
            FailurePolicy policy,
            Handover handover,
            Delays delays,
            RandomGenerator random,
            FailureLog log,
            ActivationStatistics statistics) {
        this.dispatcher = dispatcher;
        this.policy = policy;
        this.handover = handover;
        this.delays = delays;
        this.random = random;
        this.log = log;
        this.statistics = statistics;
    }

    /** The delivery failed, and the bean has returned. */
    void failed(PendingDelivery delivery, Throwable failure, @Nullable TransactionOutcome outcome) {
        statistics.failed();
        long now = delays.now();
        delivery.failed(outcome, now);
        if (policy.isFinal(failure, delivery.failures())) {
            giveUp(delivery, failure);
            return;
        }
        // The draw is made only where it counts: a test's seed then says everything.
        double drawn = policy.redelivery().jitter() == 0 ? 0 : random.nextDouble();
        long delay = policy.delayNanos(failure, delivery.failures(), drawn);
        if (policy.holdsTooLong(delivery.failingNanos(now), delay)) {
            park(delivery, failure);
            return;
        }
        log.failed(delivery, failure, TimeUnit.NANOSECONDS.toMillis(delay));
        later(delay, new Waiting(delivery));
    }

    /**
     * Tries again now what waits for its time.
     *
     * @return how many messages that are
     */
    int redeliver() {
        List<Waiting> now = new ArrayList<>(waiting);
        now.forEach(Waiting::run);
        return now.size();
    }

    int waiting() {
        return waiting.size();
    }

    /** The activation ends: what waits is forgotten, and comes again. */
    void close() {
        for (Waiting each : List.copyOf(waiting)) {
            each.forget();
        }
    }

    private void later(long delay, Waiting attempt) {
        waiting.add(attempt);
        try {
            attempt.timer = delays.after(delay, attempt);
        } catch (RejectedExecutionException e) {
            // What does not happen because the adapter has stopped need not: the message comes again.
            Log.redeliveryForgotten(dispatcher.toString());
        }
    }

    private void again(PendingDelivery delivery) {
        if (delivery.committedLate()) {
            statistics.delivered(1);
            dispatcher.settle(delivery);
        } else {
            statistics.redelivered();
            dispatcher.again(delivery);
        }
    }

    private void giveUp(PendingDelivery delivery, Throwable failure) {
        switch (Objects.requireNonNull(policy.onExhausted())) {
            case DEAD_LETTER -> {
                TopicTemplate topic = Objects.requireNonNull(policy.deadLetterTopic());
                log.givenUp(
                        delivery,
                        failure,
                        "it goes to the dead-letter topic "
                                + topic.topicFor(delivery.original().topic()));
                handOver(delivery, topic, FailureCause.of(failure), () -> {
                    statistics.deadLettered();
                    dispatcher.settle(delivery);
                });
            }
            case DROP -> {
                log.givenUp(delivery, failure, "it is dropped");
                statistics.dropped();
                dispatcher.settle(delivery);
            }
            case STOP -> stop(delivery, failure);
            case REFUSE -> {
                log.givenUp(delivery, failure, "it is refused to whoever sent it");
                statistics.refused();
                delivery.refuse();
                dispatcher.follow(delivery);
            }
        }
    }

    private void stop(PendingDelivery delivery, Throwable failure) {
        log.givenUp(delivery, failure, "the bean gets no message until 'resume' of its MBean is called");
        delivery.forgetFailures();
        dispatcher.stop(delivery);
    }

    /** It has held back the acknowledgements behind it for long enough. */
    private void park(PendingDelivery delivery, Throwable failure) {
        if (delivery.orderKey() != null && policy.onExhausted() == FailurePolicy.OnExhausted.STOP) {
            stop(delivery, failure);
            return;
        }
        log.givenUp(
                delivery,
                failure,
                "it has failed for too long and is parked at "
                        + policy.parking().topicFor(delivery.original().topic()));
        dispatcher.parkBehind(delivery);
        parkAll(delivery, List.of(delivery).iterator(), FailureCause.of(failure));
    }

    /** What waited behind a message that is parked by now, and must not overtake it. */
    void parkFollower(Pending follower) {
        follower.parts()
                .forEach(part -> log.parkedBehind(
                        part, policy.parking().topicFor(part.original().topic()).toString()));
        parkAll(follower, follower.parts().iterator(), "it waited behind a message of its order key that was parked");
    }

    private void parkAll(Pending pending, Iterator<PendingDelivery> parts, String reason) {
        if (!parts.hasNext()) {
            dispatcher.follow(pending);
            return;
        }
        PendingDelivery next = parts.next();
        handOver(next, policy.parking(), reason, () -> {
            statistics.parked();
            next.acknowledge(false);
            parkAll(pending, parts, reason);
        });
    }

    private void handOver(PendingDelivery delivery, TopicTemplate topic, String reason, Runnable taken) {
        handover.inPlace(DeadLetter.of(delivery, topic, dispatcher.toString(), reason), taken);
    }
}
