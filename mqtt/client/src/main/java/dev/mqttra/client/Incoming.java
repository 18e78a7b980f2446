package dev.mqttra.client;

import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.session.ReceiveFlow;
import dev.mqttra.protocol.topic.TopicFilter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One delivery to one handler. */
final class Incoming extends Mailbox.Call implements Delivery {

    /** A message that arrived once, and how many of its handlers have yet to acknowledge it. */
    static final class Received {
        final Publish publish;
        final ReceiveFlow.@Nullable Arrival arrival;
        int open;
        ReasonCode outcome = ReasonCode.SUCCESS;

        Received(Publish publish, ReceiveFlow.@Nullable Arrival arrival) {
            this.publish = publish;
            this.arrival = arrival;
        }
    }

    final Received received;
    private final Inbox inbox;
    private final Consumer<Mailbox.Call> post;
    private final AtomicBoolean acknowledged = new AtomicBoolean();
    /** Written before it is posted to the owner. */
    private ReasonCode outcome = ReasonCode.SUCCESS;
    /** Likewise. */
    private boolean patient;

    Incoming(Received received, Inbox inbox, Consumer<Mailbox.Call> post) {
        this.received = received;
        this.inbox = inbox;
        this.post = post;
    }

    @Override
    public Message message() {
        return received.publish.message();
    }

    @Override
    public QoS qos() {
        return received.publish.qos();
    }

    @Override
    public boolean retain() {
        return received.publish.retain();
    }

    @Override
    public boolean isFor(TopicFilter filter) {
        return inbox.isFor(received.publish.message(), filter);
    }

    @Override
    public boolean dup() {
        return received.publish.dup();
    }

    @Override
    public void acknowledge() {
        if (acknowledged.compareAndSet(false, true)) {
            post.accept(this);
        }
    }

    @Override
    public void acknowledgeSoon() {
        if (acknowledged.compareAndSet(false, true)) {
            patient = true;
            post.accept(this);
        }
    }

    @Override
    public void refuse(ReasonCode reason) {
        if (!reason.isError()) {
            throw new IllegalArgumentException("a refusal says an error, not " + reason);
        }
        if (acknowledged.compareAndSet(false, true)) {
            outcome = reason;
            post.accept(this);
        }
    }

    @Override
    boolean isPatient() {
        return patient;
    }

    @Override
    void carryOut(long now) {
        if (outcome.isError()) {
            received.outcome = outcome;
        }
        inbox.acknowledged(received, now);
    }

    /** Nobody is left to tell the server; it delivers again. */
    @Override
    void abandon() {}

    @Override
    public String toString() {
        return "Delivery[" + received.publish + "]";
    }
}
