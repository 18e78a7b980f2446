package dev.mqttra.protocol.packet;

import java.util.Objects;

/** A will. Its delay and its message's properties are in the message's {@link Properties}. */
public record Will(Message message, QoS qos, boolean retain) {
    public Will {
        Objects.requireNonNull(message);
        Objects.requireNonNull(qos);
    }
}
