package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.ReasonCode;
import java.nio.ByteBuffer;

final class ConnAckCodec extends PacketCodec<ConnAck> {
    /** By the return code of 3.x. */
    private static final ReasonCode[] RETURN_CODES = {
        ReasonCode.SUCCESS,
        ReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
        ReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
        ReasonCode.SERVER_UNAVAILABLE,
        ReasonCode.BAD_USER_NAME_OR_PASSWORD,
        ReasonCode.NOT_AUTHORIZED
    };

    @Override
    ConnAck decode(PacketReader in, int flags) throws ProtocolViolation {
        int acknowledgeFlags = in.oneByte();
        if (in.version == MqttVersion.V3_1) {
            acknowledgeFlags = 0; // reserved there, and to be ignored
        }
        if (acknowledgeFlags > 1) {
            throw PacketReader.malformed("reserved flags of CONNACK are set");
        }
        if (in.isV5() && in.remaining() == 1) {
            // Not judged by its code, which is another version's: a server of 3.x refuses 5.0 with it.
            throw PacketReader.malformed("CONNACK without properties is of 3.x");
        }
        ReasonCode reason = in.isV5() ? ReasonCodes.read(in, ReasonCodes.CONNACK) : returnCode(in.oneByte());
        if (acknowledgeFlags == 1 && reason != ReasonCode.SUCCESS) {
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "session present in a refusal");
        }
        Properties properties = in.isV5() ? PropertiesCodec.read(in, Carrier.CONNACK) : Properties.NONE;
        return new ConnAck(acknowledgeFlags == 1, reason, properties);
    }

    private static ReasonCode returnCode(int code) throws ProtocolViolation {
        if (code >= RETURN_CODES.length) {
            throw PacketReader.malformed("return code " + code + " is reserved");
        }
        return RETURN_CODES[code];
    }

    @Override
    Properties properties(ConnAck packet) {
        return packet.properties();
    }

    @Override
    ConnAck with(ConnAck packet, Properties properties) {
        return new ConnAck(packet.sessionPresent(), packet.reason(), properties);
    }

    @Override
    int length(ConnAck packet, MqttVersion version) {
        if (packet.sessionPresent() && packet.reason() != ReasonCode.SUCCESS) {
            throw new IllegalArgumentException("a refusal has no session present");
        }
        if (version == MqttVersion.V5_0) {
            ReasonCodes.check(packet.reason(), ReasonCodes.CONNACK);
            return 2 + PropertiesCodec.size(packet.properties(), Carrier.CONNACK);
        }
        returnCode(packet.reason());
        return 2;
    }

    @Override
    void encode(ConnAck packet, MqttVersion version, ByteBuffer out) {
        boolean present = packet.sessionPresent() && version != MqttVersion.V3_1;
        out.put((byte) (present ? 1 : 0));
        if (version == MqttVersion.V5_0) {
            out.put((byte) packet.reason().value());
            PropertiesCodec.write(packet.properties(), out);
        } else {
            out.put((byte) returnCode(packet.reason()));
        }
    }

    /** The nearest return code; where none tells the truth a server closes without CONNACK [3.1.1 MQTT-3.2.2-6]. */
    private static int returnCode(ReasonCode reason) {
        return switch (reason) {
            case SUCCESS -> 0;
            case UNSUPPORTED_PROTOCOL_VERSION -> 1;
            case CLIENT_IDENTIFIER_NOT_VALID -> 2;
            case SERVER_UNAVAILABLE,
                    SERVER_BUSY,
                    QUOTA_EXCEEDED,
                    USE_ANOTHER_SERVER,
                    SERVER_MOVED,
                    CONNECTION_RATE_EXCEEDED,
                    SERVER_SHUTTING_DOWN,
                    UNSPECIFIED_ERROR,
                    IMPLEMENTATION_SPECIFIC_ERROR -> 3;
            case BAD_USER_NAME_OR_PASSWORD -> 4;
            case NOT_AUTHORIZED, BANNED, BAD_AUTHENTICATION_METHOD -> 5;
            default -> throw new IllegalArgumentException("no return code of 3.x says " + reason);
        };
    }
}
