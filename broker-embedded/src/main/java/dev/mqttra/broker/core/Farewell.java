package dev.mqttra.broker.core;

import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * The last packet of a connection that the broker ends: CONNACK up to its acceptance, DISCONNECT from then on
 * [MQTT-3.14.0-1], and nothing where the version has no word for the reason.
 */
final class Farewell {
    private Farewell() {}

    /** DISCONNECT in 5.0; null in 3.x, where only a client sends it. */
    static @Nullable Packet disconnect(MqttVersion version, ReasonCode reason, @Nullable String why) {
        return version == MqttVersion.V5_0 ? new Disconnect(reason, properties(why, null)) : null;
    }

    /** CONNACK, null in 3.x where no return code fits [3.1.1 MQTT-3.2.2-6]. */
    static @Nullable Packet refusal(
            MqttVersion version, ReasonCode reason, @Nullable String why, @Nullable String serverReference) {
        if (version == MqttVersion.V5_0) {
            return new ConnAck(false, inConnAck(reason), properties(why, serverReference));
        }
        return hasReturnCode(reason) ? new ConnAck(false, reason) : null;
    }

    /** What a client does wrong after a CONNECT that is not answered yet may have a code that only DISCONNECT knows. */
    private static ReasonCode inConnAck(ReasonCode reason) {
        return switch (reason) {
            case TOPIC_FILTER_INVALID, TOPIC_ALIAS_INVALID, RECEIVE_MAXIMUM_EXCEEDED -> ReasonCode.PROTOCOL_ERROR;
            case SERVER_SHUTTING_DOWN -> ReasonCode.SERVER_UNAVAILABLE;
            default -> reason;
        };
    }

    private static boolean hasReturnCode(ReasonCode reason) {
        return switch (reason) {
            case MALFORMED_PACKET,
                    PROTOCOL_ERROR,
                    TOPIC_NAME_INVALID,
                    TOPIC_FILTER_INVALID,
                    TOPIC_ALIAS_INVALID,
                    RECEIVE_MAXIMUM_EXCEEDED,
                    PACKET_TOO_LARGE,
                    PAYLOAD_FORMAT_INVALID,
                    RETAIN_NOT_SUPPORTED,
                    QOS_NOT_SUPPORTED -> false;
            default -> true;
        };
    }

    private static Properties properties(@Nullable String why, @Nullable String serverReference) {
        Properties.Builder properties = Properties.builder();
        if (why != null) {
            properties.string(Property.REASON_STRING, why);
        }
        if (serverReference != null) {
            properties.string(Property.SERVER_REFERENCE, serverReference);
        }
        return properties.build();
    }
}
