package dev.mqttra.protocol.packet;

import java.util.Objects;

/** AUTH, in 5.0 only. */
public record Auth(ReasonCode reason, Properties properties) implements Packet {
    public Auth {
        Objects.requireNonNull(reason);
        Objects.requireNonNull(properties);
    }

    public Auth(ReasonCode reason) {
        this(reason, Properties.NONE);
    }

    @Override
    public PacketType type() {
        return PacketType.AUTH;
    }
}
