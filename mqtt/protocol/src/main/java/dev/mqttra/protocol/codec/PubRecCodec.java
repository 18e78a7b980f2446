package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.ReasonCode;

final class PubRecCodec extends AcknowledgementCodec<PubRec> {
    PubRecCodec() {
        super(ReasonCodes.PUBACK_PUBREC);
    }

    @Override
    PubRec make(int packetId, ReasonCode reason, Properties properties) {
        return new PubRec(packetId, reason, properties);
    }

    @Override
    int packetId(PubRec packet) {
        return packet.packetId();
    }

    @Override
    ReasonCode reason(PubRec packet) {
        return packet.reason();
    }

    @Override
    Properties properties(PubRec packet) {
        return packet.properties();
    }
}
