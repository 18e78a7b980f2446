package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.PacketType;
import dev.mqttra.protocol.packet.ReasonCode;

/** What the first byte of a packet may be, by version and direction [5.0 2.1.2, 2.1.3]. */
final class FixedHeader {
    private static final int CONNECT = bit(PacketType.CONNECT);
    private static final int PUBLISH = bit(PacketType.PUBLISH);
    private static final int FLAGS_2 = bit(PacketType.PUBREL) | bit(PacketType.SUBSCRIBE) | bit(PacketType.UNSUBSCRIBE);
    private static final int BOTH_WAYS = PUBLISH
            | bit(PacketType.PUBACK)
            | bit(PacketType.PUBREC)
            | bit(PacketType.PUBREL)
            | bit(PacketType.PUBCOMP);
    private static final int FROM_CLIENT = BOTH_WAYS
            | CONNECT
            | bit(PacketType.SUBSCRIBE)
            | bit(PacketType.UNSUBSCRIBE)
            | bit(PacketType.PINGREQ)
            | bit(PacketType.DISCONNECT);
    private static final int FROM_SERVER = BOTH_WAYS
            | bit(PacketType.CONNACK)
            | bit(PacketType.SUBACK)
            | bit(PacketType.UNSUBACK)
            | bit(PacketType.PINGRESP);
    private static final int FROM_SERVER_5 = FROM_SERVER | bit(PacketType.DISCONNECT) | bit(PacketType.AUTH);

    private FixedHeader() {}

    static void check(int first, MqttVersion version, boolean fromServer) throws ProtocolViolation {
        int type = first >> 4;
        int bit = 1 << type;
        boolean v5 = version == MqttVersion.V5_0;
        if (type == 0 || type == PacketType.AUTH.value() && !v5) {
            throw new ProtocolViolation(ReasonCode.MALFORMED_PACKET, "packet type " + type + " is reserved");
        }
        int allowed =
                fromServer ? v5 ? FROM_SERVER_5 : FROM_SERVER : v5 ? FROM_CLIENT | bit(PacketType.AUTH) : FROM_CLIENT;
        if ((bit & allowed) == 0) {
            throw new ProtocolViolation(
                    ReasonCode.PROTOCOL_ERROR,
                    PacketType.values()[type - 1] + " never comes from a " + (fromServer ? "server" : "client"));
        }
        if (bit != PUBLISH && bit != CONNECT) {
            checkFlags(bit, first & 0x0F, version);
        }
    }

    /** [MQTT-2.1.3-1]. In 3.1 the flags of SUBSCRIBE and the like are DUP and QoS 1, and others are merely unused. */
    private static void checkFlags(int bit, int flags, MqttVersion version) throws ProtocolViolation {
        boolean right = (bit & FLAGS_2) != 0
                ? flags == 2 || version == MqttVersion.V3_1 && (flags & 0b0110) == 2
                : flags == 0 || version == MqttVersion.V3_1;
        if (!right) {
            throw reservedFlags(flags);
        }
    }

    static ProtocolViolation reservedFlags(int flags) {
        return new ProtocolViolation(ReasonCode.MALFORMED_PACKET, "the reserved flags of the header are " + flags);
    }

    private static int bit(PacketType type) {
        return 1 << type.value();
    }
}
