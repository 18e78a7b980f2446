package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.ReasonCode;

final class PubRelCodec extends AcknowledgementCodec<PubRel> {
    PubRelCodec() {
        super(ReasonCodes.PUBREL_PUBCOMP);
    }

    @Override
    int flags(PubRel packet) {
        return 2; // [MQTT-3.6.1-1]
    }

    @Override
    PubRel make(int packetId, ReasonCode reason, Properties properties) {
        return new PubRel(packetId, reason, properties);
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
