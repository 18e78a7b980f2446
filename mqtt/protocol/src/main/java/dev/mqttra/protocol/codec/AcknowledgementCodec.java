package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.ReasonCode;
import java.nio.ByteBuffer;
import java.util.Set;

/** The common form of PUBACK, PUBREC, PUBREL and PUBCOMP: in 5.0 a success needs no more than the identifier. */
abstract class AcknowledgementCodec<P extends Packet> extends PacketCodec<P> {
    private final Set<ReasonCode> allowed;

    AcknowledgementCodec(Set<ReasonCode> allowed) {
        this.allowed = allowed;
    }

    abstract P make(int packetId, ReasonCode reason, Properties properties);

    abstract int packetId(P packet);

    abstract ReasonCode reason(P packet);

    @Override
    abstract Properties properties(P packet);

    @Override
    P with(P packet, Properties properties) {
        return make(packetId(packet), reason(packet), properties);
    }

    @Override
    P decode(PacketReader in, int flags) throws ProtocolViolation {
        int packetId = in.packetId();
        if (!in.isV5() || in.remaining() == 0) {
            return make(packetId, ReasonCode.SUCCESS, Properties.NONE);
        }
        ReasonCode reason = ReasonCodes.read(in, allowed);
        Properties properties =
                in.remaining() == 0 ? Properties.NONE : PropertiesCodec.read(in, Carrier.ACKNOWLEDGEMENT);
        return make(packetId, reason, properties);
    }

    @Override
    int length(P packet, MqttVersion version) {
        Fields.checkPacketId(packetId(packet));
        if (version != MqttVersion.V5_0) {
            return 2;
        }
        ReasonCodes.check(reason(packet), allowed);
        if (properties(packet).isEmpty()) {
            return reason(packet) == ReasonCode.SUCCESS ? 2 : 3;
        }
        return 3 + PropertiesCodec.size(properties(packet), Carrier.ACKNOWLEDGEMENT);
    }

    @Override
    void encode(P packet, MqttVersion version, ByteBuffer out) {
        Fields.putPacketId(out, packetId(packet));
        boolean empty = properties(packet).isEmpty();
        if (version != MqttVersion.V5_0 || empty && reason(packet) == ReasonCode.SUCCESS) {
            return;
        }
        out.put((byte) reason(packet).value());
        if (!empty) {
            PropertiesCodec.write(properties(packet), out);
        }
    }
}
