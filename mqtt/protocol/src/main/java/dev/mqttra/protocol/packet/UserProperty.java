package dev.mqttra.protocol.packet;

import java.util.Objects;

/** A user property of 5.0: names may repeat, the order is kept [MQTT-3.3.2-18]. */
public record UserProperty(String name, String value) {
    public UserProperty {
        Objects.requireNonNull(name);
        Objects.requireNonNull(value);
    }
}
