package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.ReasonCode;

final class PubCompCodec extends AcknowledgementCodec<PubComp> {
    PubCompCodec() {
        super(ReasonCodes.PUBREL_PUBCOMP);
    }

    @Override
    PubComp make(int packetId, ReasonCode reason, Properties properties) {
        return new PubComp(packetId, reason, properties);
    }

    @Override
    int packetId(PubComp packet) {
        return packet.packetId();
    }

    @Override
    ReasonCode reason(PubComp packet) {
        return packet.reason();
    }

    @Override
    Properties properties(PubComp packet) {
        return packet.properties();
    }
}
