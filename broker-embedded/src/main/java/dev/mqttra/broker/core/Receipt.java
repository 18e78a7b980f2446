package dev.mqttra.broker.core;

import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.session.ReceiveFlow;
import org.jspecify.annotations.Nullable;

/**
 * The acknowledgement that a publisher of QoS 1 or 2 is owed: it leaves when the store has committed the batch and every
 * local session that the message matched has taken it over. Network sessions are never waited for.
 *
 * <p>A publisher inside the VM is acknowledged at the commit, as long as not too much of what it published waits for local
 * sessions: it lives and dies with the broker, and may be the one that they need to go on.
 */
final class Receipt {
    /** Its neighbours among the {@link Unanswered}, and since when it is one; that list's alone. */
    @Nullable
    Receipt older;

    @Nullable
    Receipt newer;

    long since;

    private final Inbound publisher;
    private final ReceiveFlow.Arrival arrival;
    private final int bytes;
    private final boolean atCommit;
    private ReasonCode reason = ReasonCode.SUCCESS;
    private boolean refused;
    private int waiting = 1;
    private boolean acknowledged;
    private boolean abandoned;

    /**
     * Waits for the commit from the beginning.
     *
     * @param atCommit whether its acknowledgement waits for nothing else
     */
    Receipt(Inbound publisher, ReceiveFlow.Arrival arrival, int bytes, boolean atCommit) {
        this.publisher = publisher;
        this.arrival = arrival;
        this.bytes = bytes;
        this.atCommit = atCommit;
    }

    /** What the acknowledgement says unless somebody who is waited for refuses. */
    void say(ReasonCode outcome) {
        reason = outcome;
    }

    /** One more to wait for. */
    void await() {
        waiting++;
    }

    /** The store has it. */
    void committed() {
        if (atCommit && !abandoned) {
            acknowledge();
        }
        done(ReasonCode.SUCCESS);
    }

    /**
     * One of those waited for is done; a refusal is passed on to the publisher. One of 3.x cannot be told, and must not
     * take it for a success: its connection is closed, and the message forgotten, so that a repeat is a new one.
     */
    void done(ReasonCode outcome) {
        if (outcome.isError()) {
            reason = outcome;
            refused = true;
        }
        if (--waiting == 0 && !abandoned) {
            if (refused && !acknowledged && !publisher.isToldReasons()) {
                publisher.abandon(arrival);
            } else {
                acknowledge();
            }
            publisher.release(this, bytes);
        }
    }

    private void acknowledge() {
        if (!acknowledged) {
            acknowledged = true;
            publisher.acknowledge(arrival, reason);
        }
    }

    /**
     * One of those waited for will never be done: nothing is acknowledged, the publisher's connection is closed and the
     * message forgotten, so that its client repeats it. Where it was acknowledged already, it ends with the session that
     * it waited for.
     */
    void abandon() {
        if (waiting > 0 && !abandoned) {
            abandoned = true;
            publisher.release(this, bytes);
            if (!acknowledged) {
                publisher.abandon(arrival);
            }
        }
    }

    /** Who is waited for takes too long, and keeps what it has: the publisher is told, or disconnected. */
    void timeOut() {
        if (publisher.isToldReasons()) {
            abandoned = true;
            publisher.release(this, bytes);
            publisher.acknowledge(arrival, ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
        } else {
            abandon();
        }
    }
}
