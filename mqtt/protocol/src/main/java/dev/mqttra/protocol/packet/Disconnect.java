package dev.mqttra.protocol.packet;

import java.util.Objects;

/** DISCONNECT. In 3.x there is no reason code on the wire and only a client sends it. */
public record Disconnect(ReasonCode reason, Properties properties) implements Packet {
    public Disconnect {
        Objects.requireNonNull(reason);
        Objects.requireNonNull(properties);
    }

    public Disconnect(ReasonCode reason) {
        this(reason, Properties.NONE);
    }

    @Override
    public PacketType type() {
        return PacketType.DISCONNECT;
    }
}
