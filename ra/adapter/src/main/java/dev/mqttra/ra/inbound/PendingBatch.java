package dev.mqttra.ra.inbound;

import dev.mqttra.ra.security.Caller;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages for one call of a bean, in the order of their arrival: two or more, or one while it is being collected. */
final class PendingBatch extends Pending {
    private final String batchKey;
    private final boolean half;
    private final List<PendingDelivery> parts;

    /** A batch to collect into. Its messages have this {@link DeliveryMethod#batchKey} and order key. */
    PendingBatch(DeliveryMethod method, @Nullable Object orderKey, String batchKey) {
        this(method, orderKey, batchKey, false, new ArrayList<>());
    }

    private PendingBatch(
            DeliveryMethod method,
            @Nullable Object orderKey,
            String batchKey,
            boolean half,
            List<PendingDelivery> parts) {
        super(method, orderKey);
        this.batchKey = batchKey;
        this.half = half;
        this.parts = parts;
    }

    /** Before it is given away. */
    void add(PendingDelivery part) {
        parts.add(part);
    }

    @Override
    @Nullable
    Caller caller() {
        return parts.get(0).caller();
    }

    String batchKey() {
        return batchKey;
    }

    /** Whether it came of the failure of a larger one. */
    boolean isHalf() {
        return half;
    }

    @Override
    List<PendingDelivery> parts() {
        return parts;
    }

    /** What there is to deliver: the message itself where it is the only one. */
    Pending collected() {
        return parts.size() == 1 ? parts.get(0) : this;
    }

    /** The messages up to the middle: the batch has failed, and each half is tried by itself. */
    Pending firstHalf() {
        return part(0, parts.size() / 2);
    }

    /** The messages from the middle on. */
    Pending secondHalf() {
        return part(parts.size() / 2, parts.size());
    }

    private Pending part(int from, int to) {
        return new PendingBatch(method(), orderKey(), batchKey, true, parts.subList(from, to)).collected();
    }

    @Override
    List<ReceivedMessage> messages() {
        List<ReceivedMessage> messages = new ArrayList<>(parts.size());
        for (PendingDelivery part : parts) {
            messages.add(part.message());
        }
        return messages;
    }

    @Override
    int size() {
        return parts.size();
    }

    @Override
    void acknowledge(boolean moreAtHand) {
        int last = parts.size() - 1;
        for (int i = 0; i <= last; i++) {
            parts.get(i).acknowledge(moreAtHand || i < last);
        }
    }

    /** For logs: the first message, and how many there are. */
    @Override
    public String toString() {
        return "batch of " + parts.size() + " from " + parts.get(0);
    }
}
