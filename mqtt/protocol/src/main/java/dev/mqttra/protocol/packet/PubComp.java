package dev.mqttra.protocol.packet;

import java.util.Objects;

/** PUBCOMP, the end of a QoS 2 exchange. In 3.x there is no reason code on the wire and it is {@link ReasonCode#SUCCESS}. */
public record PubComp(int packetId, ReasonCode reason, Properties properties) implements Packet {
    public PubComp {
        Objects.requireNonNull(reason);
        Objects.requireNonNull(properties);
    }

    public PubComp(int packetId) {
        this(packetId, ReasonCode.SUCCESS, Properties.NONE);
    }

    public PubComp(int packetId, ReasonCode reason) {
        this(packetId, reason, Properties.NONE);
    }

    @Override
    public PacketType type() {
        return PacketType.PUBCOMP;
    }
}
