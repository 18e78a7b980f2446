package dev.mqttra.ra.inbound;

import dev.mqttra.client.Delivery;
import dev.mqttra.client.MessageHandler;
import dev.mqttra.protocol.topic.TopicName;
import dev.mqttra.ra.hosted.Delays;
import dev.mqttra.ra.log.Log;
import dev.mqttra.ra.security.Caller;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
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
    /** How long a server may take to give an endpoint; while an application is being deployed it gives none. */
    private static final long ENDPOINT_TIMEOUT_MILLIS = 1_000;

    /** How long a worker without work keeps its endpoint. */
    private static final long LINGER_NANOS = 20_000_000;

    private static final long FIRST_PAUSE_NANOS = 50_000_000;
    private static final long LONGEST_PAUSE_NANOS = 5_000_000_000L;
    private static final long SILENCE_NANOS = 60_000_000_000L;

    private final String name;
    private final MessageEndpointFactory factory;
    private final WorkManager workManager;
    private final Delays delays;
    private final EndpointCall call;
    private final @Nullable Caller runAs;
    private final DeliveryQueue queue;
    /** How the messages of a key are told, null where no order was asked for: then nothing is done for it at all. */
    private final @Nullable Order order;

    private final OrderLanes lanes = new OrderLanes();
    private final Batches batches;
    /** Null where messages of QoS 0 are bounded as all others are. */
    private final @Nullable QosZeroBuffer qosZero;

    private final FailureLog failureLog;
    private final FailedDeliveries failed;
    private final Handover handover;
    private final Replies replies;
    private final Lag lag;
    private final ActivationStatistics statistics = new ActivationStatistics();
    private volatile long lingerNanos = LINGER_NANOS;
    /** Why nothing is delivered although the server would; null where nobody has halted it. */
    private volatile @Nullable Halt halt;
    /** How often in a row the server had no thread or no endpoint. */
    private final AtomicInteger refusals = new AtomicInteger();
    /** When the log was last told of a refusal: a server that is busy is not helped by a long log. */
    private final AtomicLong lastTold = new AtomicLong(System.nanoTime() - SILENCE_NANOS);

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
        this.factory = factory;
        this.workManager = workManager;
        this.delays = delays;
        this.call = call;
        this.runAs = settings.runAs();
        this.queue = new DeliveryQueue(settings.maxConcurrency());
        this.order = settings.order();
        QosZeroBuffer.Policy bound = settings.qosZero();
        this.qosZero = bound == null ? null : new QosZeroBuffer(name, bound, queue, delays);
        this.batches = new Batches(name, settings.batch(), delays, this::admit, this::wake);
        this.lag = new Lag(delays);
        this.failureLog = new FailureLog(name);
        this.handover = new Handover(name, outlet, delays);
        this.replies = new Replies(name, outlet, delays);
        this.failed = new FailedDeliveries(
                this, settings.failures(), handover, delays, RandomGenerator.getDefault(), failureLog, statistics);
    }

    /** Takes the messages for a method of the bean, on the client's I/O thread. */
    MessageHandler handlerOf(DeliveryMethod method) {
        return new Arrivals(method);
    }

    /** Takes the messages for all methods of the bean, once each, on the client's I/O thread. */
    MessageHandler handlerOf(Overlaps overlaps) {
        Map<DeliveryMethod, Arrivals> each =
                overlaps.methods().stream().collect(Collectors.toMap(Function.identity(), Arrivals::new));
        return new MessageHandler() {
            @Override
            public void onMessage(Delivery delivery) {
                DeliveryMethod best = overlaps.best(delivery.message().topic());
                Arrivals arrivals = best == null ? null : each.get(best);
                if (arrivals == null) {
                    // The broker named a subscription that the topic does not match.
                    delivery.acknowledge();
                } else {
                    arrivals.onMessage(delivery);
                }
            }

            @Override
            public void onBatchEnd() {
                each.values().forEach(Arrivals::onBatchEnd);
            }
        };
    }

    /** The messages for one method. */
    private final class Arrivals implements MessageHandler {
        private final DeliveryMethod method;
        private final @Nullable Function<TopicName, Object> keyOf;

        Arrivals(DeliveryMethod method) {
            this.method = method;
            this.keyOf = order == null ? null : order.keyOf(method.pattern());
        }

        @Override
        public void onMessage(Delivery delivery) {
            statistics.received();
            Object key = keyOf == null ? null : keyOf.apply(delivery.message().topic());
            arrived(new PendingDelivery(method, delivery, lag.mark(), key, runAs));
        }

        @Override
        public void onBatchEnd() {
            lag.batchEnded();
            if (method.isBatch()) {
                batches.arrivalEnded();
            }
            wake();
        }
    }

    private void arrived(PendingDelivery delivery) {
        if (qosZero != null && !qosZero.admits(delivery)) {
            return;
        }
        if (delivery.method().isBatch()) {
            batches.add(delivery);
            return;
        }
        Object key = delivery.orderKey();
        if (key != null) {
            batches.complete(key);
        }
        admit(delivery);
    }

    /** It goes to the queue, or waits for what it follows. */
    private void admit(Pending pending) {
        if (pending.orderKey() == null || lanes.enter(pending)) {
            queue.add(pending);
        }
    }

    /**
     * Ends deliveries: what waits stays unacknowledged, what beans are at may come to its end.
     *
     * @return how many beans are still at it: 0 unless the time was too short
     */
    int close(long nanos) throws InterruptedException {
        queue.close();
        lanes.close();
        batches.close();
        failed.close();
        handover.close();
        long deadline = System.nanoTime() + nanos;
        int busy = queue.awaitEnd(nanos);
        replies.close(deadline - System.nanoTime());
        return busy;
    }

    DeliveryQueue queue() {
        return queue;
    }

    long lingerNanos() {
        return lingerNanos;
    }

    /** Where all workers run on one thread there is nobody to wait for. */
    void lingerNanos(long nanos) {
        lingerNanos = nanos;
    }

    ActivationStatistics statistics() {
        return statistics;
    }

    /** Submits a worker if one is wanted. From any thread. */
    void wake() {
        if (!queue.reserve()) {
            return;
        }
        DeliveryWork work = DeliveryWork.of(this, queue.nextCaller());
        try {
            ExecutionContext none = null;
            workManager.scheduleWork(work, WorkManager.INDEFINITE, none, work);
        } catch (WorkException | RuntimeException e) {
            work.rejected(e);
        }
    }

    /** The server took no worker. The messages stay; it is asked again later. */
    void rejected(@Nullable Exception cause) {
        queue.rejected();
        resumeLater("thread", cause);
    }

    /** The server gave no endpoint: the application is being deployed, or its pool is empty. Likewise. */
    void unavailable(Exception cause) {
        queue.pause();
        resumeLater("endpoint", cause);
    }

    private void resumeLater(String missing, @Nullable Exception cause) {
        long pause = Math.min(FIRST_PAUSE_NANOS << Math.min(refusals.getAndIncrement(), 10), LONGEST_PAUSE_NANOS);
        long now = System.nanoTime();
        long told = lastTold.get();
        if (!queue.isClosed() && now - told >= SILENCE_NANOS && lastTold.compareAndSet(told, now)) {
            Log.nothingToDeliverWith(name, missing, String.valueOf(cause), TimeUnit.NANOSECONDS.toMillis(pause));
        }
        later(pause, () -> {
            queue.resume();
            wake();
        });
    }

    MessageEndpoint createEndpoint() throws UnavailableException {
        MessageEndpoint endpoint = factory.createEndpoint(null, ENDPOINT_TIMEOUT_MILLIS);
        refusals.set(0);
        statistics.endpointCreated();
        return endpoint;
    }

    void release(MessageEndpoint endpoint) {
        try {
            endpoint.release();
        } catch (RuntimeException e) {
            Log.endpointReleaseFailed(name, e);
        }
    }

    /**
     * Delivers a message or a batch and settles it: acknowledged, or to be tried again.
     *
     * @return whether the endpoint can be used again
     */
    boolean deliver(MessageEndpoint endpoint, Pending pending) {
        if (qosZero != null) {
            qosZero.taken(pending);
        }
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
            replies.publish(reply, () -> settle(pending));
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
        Pending second = batch.secondHalf();
        if (batch.orderKey() == null) {
            queue.addAgain(second);
        } else {
            lanes.split(second);
        }
        again(batch.firstHalf());
    }

    /** Nothing is to be done with it any more: it is acknowledged, and what waits for that follows. From any thread. */
    void settle(Pending pending) {
        pending.acknowledge();
        if (pending.orderKey() != null) {
            follow(pending);
        }
    }

    /** What is settled holds back what follows it no longer. From any thread. */
    void follow(Pending settled) {
        Pending next = settled.orderKey() == null ? null : lanes.leave(settled);
        if (next == null) {
            return;
        }
        if (next.isToBeParked()) {
            failed.parkFollower(next);
        } else {
            queue.add(next);
            wake();
        }
    }

    /** What waits behind a message that is being parked is parked in its turn, and does not overtake it. */
    void parkBehind(PendingDelivery parked) {
        if (parked.orderKey() != null) {
            batches.complete(parked.orderKey());
            lanes.parkBehind(parked);
        }
    }

    /** The message is to be delivered once more, now. From any thread. */
    void again(Pending pending) {
        queue.addAgain(pending);
        wake();
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
        wake();
    }

    /** How many messages wait for a bean, or for what they follow, or for others of their batch. */
    int waiting() {
        return queue.size() + lanes.size() + batches.size();
    }

    /** How many messages of QoS 0 were dropped because too many waited. */
    long qosZeroDropped() {
        return qosZero == null ? 0 : qosZero.droppedCount();
    }

    /** Null where messages are delivered. */
    @Nullable
    Halt halted() {
        return halt;
    }

    FailedDeliveries failedDeliveries() {
        return failed;
    }

    Lag lag() {
        return lag;
    }

    /** What does not happen because the adapter has stopped need not: the messages are unacknowledged and come again. */
    private void later(long nanos, Runnable task) {
        try {
            delays.after(nanos, task);
        } catch (RejectedExecutionException e) {
            Log.redeliveryForgotten(name);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
