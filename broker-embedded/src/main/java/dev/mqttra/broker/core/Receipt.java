package dev.mqttra.broker.core;

import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.session.ReceiveFlow;

/**
 * The acknowledgement that a publisher of QoS 1 or 2 is owed: it leaves when the store has committed the batch and every
 * local session that the message matched has taken it over. Network sessions are never waited for.
 */
final class Receipt {
    private final Inbound publisher;
    private final ReceiveFlow.Arrival arrival;
    private final int bytes;
    private ReasonCode reason = ReasonCode.SUCCESS;
    private int waiting = 1;
    private boolean abandoned;

    /** Waits for the commit from the beginning. */
    Receipt(Inbound publisher, ReceiveFlow.Arrival arrival, int bytes) {
        this.publisher = publisher;
        this.arrival = arrival;
        this.bytes = bytes;
    }

    /** What the acknowledgement says unless somebody who is waited for refuses. */
    void say(ReasonCode outcome) {
        reason = outcome;
    }

    /** One more to wait for. */
    void await() {
        waiting++;
    }

    /** One of those waited for is done; a refusal is passed on to the publisher, where its version can say it. */
    void done(ReasonCode outcome) {
        if (outcome.isError()) {
            reason = outcome;
        }
        if (--waiting == 0 && !abandoned) {
            publisher.acknowledge(arrival, reason, bytes);
        }
    }

    /**
     * One of those waited for will never be done: nothing is acknowledged, the publisher's connection is closed and the
     * message forgotten, so that its client repeats it.
     */
    void abandon() {
        if (waiting > 0 && !abandoned) {
            abandoned = true;
            publisher.abandon(arrival, bytes);
        }
    }
}
