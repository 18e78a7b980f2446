package dev.mqttra.ra.inbound;

import dev.mqttra.ra.security.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one call of a bean gets: a message, or several of a batch. In one thread's hands at a time. */
abstract sealed class Pending permits PendingDelivery, PendingBatch {
    private final DeliveryMethod method;
    private final @Nullable Object orderKey;
    private boolean toBeParked;

    Pending(DeliveryMethod method, @Nullable Object orderKey) {
        this.method = method;
        this.orderKey = orderKey;
    }

    DeliveryMethod method() {
        return method;
    }

    /** What follows with an equal one waits until this is settled; null where no order was asked for. */
    @Nullable
    Object orderKey() {
        return orderKey;
    }

    /** As whom the bean runs, null for nobody: all messages of one call are of one caller. */
    abstract @Nullable Caller caller();

    /** It comes behind a message that was parked, and must not overtake it. */
    void parkLater() {
        toBeParked = true;
    }

    boolean isToBeParked() {
        return toBeParked;
    }

    /** The messages, as a bean sees them: views of their own for each attempt, so that what a bean kept is not shared. */
    abstract List<ReceivedMessage> messages();

    /** The messages one by one. */
    abstract List<PendingDelivery> parts();

    /** How many messages that are. */
    abstract int size();

    /**
     * Nothing is to be done with any of the messages any more. From any thread.
     *
     * @param moreAtHand whether workers have others to deliver, whose acknowledgements follow at once
     */
    abstract void acknowledge(boolean moreAtHand);
}
