package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.ReasonCode;

final class PubAckCodec extends AcknowledgementCodec<PubAck> {
    PubAckCodec() {
        super(ReasonCodes.PUBACK_PUBREC);
    }

    @Override
    PubAck make(int packetId, ReasonCode reason, Properties properties) {
        return new PubAck(packetId, reason, properties);
    }

    @Override
    int packetId(PubAck packet) {
        return packet.packetId();
    }

    @Override
    ReasonCode reason(PubAck packet) {
        return packet.reason();
    }

    @Override
    Properties properties(PubAck packet) {
        return packet.properties();
    }
}
