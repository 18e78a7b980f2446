package dev.mqttra.ra.inbound;

import dev.mqttra.netty.Cancellable;
import dev.mqttra.ra.hosted.Delays;
import dev.mqttra.ra.log.Log;
import dev.mqttra.ra.security.Caller;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects messages for the methods of a bean that take several at once, until there are enough of them or the first one
 * has waited long enough. Where there is an order, a batch has messages of one order key, and is given away before
 * anything else of its key, so that nothing overtakes it. Thread-safe by one lock, in which a batch is given away, so that
 * batches of a key come in their order.
 */
final class Batches {
    private final String bean;
    private final BatchPolicy policy;
    private final Delays delays;
    private final Consumer<Pending> ready;
    private final Runnable wake;
    private final Map<Object, Open> open = new HashMap<>();
    private boolean closed;

    /** What the messages of a batch have in common where there is no order. */
    private record Key(
            DeliveryMethod method,
            String batchKey,
            @Nullable Caller caller) {}

    private static final class Open {
        final PendingBatch batch;

        @Nullable
        Cancellable timer;

        Open(PendingBatch batch) {
            this.batch = batch;
        }
    }

    /**
     * @param ready gets what is complete, under the lock: it puts it somewhere and calls nothing else
     * @param wake called without the lock when something is ready that has waited
     */
    Batches(String bean, BatchPolicy policy, Delays delays, Consumer<Pending> ready, Runnable wake) {
        this.bean = bean;
        this.policy = policy;
        this.delays = delays;
        this.ready = ready;
        this.wake = wake;
    }

    /** A message for a method that takes several. */
    void add(PendingDelivery delivery) {
        String batchKey = delivery.method().batchKey(delivery.message());
        Object orderKey = delivery.orderKey();
        Object key = orderKey == null ? new Key(delivery.method(), batchKey, delivery.caller()) : orderKey;
        Open begun = null;
        synchronized (open) {
            if (closed) {
                return;
            }
            Open collecting = open.get(key);
            if (collecting != null && !isFor(collecting.batch, delivery, batchKey)) {
                giveAway(key, collecting);
                collecting = null;
            }
            if (collecting == null) {
                collecting = new Open(new PendingBatch(delivery.method(), orderKey, batchKey));
                open.put(key, collecting);
                begun = collecting;
            }
            collecting.batch.add(delivery);
            if (collecting.batch.size() == policy.size()) {
                giveAway(key, collecting);
                begun = null;
            }
        }
        if (begun != null && policy.lingerNanos() > 0) {
            linger(key, begun);
        }
    }

    private static boolean isFor(PendingBatch batch, PendingDelivery delivery, String batchKey) {
        return batch.method() == delivery.method()
                && batch.batchKey().equals(batchKey)
                && Objects.equals(batch.caller(), delivery.caller());
    }

    /** Something else of an order key has arrived: what is being collected for that key goes before it. */
    void complete(Object orderKey) {
        synchronized (open) {
            Open collecting = open.get(orderKey);
            if (collecting != null) {
                giveAway(orderKey, collecting);
            }
        }
    }

    /** What arrived together has arrived: without a linger it is given away now. */
    void arrivalEnded() {
        if (policy.lingerNanos() > 0) {
            return;
        }
        synchronized (open) {
            open.values().forEach(collecting -> ready.accept(collecting.batch.collected()));
            open.clear();
        }
    }

    /** Forgets what is being collected: it stays unacknowledged and comes again. */
    void close() {
        synchronized (open) {
            closed = true;
            open.values().forEach(Batches::cancel);
            open.clear();
        }
    }

    /** How many messages are being collected. */
    int size() {
        synchronized (open) {
            return open.values().stream()
                    .mapToInt(collecting -> collecting.batch.size())
                    .sum();
        }
    }

    private void giveAway(Object key, Open collecting) {
        open.remove(key);
        cancel(collecting);
        ready.accept(collecting.batch.collected());
    }

    private static void cancel(Open collecting) {
        if (collecting.timer != null) {
            collecting.timer.cancel();
        }
    }

    @SuppressWarnings("ReferenceEquality")
    private void linger(Object key, Open collecting) {
        Cancellable timer;
        try {
            timer = delays.after(policy.lingerNanos(), () -> lingered(key, collecting));
        } catch (RejectedExecutionException e) {
            Log.redeliveryForgotten(bean);
            return;
        }
        synchronized (open) {
            if (open.get(key) == collecting) {
                collecting.timer = timer;
                return;
            }
        }
        timer.cancel();
    }

    @SuppressWarnings("ReferenceEquality")
    private void lingered(Object key, Open collecting) {
        synchronized (open) {
            if (open.get(key) != collecting) {
                return;
            }
            giveAway(key, collecting);
        }
        wake.run();
    }
}
