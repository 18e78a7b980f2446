package dev.mqttra.ra.inbound;

import dev.mqttra.ra.hosted.Delays;
import dev.mqttra.ra.log.Log;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.WorkManager;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Brings the messages of one activation to its bean, on threads of the server, at most {@code maxConcurrency} at once,
 * and acknowledges each when the bean has succeeded with it. What fails is tried again after a while; nothing else is
 * held up by it but what follows it in an order that was asked for, except that acknowledgements leave for a network in the
 * order of arrival.
 *
 * <p>A message at QoS 0 is treated in the same way: QoS says what the network may lose, not what a bean may.
 */
final class Dispatcher {
    private final String name;
    private final EndpointCall call;
    private final DeliveryQueue queue;
    private final Intake intake;
    private final Workers workers;
    private final FailureLog failureLog;
    private final FailedDeliveries failed;
    private final Handover handover;
    private final ActivationStatistics statistics = new ActivationStatistics();
    /** Why nothing is delivered although the server would; null where nobody has halted it. */
    private volatile @Nullable Halt halt;

    /** Who wants nothing to be delivered. */
    enum Halt {
        /** An administrator. */
        PAUSED,
        /** A message that has failed for good where it must not be given up. */
        STOPPED
    }

    /** @param outlet publishes dead letters and answers, as of the first message */
    Dispatcher(
            String name,
            MessageEndpointFactory factory,
            WorkManager workManager,
            Delays delays,
            EndpointCall call,
            Handover.Outlet outlet,
            ActivationSettings settings) {
        this.name = name;
        this.call = call;
        this.queue = new DeliveryQueue(settings.maxConcurrency());
        this.workers = new Workers(
                name, factory, workManager, delays, queue, this::deliver, statistics, call.leftTransaction(name)::end);
        this.intake = new Intake(name, settings, delays, queue, workers::wake, statistics);
        this.failureLog = new FailureLog(name);
        this.handover = new Handover(name, outlet, delays);
        this.failed = new FailedDeliveries(
                this, settings.failures(), handover, delays, RandomGenerator.getDefault(), failureLog, statistics);
    }

    /**
     * Ends deliveries: what waits stays unacknowledged, what beans are at may come to its end.
     *
     * @return how many beans are still at it: 0 unless the time was too short
     */
    int close(long nanos) throws InterruptedException {
        intake.close();
        failed.close();
        handover.stopRepeating();
        long deadline = System.nanoTime() + nanos;
        int busy = queue.awaitEnd(nanos);
        handover.close(deadline - System.nanoTime());
        return busy;
    }

    /** What arrives. */
    Intake intake() {
        return intake;
    }

    Workers workers() {
        return workers;
    }

    ActivationStatistics statistics() {
        return statistics;
    }

    FailedDeliveries failedDeliveries() {
        return failed;
    }

    /**
     * Delivers a message or a batch and settles it: acknowledged, or to be tried again.
     *
     * @return whether the endpoint can be used again
     */
    private boolean deliver(MessageEndpoint endpoint, Pending pending) {
        intake.taken(pending);
        int size = pending.size();
        statistics.begun(size);
        EndpointCall.Result result;
        try {
            result = call.deliver(endpoint, pending.method(), pending.messages());
        } finally {
            statistics.ended(size);
        }
        Throwable failure = result.failure();
        if (failure == null) {
            succeeded(pending, result);
        } else if (pending instanceof PendingBatch batch) {
            split(batch, failure);
        } else if (pending instanceof PendingDelivery delivery) {
            failed.failed(delivery, failure, result.outcome());
        }
        return result.endpointUsable();
    }

    private void succeeded(Pending pending, EndpointCall.Result result) {
        statistics.delivered(pending.size());
        Reply reply = result.reply();
        if (reply == null) {
            settle(pending);
        } else {
            handover.answer(reply, () -> settle(pending));
        }
        Throwable beanFailure = result.beanFailure();
        if (beanFailure != null) {
            failureLog.committedDespite(pending, beanFailure);
        }
    }

    /** One of the messages may be what is wrong. The halves are tried at once, and theirs, until it stands alone. */
    private void split(PendingBatch batch, Throwable failure) {
        statistics.failed();
        failureLog.batchFailed(batch, failure);
        intake.splitOff(batch.secondHalf());
        again(batch.firstHalf());
    }

    /** Nothing is to be done with it any more: it is acknowledged, and what waits for that follows. From any thread. */
    void settle(Pending pending) {
        pending.acknowledge(!queue.isEmpty());
        follow(pending);
    }

    /** What is settled holds back what follows it no longer. From any thread. */
    void follow(Pending settled) {
        Pending next = intake.follower(settled);
        if (next == null) {
            return;
        }
        if (next.isToBeParked()) {
            failed.parkFollower(next);
        } else {
            queue.add(next);
            workers.wake();
        }
    }

    /** What waits behind a message that is being parked is parked in its turn, and does not overtake it. */
    void parkBehind(PendingDelivery parked) {
        intake.parkBehind(parked);
    }

    /** The message is to be delivered once more, now. From any thread. */
    void again(Pending pending) {
        queue.addAgain(pending);
        workers.wake();
    }

    /** The message stays, and nothing is delivered until {@link #resume()}. */
    void stop(PendingDelivery delivery) {
        queue.halt();
        halt = Halt.STOPPED;
        queue.addAgain(delivery);
    }

    /** Nothing is delivered until {@link #resume()}; what beans are at may come to its end. From any thread. */
    void pause() {
        queue.halt();
        halt = Halt.PAUSED;
        Log.paused(name);
    }

    /** Messages are delivered again after {@link #pause()} or {@link #stop}. From any thread. */
    void resume() {
        halt = null;
        queue.proceed();
        Log.resumed(name);
        workers.wake();
    }

    /** Null where messages are delivered. */
    @Nullable
    Halt halted() {
        return halt;
    }

    @Override
    public String toString() {
        return name;
    }
}
