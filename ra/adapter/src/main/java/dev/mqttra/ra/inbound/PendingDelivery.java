package dev.mqttra.ra.inbound;

import dev.mqttra.client.Delivery;
import org.jspecify.annotations.Nullable;

/** A message on its way to a bean, until it is acknowledged. In one thread's hands at a time: a queue's, a timer's. */
final class PendingDelivery {
    private final DeliveryMethod method;
    private final Delivery delivery;
    private int failures;
    private @Nullable TransactionOutcome lastOutcome;

    PendingDelivery(DeliveryMethod method, Delivery delivery) {
        this.method = method;
        this.delivery = delivery;
    }

    DeliveryMethod method() {
        return method;
    }

    /** A view of its own for each attempt: what a bean kept from a former one is not shared. */
    ReceivedMessage message() {
        return new ReceivedMessage(delivery);
    }

    void acknowledge() {
        delivery.acknowledge();
    }

    /** How often its delivery has failed. */
    int failures() {
        return failures;
    }

    void failed(@Nullable TransactionOutcome outcome) {
        failures++;
        lastOutcome = outcome;
    }

    /** Whether the last attempt's transaction turned out to be committed after it had been taken for a failure. */
    boolean committedLate() {
        return lastOutcome != null && lastOutcome.isCommitted();
    }

    /** For logs: the method and the topic, and nothing of the payload. */
    @Override
    public String toString() {
        return "'" + delivery.message().topic() + "' for " + method;
    }
}
