package dev.mqttra.protocol.packet;

import java.util.List;
import java.util.Objects;

/** UNSUBACK: in 5.0 a code for each filter, in order; in 3.x none on the wire. */
public record UnsubAck(int packetId, List<ReasonCode> reasons, Properties properties) implements Packet {
    public UnsubAck {
        reasons = List.copyOf(reasons);
        Objects.requireNonNull(properties);
    }

    public UnsubAck(int packetId, List<ReasonCode> reasons) {
        this(packetId, reasons, Properties.NONE);
    }

    @Override
    public PacketType type() {
        return PacketType.UNSUBACK;
    }
}
