package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.ReasonCode;
import java.nio.ByteBuffer;

final class DisconnectCodec extends PacketCodec<Disconnect> {

    @Override
    Disconnect decode(PacketReader in, int flags) throws ProtocolViolation {
        if (!in.isV5() || in.remaining() == 0) {
            return new Disconnect(ReasonCode.SUCCESS);
        }
        ReasonCode reason = ReasonCodes.read(
                in, in.fromServer ? ReasonCodes.DISCONNECT_FROM_SERVER : ReasonCodes.DISCONNECT_FROM_CLIENT);
        Properties properties = in.remaining() == 0 ? Properties.NONE : PropertiesCodec.read(in, Carrier.DISCONNECT);
        return new Disconnect(reason, properties);
    }

    @Override
    Properties properties(Disconnect packet) {
        return packet.properties();
    }

    @Override
    Disconnect with(Disconnect packet, Properties properties) {
        return new Disconnect(packet.reason(), properties);
    }

    @Override
    int length(Disconnect packet, MqttVersion version) {
        if (version != MqttVersion.V5_0) {
            return 0;
        }
        ReasonCodes.check(packet.reason(), ReasonCodes.DISCONNECT);
        if (packet.properties().isEmpty()) {
            return packet.reason() == ReasonCode.SUCCESS ? 0 : 1;
        }
        return 1 + PropertiesCodec.size(packet.properties(), Carrier.DISCONNECT);
    }

    @Override
    void encode(Disconnect packet, MqttVersion version, ByteBuffer out) {
        boolean empty = packet.properties().isEmpty();
        if (version != MqttVersion.V5_0 || empty && packet.reason() == ReasonCode.SUCCESS) {
            return;
        }
        out.put((byte) packet.reason().value());
        if (!empty) {
            PropertiesCodec.write(packet.properties(), out);
        }
    }
}
