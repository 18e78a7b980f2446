package dev.mqttra.ra.inbound;

import dev.mqttra.client.Delivery;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Publisher;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.ra.security.Caller;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message on its way to a bean, until it is acknowledged. In one thread's hands at a time: a queue's, a timer's. */
final class PendingDelivery extends Pending {
    private final Delivery delivery;
    private final Lag.Since arrived;
    private final @Nullable Caller caller;
    /** Whether a {@link QosZeroBuffer} counts it. Written before and after it is in a queue, whose lock publishes it. */
    private boolean buffered;

    /** Null until the first failure: a message that succeeds carries nothing about failures. */
    private @Nullable Failures failures;

    /** The failed attempts of one message. */
    private static final class Failures {
        final Instant first = Instant.now();
        final long firstNanos;
        Instant last = first;
        int count;

        @Nullable
        TransactionOutcome lastOutcome;

        Failures(long now) {
            firstNanos = now;
        }
    }

    /**
     * @param orderKey null where no order was asked for
     * @param runAs as whom the bean runs where nobody vouches for a publisher
     */
    PendingDelivery(
            DeliveryMethod method,
            Delivery delivery,
            Lag.Since arrived,
            @Nullable Object orderKey,
            @Nullable Caller runAs) {
        super(method, orderKey);
        this.delivery = delivery;
        this.arrived = arrived;
        this.caller = callerOf(delivery.message().publisher(), runAs);
    }

    /**
     * A user counts only where the hosted broker has asked the server's realm: what a publisher says of itself, or what
     * another broker hands on, gives nobody's rights.
     */
    private static @Nullable Caller callerOf(@Nullable Publisher publisher, @Nullable Caller runAs) {
        if (publisher == null || !publisher.proven()) {
            return runAs;
        }
        String user = publisher.userName();
        List<String> groups = publisher.groups();
        return user == null || groups == null ? runAs : new Caller(user, groups);
    }

    @Override
    @Nullable
    Caller caller() {
        return caller;
    }

    ReceivedMessage message() {
        return new ReceivedMessage(delivery);
    }

    @Override
    List<ReceivedMessage> messages() {
        return List.of(message());
    }

    @Override
    List<PendingDelivery> parts() {
        return List.of(this);
    }

    @Override
    int size() {
        return 1;
    }

    QoS qos() {
        return delivery.qos();
    }

    boolean isBuffered() {
        return buffered;
    }

    void buffered(boolean now) {
        buffered = now;
    }

    /** The message as it arrived. */
    Message original() {
        return delivery.message();
    }

    @Override
    void acknowledge(boolean moreAtHand) {
        if (moreAtHand) {
            delivery.acknowledgeSoon();
        } else {
            delivery.acknowledge();
        }
        arrived.settled();
    }

    /** It will never be dealt with: whoever waits for its acknowledgement is told. From any thread. */
    void refuse() {
        delivery.refuse(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
        arrived.settled();
    }

    /** How often its delivery has failed. */
    int failures() {
        return failures == null ? 0 : failures.count;
    }

    /** @param now of the adapter's clock */
    void failed(@Nullable TransactionOutcome outcome, long now) {
        if (failures == null) {
            failures = new Failures(now);
        } else {
            failures.last = Instant.now();
        }
        failures.count++;
        failures.lastOutcome = outcome;
    }

    /** When its first attempt failed; now where none has. */
    Instant firstFailure() {
        return failures == null ? Instant.now() : failures.first;
    }

    /** When its last attempt failed; now where none has. */
    Instant lastFailure() {
        return failures == null ? Instant.now() : failures.last;
    }

    /** For how long it has been failing: nanoseconds since its first attempt failed. */
    long failingNanos(long now) {
        return failures == null ? 0 : now - failures.firstNanos;
    }

    /** Attempts are counted anew. */
    void forgetFailures() {
        failures = null;
    }

    /** Whether the last attempt's transaction turned out to be committed after it had been taken for a failure. */
    boolean committedLate() {
        return failures != null && failures.lastOutcome != null && failures.lastOutcome.isCommitted();
    }

    /** For logs: the method and the topic, and nothing of the payload. */
    @Override
    public String toString() {
        return "'" + delivery.message().topic() + "' for " + method();
    }
}
