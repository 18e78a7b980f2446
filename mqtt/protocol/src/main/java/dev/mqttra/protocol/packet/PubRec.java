package dev.mqttra.protocol.packet;

import java.util.Objects;

/** PUBREC, the first answer to a QoS 2 PUBLISH. In 3.x there is no reason code on the wire and it is {@link ReasonCode#SUCCESS}. */
public record PubRec(int packetId, ReasonCode reason, Properties properties) implements Packet {
    public PubRec {
        Objects.requireNonNull(reason);
        Objects.requireNonNull(properties);
    }

    public PubRec(int packetId) {
        this(packetId, ReasonCode.SUCCESS, Properties.NONE);
    }

    public PubRec(int packetId, ReasonCode reason) {
        this(packetId, reason, Properties.NONE);
    }

    @Override
    public PacketType type() {
        return PacketType.PUBREC;
    }
}
