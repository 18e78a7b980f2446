package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.PingResp;
import java.nio.ByteBuffer;

final class PingRespCodec extends PacketCodec<PingResp> {

    @Override
    PingResp decode(PacketReader in, int flags) {
        return PingResp.INSTANCE;
    }

    @Override
    int length(PingResp packet, MqttVersion version) {
        return 0;
    }

    @Override
    void encode(PingResp packet, MqttVersion version, ByteBuffer out) {}
}
