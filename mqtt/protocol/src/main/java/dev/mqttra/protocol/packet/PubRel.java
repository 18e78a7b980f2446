package dev.mqttra.protocol.packet;

import java.util.Objects;

/**
 * PUBREL, the release of a QoS 2 PUBLISH. In 3.x there is no reason code on the wire and it is {@link ReasonCode#SUCCESS}.
 *
 * @param dup whether it was sent before; on the wire in 3.1 only [3.1 2.1]
 */
public record PubRel(int packetId, ReasonCode reason, Properties properties, boolean dup) implements Packet {
    public PubRel {
        Objects.requireNonNull(reason);
        Objects.requireNonNull(properties);
    }

    public PubRel(int packetId) {
        this(packetId, ReasonCode.SUCCESS, Properties.NONE, false);
    }

    public PubRel(int packetId, ReasonCode reason) {
        this(packetId, reason, Properties.NONE, false);
    }

    /** The release of a PUBLISH that was released before. */
    public static PubRel again(int packetId) {
        return new PubRel(packetId, ReasonCode.SUCCESS, Properties.NONE, true);
    }

    @Override
    public PacketType type() {
        return PacketType.PUBREL;
    }
}
