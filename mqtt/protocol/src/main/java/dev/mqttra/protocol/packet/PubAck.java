package dev.mqttra.protocol.packet;

import java.util.Objects;

/** PUBACK, the answer to a QoS 1 PUBLISH. In 3.x there is no reason code on the wire and it is {@link ReasonCode#SUCCESS}. */
public record PubAck(int packetId, ReasonCode reason, Properties properties) implements Packet {
    public PubAck {
        Objects.requireNonNull(reason);
        Objects.requireNonNull(properties);
    }

    public PubAck(int packetId) {
        this(packetId, ReasonCode.SUCCESS, Properties.NONE);
    }

    public PubAck(int packetId, ReasonCode reason) {
        this(packetId, reason, Properties.NONE);
    }

    @Override
    public PacketType type() {
        return PacketType.PUBACK;
    }
}
