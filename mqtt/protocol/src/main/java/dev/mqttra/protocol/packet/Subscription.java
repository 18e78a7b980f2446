package dev.mqttra.protocol.packet;

import dev.mqttra.protocol.topic.TopicFilter;
import java.util.Objects;

/** One entry of a SUBSCRIBE. In 3.x there is only the filter and the maximum QoS. */
public record Subscription(
        TopicFilter filter, QoS qos, boolean noLocal, boolean retainAsPublished, RetainHandling retainHandling) {

    /** When retained messages are sent at subscription. The ordinal is the value on the wire. */
    public enum RetainHandling {
        SEND,
        SEND_IF_NEW,
        DO_NOT_SEND
    }

    public Subscription {
        Objects.requireNonNull(filter);
        Objects.requireNonNull(qos);
        Objects.requireNonNull(retainHandling);
    }

    public Subscription(TopicFilter filter, QoS qos) {
        this(filter, qos, false, false, RetainHandling.SEND);
    }
}
