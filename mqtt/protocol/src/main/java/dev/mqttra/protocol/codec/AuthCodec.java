package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.Auth;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.ReasonCode;
import java.nio.ByteBuffer;

/** The method is mandatory [5.0 3.15.2.2.2], so that the short forms of the header are all protocol errors. */
final class AuthCodec extends PacketCodec<Auth> {

    @Override
    Auth decode(PacketReader in, int flags) throws ProtocolViolation {
        ReasonCode reason = in.remaining() == 0
                ? ReasonCode.SUCCESS
                : ReasonCodes.read(in, in.fromServer ? ReasonCodes.AUTH_FROM_SERVER : ReasonCodes.AUTH_FROM_CLIENT);
        Properties properties = in.remaining() == 0 ? Properties.NONE : PropertiesCodec.read(in, Carrier.AUTH);
        if (!properties.has(Property.AUTHENTICATION_METHOD)) {
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "AUTH without an authentication method");
        }
        return new Auth(reason, properties);
    }

    @Override
    Properties properties(Auth packet) {
        return packet.properties();
    }

    @Override
    Auth with(Auth packet, Properties properties) {
        return new Auth(packet.reason(), properties);
    }

    @Override
    int length(Auth packet, MqttVersion version) {
        if (version != MqttVersion.V5_0) {
            throw new IllegalArgumentException("there is no AUTH in " + version);
        }
        ReasonCodes.check(packet.reason(), ReasonCodes.AUTH);
        if (!packet.properties().has(Property.AUTHENTICATION_METHOD)) {
            throw new IllegalArgumentException("AUTH has an authentication method");
        }
        return 1 + PropertiesCodec.size(packet.properties(), Carrier.AUTH);
    }

    @Override
    void encode(Auth packet, MqttVersion version, ByteBuffer out) {
        out.put((byte) packet.reason().value());
        PropertiesCodec.write(packet.properties(), out);
    }
}
