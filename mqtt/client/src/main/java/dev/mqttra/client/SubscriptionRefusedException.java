package dev.mqttra.client;

import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicFilter;

/** The server refused a subscription, or has said that it supports none of the kind: what the stage of {@link MqttClient#subscribe} completes with. */
public final class SubscriptionRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient TopicFilter filter;
    private final ReasonCode reasonCode;

    /** @param why the end of the message */
    SubscriptionRefusedException(TopicFilter filter, ReasonCode reasonCode, String why) {
        super("the server refused the subscription to '" + filter + "': " + reasonCode + why, null, false, false);
        this.filter = filter;
        this.reasonCode = reasonCode;
    }

    public TopicFilter filter() {
        return filter;
    }

    public ReasonCode reasonCode() {
        return reasonCode;
    }
}
