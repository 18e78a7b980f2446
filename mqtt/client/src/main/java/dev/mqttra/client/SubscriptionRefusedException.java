package dev.mqttra.client;

import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicFilter;

/** The server refused a subscription: what the stage of {@link MqttClient#subscribe} completes with. */
public final class SubscriptionRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient TopicFilter filter;
    private final ReasonCode reasonCode;

    SubscriptionRefusedException(TopicFilter filter, ReasonCode reasonCode) {
        super("the server refused the subscription to '" + filter + "': " + reasonCode, null, false, false);
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
