package dev.mqttra.ra.inbound;

import dev.mqttra.client.Delivery;
import dev.mqttra.client.MessageHandler;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import dev.mqttra.ra.hosted.Delays;
import dev.mqttra.ra.log.Log;
import dev.mqttra.ra.log.OnceAMinute;
import dev.mqttra.ra.security.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What arrives for one activation, until it is in the queue: at once, or when its batch is complete and what it follows in
 * its order is settled. Messages arrive by one thread, the client's owner; the rest is called from any.
 */
final class Intake {
    /** How many messages of a batch go to the queue together: workers begin with the first ones while the others are read. */
    private static final int MOST_TOGETHER = 32;

    private final String name;
    private final Delays delays;
    private final DeliveryQueue queue;
    private final Runnable wake;
    private final ActivationStatistics statistics;
    private final @Nullable Caller runAs;
    /** How the messages of a key are told, null where no order was asked for: then nothing is done for it at all. */
    private final @Nullable Order order;

    private final OrderLanes lanes = new OrderLanes();
    private final Batches batches;
    /** Null where messages of QoS 0 are bounded as all others are. */
    private final @Nullable QosZeroBuffer qosZero;

    private final Lag lag;
    /** On their way to the queue. The client's I/O thread. */
    private final List<Pending> together = new ArrayList<>(MOST_TOGETHER);

    private final OnceAMinute tellingUnmatched = new OnceAMinute();

    /** @param wake called when something is in the queue; as often as anything is */
    Intake(
            String name,
            ActivationSettings settings,
            Delays delays,
            DeliveryQueue queue,
            Runnable wake,
            ActivationStatistics statistics) {
        this.name = name;
        this.delays = delays;
        this.queue = queue;
        this.wake = wake;
        this.statistics = statistics;
        this.runAs = settings.runAs();
        this.order = settings.order();
        QosZeroBuffer.Policy bound = settings.qosZero();
        this.qosZero = bound == null ? null : new QosZeroBuffer(name, bound, queue, delays);
        this.batches = new Batches(name, settings.batch(), delays, this::admit, wake);
        this.lag = new Lag(delays);
    }

    /** Takes the messages for a method of the bean, on the client's I/O thread. */
    MessageHandler handlerOf(DeliveryMethod method) {
        return new Arrivals(method);
    }

    /**
     * Takes the messages for all methods of the bean, once each, on the client's I/O thread. Retained messages come in a copy
     * for each subscription that is made [MQTT-3.3.1-6]: of these only the one for the method counts.
     *
     * @param subscribed the filter of a method's subscription
     */
    MessageHandler handlerOf(Overlaps overlaps, Function<DeliveryMethod, TopicFilter> subscribed) {
        Map<DeliveryMethod, Arrivals> each =
                overlaps.methods().stream().collect(Collectors.toMap(Function.identity(), Arrivals::new));
        return new MessageHandler() {
            @Override
            public void onMessage(Delivery delivery) {
                DeliveryMethod best = overlaps.best(delivery.message().topic());
                Arrivals arrivals = best == null ? null : each.get(best);
                if (arrivals == null) {
                    unmatched(delivery);
                } else if (delivery.retain() && !delivery.isFor(subscribed.apply(best))) {
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

    /** The broker named a subscription that the topic does not match: no method is there that could get it. */
    private void unmatched(Delivery delivery) {
        statistics.received();
        statistics.dropped();
        if (tellingUnmatched.isDue(delays.now())) {
            Log.unmatched(name, delivery.message().topic().toString());
        }
        delivery.acknowledge();
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
            queueTogether();
            if (method.isBatch()) {
                batches.arrivalEnded();
            }
            wake.run();
        }
    }

    private void arrived(PendingDelivery delivery) {
        if (order == null && qosZero == null && !delivery.method().isBatch()) {
            together.add(delivery);
            if (together.size() == MOST_TOGETHER) {
                queueTogether();
                wake.run();
            }
            return;
        }
        if (qosZero != null && !qosZero.admits(delivery)) {
            return;
        }
        if (delivery.method().isBatch()) {
            queueTogether(); // what came before it is not overtaken by its batch
            batches.add(delivery);
            return;
        }
        Object key = delivery.orderKey();
        if (key != null) {
            batches.complete(key);
        }
        admit(delivery);
    }

    /** The queue's lock is the workers' too, and taken once for many messages it is mostly free. */
    private void queueTogether() {
        if (!together.isEmpty()) {
            queue.addAll(together);
            together.clear();
        }
    }

    /** It goes to the queue, or waits for what it follows. */
    private void admit(Pending pending) {
        if (pending.orderKey() == null || lanes.enter(pending)) {
            queue.add(pending);
        }
    }

    /** What was waiting goes to a bean. */
    void taken(Pending pending) {
        if (qosZero != null) {
            qosZero.taken(pending);
        }
    }

    /** Half of a batch is tried by itself, at once, and the other half after it where there is an order. */
    void splitOff(Pending second) {
        if (second.orderKey() == null) {
            queue.addAgain(second);
        } else {
            lanes.split(second);
        }
    }

    /**
     * What is settled holds back what follows it no longer.
     *
     * @return what does; null for nothing
     */
    @Nullable
    Pending follower(Pending settled) {
        return settled.orderKey() == null ? null : lanes.leave(settled);
    }

    /** What waits behind a message that is being parked is parked in its turn, and does not overtake it. */
    void parkBehind(PendingDelivery parked) {
        if (parked.orderKey() != null) {
            batches.complete(parked.orderKey());
            lanes.parkBehind(parked);
        }
    }

    /** How many messages wait for a bean, or for what they follow, or for others of their batch. */
    int waiting() {
        return queue.size() + lanes.size() + batches.size();
    }

    /** How many messages of QoS 0 were dropped because too many waited. */
    long qosZeroDropped() {
        return qosZero == null ? 0 : qosZero.droppedCount();
    }

    Lag lag() {
        return lag;
    }

    /** Forgets what waits: it stays unacknowledged and comes again. */
    void close() {
        queue.close();
        lanes.close();
        batches.close();
    }
}
