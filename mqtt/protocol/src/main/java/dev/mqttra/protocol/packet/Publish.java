package dev.mqttra.protocol.packet;

import java.util.Objects;

/**
 * PUBLISH: one copy of a message on its way.
 *
 * @param packetId 1 to 65535, 0 at QoS 0 where the packet has none
 */
public record Publish(Message message, QoS qos, boolean retain, boolean dup, int packetId) implements Packet {
    public Publish {
        Objects.requireNonNull(message);
        Objects.requireNonNull(qos);
    }

    @Override
    public PacketType type() {
        return PacketType.PUBLISH;
    }
}
