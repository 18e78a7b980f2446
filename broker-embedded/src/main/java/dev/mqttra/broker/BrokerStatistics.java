package dev.mqttra.broker;

/**
 * What the broker has done and holds, at the end of one of its last batches. Numbers of one snapshot may be apart by one
 * batch. Counters count from the broker's start.
 *
 * @param connections links that are open now, in the VM or from the network
 * @param sessions sessions that exist now, connected or not
 * @param subscriptions subscriptions that exist now
 * @param retained retained messages that are stored now
 * @param received PUBLISH packets received, repeats of QoS 2 not counted
 * @param delivered PUBLISH packets handed to links, repeats not counted
 * @param queued copies of messages that wait for clients now, in flight not counted
 * @param sharedSubscriptions subscriptions that exist now and are shared ({@code $share/}), counted above too
 * @param expired copies of messages that were not delivered because their time was over
 * @param tooLarge copies of messages that were not delivered because they are larger than their client takes
 * @param dropped copies of messages that were not delivered because a bound was reached
 * @param refusedPublishes PUBLISH packets and wills that the {@link Authorizer} refused
 * @param accepted connections accepted with CONNACK 0
 * @param refused connections refused: by CONNACK, by the bound of connections, or for not sending CONNECT in time
 * @param violations connections closed because the peer broke the protocol
 * @param failures connections closed because the broker failed on one of their packets: a defect, see the log
 */
public record BrokerStatistics(
        long connections,
        long sessions,
        long subscriptions,
        long retained,
        long received,
        long delivered,
        long queued,
        long sharedSubscriptions,
        long expired,
        long tooLarge,
        long dropped,
        long refusedPublishes,
        long accepted,
        long refused,
        long violations,
        long failures) {}
