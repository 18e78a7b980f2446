package dev.mqttra.protocol.packet;

import java.util.List;
import java.util.Objects;

/** SUBACK: a code for each subscription, in order. The failure of 3.1.1 (80) is {@link ReasonCode#UNSPECIFIED_ERROR}. */
public record SubAck(int packetId, List<ReasonCode> reasons, Properties properties) implements Packet {
    public SubAck {
        reasons = List.copyOf(reasons);
        Objects.requireNonNull(properties);
    }

    public SubAck(int packetId, List<ReasonCode> reasons) {
        this(packetId, reasons, Properties.NONE);
    }

    @Override
    public PacketType type() {
        return PacketType.SUBACK;
    }
}
