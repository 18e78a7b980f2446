package dev.mqttra.protocol.packet;

import java.util.Objects;

/** CONNACK. The return codes 1 to 5 of 3.x are the reason codes 84, 85, 88, 86 and 87 here. */
public record ConnAck(boolean sessionPresent, ReasonCode reason, Properties properties) implements Packet {
    public ConnAck {
        Objects.requireNonNull(reason);
        Objects.requireNonNull(properties);
    }

    public ConnAck(boolean sessionPresent, ReasonCode reason) {
        this(sessionPresent, reason, Properties.NONE);
    }

    @Override
    public PacketType type() {
        return PacketType.CONNACK;
    }
}
