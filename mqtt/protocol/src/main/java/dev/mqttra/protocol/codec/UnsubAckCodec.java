package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.UnsubAck;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

final class UnsubAckCodec extends PacketCodec<UnsubAck> {

    @Override
    UnsubAck decode(PacketReader in, int flags) throws ProtocolViolation {
        int packetId = in.packetId();
        if (!in.isV5()) {
            return new UnsubAck(packetId, List.of());
        }
        Properties properties = PropertiesCodec.read(in, Carrier.ACKNOWLEDGEMENT);
        List<ReasonCode> reasons = new ArrayList<>(1);
        do {
            reasons.add(ReasonCodes.read(in, ReasonCodes.UNSUBACK));
        } while (in.remaining() > 0);
        return new UnsubAck(packetId, reasons, properties);
    }

    @Override
    Properties properties(UnsubAck packet) {
        return packet.properties();
    }

    @Override
    UnsubAck with(UnsubAck packet, Properties properties) {
        return new UnsubAck(packet.packetId(), packet.reasons(), properties);
    }

    @Override
    int length(UnsubAck packet, MqttVersion version) {
        Fields.checkPacketId(packet.packetId());
        if (version != MqttVersion.V5_0) {
            return 2;
        }
        if (packet.reasons().isEmpty()) {
            throw new IllegalArgumentException("UNSUBACK of 5.0 has at least one reason code");
        }
        for (ReasonCode reason : packet.reasons()) {
            ReasonCodes.check(reason, ReasonCodes.UNSUBACK);
        }
        return 2
                + PropertiesCodec.size(packet.properties(), Carrier.ACKNOWLEDGEMENT)
                + packet.reasons().size();
    }

    @Override
    void encode(UnsubAck packet, MqttVersion version, ByteBuffer out) {
        Fields.putPacketId(out, packet.packetId());
        if (version == MqttVersion.V5_0) {
            PropertiesCodec.write(packet.properties(), out);
            for (ReasonCode reason : packet.reasons()) {
                out.put((byte) reason.value());
            }
        }
    }
}
