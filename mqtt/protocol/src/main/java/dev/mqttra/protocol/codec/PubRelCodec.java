package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.ReasonCode;

/** In 3.1 the flags are DUP and QoS 1, from 3.1.1 on a fixed 2 [MQTT-3.6.1-1]. */
final class PubRelCodec extends AcknowledgementCodec<PubRel> {
    private static final int DUP = 0x08;

    PubRelCodec() {
        super(ReasonCodes.PUBREL_PUBCOMP);
    }

    @Override
    PubRel decode(PacketReader in, int flags) throws ProtocolViolation {
        PubRel packet = super.decode(in, flags);
        return (flags & DUP) == 0 ? packet : PubRel.again(packet.packetId());
    }

    @Override
    int flags(PubRel packet, MqttVersion version) {
        return packet.dup() && version == MqttVersion.V3_1 ? 2 | DUP : 2;
    }

    @Override
    PubRel make(int packetId, ReasonCode reason, Properties properties) {
        return new PubRel(packetId, reason, properties, false);
    }

    @Override
    PubRel with(PubRel packet, Properties properties) {
        return new PubRel(packet.packetId(), packet.reason(), properties, packet.dup());
    }

    @Override
    int packetId(PubRel packet) {
        return packet.packetId();
    }

    @Override
    ReasonCode reason(PubRel packet) {
        return packet.reason();
    }

    @Override
    Properties properties(PubRel packet) {
        return packet.properties();
    }
}
