package dev.mqttra.broker.core;

import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.MqttVersion;
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

    /**
     * @param accepted whether CONNACK has accepted the client
     * @param why for the reason string; null for none
     * @param serverReference null for none
     */
    static void send(
            Link link,
            MqttVersion version,
            boolean accepted,
            ReasonCode reason,
            @Nullable String why,
            @Nullable String serverReference) {
        if (version == MqttVersion.V5_0) {
            Properties properties = properties(why, serverReference);
            link.send(
                    accepted ? new Disconnect(reason, properties) : new ConnAck(false, inConnAck(reason), properties));
        } else if (!accepted && hasReturnCode(reason)) { // [3.1.1 MQTT-3.2.2-6]
            link.send(new ConnAck(false, reason));
        }
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
            case UNSUPPORTED_PROTOCOL_VERSION,
                    CLIENT_IDENTIFIER_NOT_VALID,
                    BAD_USER_NAME_OR_PASSWORD,
                    NOT_AUTHORIZED,
                    BANNED,
                    BAD_AUTHENTICATION_METHOD,
                    SERVER_UNAVAILABLE,
                    SERVER_BUSY,
                    SERVER_SHUTTING_DOWN,
                    QUOTA_EXCEEDED,
                    USE_ANOTHER_SERVER,
                    SERVER_MOVED,
                    CONNECTION_RATE_EXCEEDED,
                    UNSPECIFIED_ERROR,
                    IMPLEMENTATION_SPECIFIC_ERROR -> true;
            default -> false;
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
