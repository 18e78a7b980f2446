package dev.mqttra.ra.inbound;

import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.ra.hosted.Delays;
import dev.mqttra.ra.log.Log;
import dev.mqttra.ra.log.OnceAMinute;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bounds how many messages of QoS 0 wait for a bean, and drops when there are too many: QoS 0 says that the newest
 * values may matter more than all of them. Messages arrive by one thread, the client's owner; they are taken by any. A
 * message that a bean has got is none of the buffer's, also when it failed.
 */
final class QosZeroBuffer {
    private final String bean;
    private final Policy policy;
    private final DeliveryQueue queue;
    private final Delays clock;
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();
    private final OnceAMinute telling = new OnceAMinute();

    /**
     * What is bounded.
     *
     * @param messages from 1 on
     * @param dropOldest whether the one that waits longest goes, otherwise the one that has just arrived
     */
    public record Policy(int messages, boolean dropOldest) {}

    QosZeroBuffer(String bean, Policy policy, DeliveryQueue queue, Delays clock) {
        this.bean = bean;
        this.policy = policy;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * A message has arrived.
     *
     * @return whether it is to be delivered; otherwise it was dropped, and is acknowledged
     */
    boolean admits(PendingDelivery arrived) {
        if (arrived.qos() != QoS.AT_MOST_ONCE) {
            return true;
        }
        if (waiting.get() >= policy.messages()) {
            PendingDelivery drop = policy.dropOldest() ? queue.removeBuffered() : arrived;
            // None is there where all were taken this moment.
            if (drop != null) {
                taken(drop);
                drop.acknowledge(true);
                dropped.increment();
                if (telling.isDue(clock.now())) {
                    Log.qosZeroDropped(bean, dropped.sum(), policy.messages());
                }
            }
            if (drop == arrived) {
                return false;
            }
        }
        arrived.buffered(true);
        waiting.incrementAndGet();
        return true;
    }

    /** What was waiting goes to a bean. */
    void taken(Pending pending) {
        for (PendingDelivery part : pending.parts()) {
            if (part.isBuffered()) {
                part.buffered(false);
                waiting.decrementAndGet();
            }
        }
    }

    long droppedCount() {
        return dropped.sum();
    }
}
