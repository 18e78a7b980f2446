package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.SubAck;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

final class SubAckCodec extends PacketCodec<SubAck> {

    @Override
    SubAck decode(PacketReader in, int flags) throws ProtocolViolation {
        int packetId = in.packetId();
        Properties properties = in.isV5() ? PropertiesCodec.read(in, Carrier.ACKNOWLEDGEMENT) : Properties.NONE;
        // Brokers send the failure of 3.1.1 to clients of 3.1 too.
        Set<ReasonCode> allowed = in.isV5() ? ReasonCodes.SUBACK : ReasonCodes.SUBACK_3;
        List<ReasonCode> reasons = new ArrayList<>(1);
        do {
            reasons.add(ReasonCodes.read(in, allowed));
        } while (in.remaining() > 0);
        return new SubAck(packetId, reasons, properties);
    }

    @Override
    Properties properties(SubAck packet) {
        return packet.properties();
    }

    @Override
    SubAck with(SubAck packet, Properties properties) {
        return new SubAck(packet.packetId(), packet.reasons(), properties);
    }

    @Override
    int length(SubAck packet, MqttVersion version) {
        if (packet.reasons().isEmpty()) {
            throw new IllegalArgumentException("SUBACK has at least one reason code");
        }
        Fields.checkPacketId(packet.packetId());
        for (ReasonCode reason : packet.reasons()) {
            ReasonCodes.check(reason, ReasonCodes.SUBACK);
        }
        int properties =
                version == MqttVersion.V5_0 ? PropertiesCodec.size(packet.properties(), Carrier.ACKNOWLEDGEMENT) : 0;
        return 2 + properties + packet.reasons().size();
    }

    @Override
    void encode(SubAck packet, MqttVersion version, ByteBuffer out) {
        Fields.putPacketId(out, packet.packetId());
        if (version == MqttVersion.V5_0) {
            PropertiesCodec.write(packet.properties(), out);
        }
        for (ReasonCode reason : packet.reasons()) {
            out.put((byte) value(reason, version));
        }
    }

    /** 3.1.1 knows one failure, 3.1 none: there a refused subscription is granted and stays silent. */
    private static int value(ReasonCode reason, MqttVersion version) {
        if (version == MqttVersion.V5_0 || !reason.isError()) {
            return reason.value();
        }
        return version == MqttVersion.V3_1 ? 0 : ReasonCode.UNSPECIFIED_ERROR.value();
    }
}
