package dev.mqttra.protocol.packet;

import java.util.Objects;

/** PUBREL, the release of a QoS 2 PUBLISH. In 3.x there is no reason code on the wire and it is {@link ReasonCode#SUCCESS}. */
public record PubRel(int packetId, ReasonCode reason, Properties properties) implements Packet {
    public PubRel {
        Objects.requireNonNull(reason);
        Objects.requireNonNull(properties);
    }

    public PubRel(int packetId) {
        this(packetId, ReasonCode.SUCCESS, Properties.NONE);
    }

    public PubRel(int packetId, ReasonCode reason) {
        this(packetId, reason, Properties.NONE);
    }

    @Override
    public PacketType type() {
        return PacketType.PUBREL;
    }
}
