package dev.mqttra.ra.fake;

import dev.mqttra.client.Delivery;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A message that arrived, and whether it was acknowledged. */
public final class FakeDelivery implements Delivery {
    private final Message message;
    private final QoS qos;
    private volatile ReasonCode refusal;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final List<FakeDelivery> order;

    public FakeDelivery(String topic, byte[] payload, List<FakeDelivery> order) {
        this(new Message(TopicName.of(topic), payload), QoS.AT_LEAST_ONCE, order);
    }

    private FakeDelivery(Message message, QoS qos, List<FakeDelivery> order) {
        this.message = message;
        this.qos = qos;
        this.order = order;
    }

    /**
     * @param order gets the deliveries in the order they were acknowledged; thread-safe
     */
    public FakeDelivery(String topic, String payload, List<FakeDelivery> order) {
        this(topic, payload.getBytes(StandardCharsets.UTF_8), order);
    }

    /** The same message with properties of 5.0. */
    public FakeDelivery with(UnaryOperator<Properties.Builder> properties) {
        Properties built = properties.apply(Properties.builder()).build();
        return new FakeDelivery(new Message(message.topic(), message.payload(), built), qos, order);
    }

    /** The same message at another QoS. */
    public FakeDelivery at(QoS other) {
        return new FakeDelivery(message, other, order);
    }

    @Override
    public Message message() {
        return message;
    }

    @Override
    public QoS qos() {
        return qos;
    }

    @Override
    public boolean retain() {
        return false;
    }

    @Override
    public boolean isFor(TopicFilter filter) {
        return true;
    }

    @Override
    public boolean dup() {
        return false;
    }

    @Override
    public void acknowledge() {
        if (acknowledged.incrementAndGet() == 1) {
            order.add(this);
        }
    }

    @Override
    public void acknowledgeSoon() {
        acknowledge();
    }

    @Override
    public void refuse(ReasonCode reason) {
        refusal = reason;
        acknowledge();
    }

    /** What it was refused with, null where it was not. */
    public ReasonCode refusal() {
        return refusal;
    }

    /** How often {@link #acknowledge} was called. */
    public int acknowledgements() {
        return acknowledged.get();
    }

    @Override
    public String toString() {
        return message.toString();
    }
}
