package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.PingReq;
import java.nio.ByteBuffer;

final class PingReqCodec extends PacketCodec<PingReq> {

    @Override
    PingReq decode(PacketReader in, int flags) {
        return PingReq.INSTANCE;
    }

    @Override
    int length(PingReq packet, MqttVersion version) {
        return 0;
    }

    @Override
    void encode(PingReq packet, MqttVersion version, ByteBuffer out) {}
}
