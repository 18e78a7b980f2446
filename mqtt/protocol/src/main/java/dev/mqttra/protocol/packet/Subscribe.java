package dev.mqttra.protocol.packet;

import java.util.List;
import java.util.Objects;

/** SUBSCRIBE: at least one subscription [MQTT-3.8.3-2]. */
public record Subscribe(int packetId, List<Subscription> subscriptions, Properties properties) implements Packet {
    public Subscribe {
        subscriptions = List.copyOf(subscriptions);
        Objects.requireNonNull(properties);
    }

    @Override
    public PacketType type() {
        return PacketType.SUBSCRIBE;
    }
}
