package dev.mqttra.protocol.packet;

import dev.mqttra.protocol.topic.TopicName;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An application message: what a publisher says, without how one copy of it travels (QoS, DUP, packet identifier). One
 * instance is shared by every subscriber's queue; the payload is not copied again after it was decoded.
 *
 * @param topic the topic name, never an alias
 * @param payload the payload, shared: not to be modified
 * @param properties those that are forwarded unaltered; no topic alias and no subscription identifier of the publisher
 * @param publisher who published it as the broker knows it, null where nobody said. Never on the wire, so that nobody
 *     can forge it
 */
public record Message(
        TopicName topic,
        byte[] payload,
        Properties properties,
        @Nullable Publisher publisher) {
    public Message {
        Objects.requireNonNull(topic);
        Objects.requireNonNull(payload);
        Objects.requireNonNull(properties);
    }

    public Message(TopicName topic, byte[] payload) {
        this(topic, payload, Properties.NONE, null);
    }

    public Message(TopicName topic, byte[] payload, Properties properties) {
        this(topic, payload, properties, null);
    }

    /** This message with its publisher. */
    public Message from(Publisher newPublisher) {
        return new Message(topic, payload, properties, newPublisher);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Message that
                && topic.equals(that.topic)
                && Arrays.equals(payload, that.payload)
                && properties.equals(that.properties)
                && Objects.equals(publisher, that.publisher);
    }

    @Override
    public int hashCode() {
        return 31 * topic.hashCode() + Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        return "Message[" + topic + ", " + payload.length + " bytes" + (properties.isEmpty() ? "" : ", " + properties)
                + "]";
    }
}
