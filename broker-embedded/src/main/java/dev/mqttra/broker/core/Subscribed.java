package dev.mqttra.broker.core;

import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.topic.TopicFilter;

/**
 * A subscription as the broker keeps it.
 *
 * @param identifier the subscription identifier that came with the SUBSCRIBE, 0 for none
 */
record Subscribed(Subscription subscription, int identifier) {

    TopicFilter filter() {
        return subscription.filter();
    }
}
