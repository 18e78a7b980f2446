package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.Unsubscribe;
import dev.mqttra.protocol.topic.TopicFilter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

final class UnsubscribeCodec extends PacketCodec<Unsubscribe> {

    @Override
    Unsubscribe decode(PacketReader in, int flags) throws ProtocolViolation {
        int packetId = in.packetId();
        Properties properties = in.isV5() ? PropertiesCodec.read(in, Carrier.UNSUBSCRIBE) : Properties.NONE;
        List<TopicFilter> filters = new ArrayList<>(1);
        do {
            if (in.remaining() == 0) {
                throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "UNSUBSCRIBE without a topic filter");
            }
            filters.add(in.filter());
        } while (in.remaining() > 0);
        return new Unsubscribe(packetId, filters, properties);
    }

    @Override
    int flags(Unsubscribe packet, MqttVersion version) {
        return 2; // [MQTT-3.10.1-1]
    }

    @Override
    int length(Unsubscribe packet, MqttVersion version) {
        if (packet.filters().isEmpty()) {
            throw new IllegalArgumentException("UNSUBSCRIBE has at least one topic filter");
        }
        Fields.checkPacketId(packet.packetId());
        int length = 2;
        if (version == MqttVersion.V5_0) {
            length += PropertiesCodec.size(packet.properties(), Carrier.UNSUBSCRIBE);
        }
        for (TopicFilter filter : packet.filters()) {
            length = Math.addExact(length, Fields.stringSize(filter.toString()));
        }
        return length;
    }

    @Override
    void encode(Unsubscribe packet, MqttVersion version, ByteBuffer out) {
        Fields.putPacketId(out, packet.packetId());
        if (version == MqttVersion.V5_0) {
            PropertiesCodec.write(packet.properties(), out);
        }
        for (TopicFilter filter : packet.filters()) {
            Fields.putString(out, filter.toString());
        }
    }
}
