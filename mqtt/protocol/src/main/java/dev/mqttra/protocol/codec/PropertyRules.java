package dev.mqttra.protocol.codec;

import static dev.mqttra.protocol.codec.Carrier.ACKNOWLEDGEMENT;
import static dev.mqttra.protocol.codec.Carrier.AUTH;
import static dev.mqttra.protocol.codec.Carrier.CONNACK;
import static dev.mqttra.protocol.codec.Carrier.CONNECT;
import static dev.mqttra.protocol.codec.Carrier.DISCONNECT;
import static dev.mqttra.protocol.codec.Carrier.PUBLISH;
import static dev.mqttra.protocol.codec.Carrier.SUBSCRIBE;
import static dev.mqttra.protocol.codec.Carrier.WILL;

import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.ReasonCode;
import java.util.EnumSet;
import java.util.Set;

/** Which packet may carry which property, from which side, with which values [5.0 2.2.2.2]. */
final class PropertyRules {
    /** By the property's ordinal, a bit for each carrier. */
    private static final int[] CARRIERS = new int[Property.values().length];

    static {
        for (Property property : Property.values()) {
            for (Carrier carrier : carriers(property)) {
                CARRIERS[property.ordinal()] |= 1 << carrier.ordinal();
            }
        }
    }

    private PropertyRules() {}

    private static Set<Carrier> carriers(Property property) {
        return switch (property) {
            case PAYLOAD_FORMAT_INDICATOR, MESSAGE_EXPIRY_INTERVAL, CONTENT_TYPE, RESPONSE_TOPIC, CORRELATION_DATA ->
                EnumSet.of(PUBLISH, WILL);
            case WILL_DELAY_INTERVAL -> EnumSet.of(WILL);
            case TOPIC_ALIAS -> EnumSet.of(PUBLISH);
            case SUBSCRIPTION_IDENTIFIER -> EnumSet.of(PUBLISH, SUBSCRIBE);
            case SESSION_EXPIRY_INTERVAL -> EnumSet.of(CONNECT, CONNACK, DISCONNECT);
            case RECEIVE_MAXIMUM, TOPIC_ALIAS_MAXIMUM, MAXIMUM_PACKET_SIZE -> EnumSet.of(CONNECT, CONNACK);
            case REQUEST_PROBLEM_INFORMATION, REQUEST_RESPONSE_INFORMATION -> EnumSet.of(CONNECT);
            case ASSIGNED_CLIENT_IDENTIFIER,
                    SERVER_KEEP_ALIVE,
                    RESPONSE_INFORMATION,
                    MAXIMUM_QOS,
                    RETAIN_AVAILABLE,
                    WILDCARD_SUBSCRIPTION_AVAILABLE,
                    SUBSCRIPTION_IDENTIFIER_AVAILABLE,
                    SHARED_SUBSCRIPTION_AVAILABLE -> EnumSet.of(CONNACK);
            case AUTHENTICATION_METHOD, AUTHENTICATION_DATA -> EnumSet.of(CONNECT, CONNACK, AUTH);
            case SERVER_REFERENCE -> EnumSet.of(CONNACK, DISCONNECT);
            case REASON_STRING -> EnumSet.of(CONNACK, DISCONNECT, AUTH, ACKNOWLEDGEMENT);
            case USER_PROPERTY -> EnumSet.allOf(Carrier.class);
        };
    }

    static boolean mayCarry(Carrier carrier, Property property) {
        return (CARRIERS[property.ordinal()] & 1 << carrier.ordinal()) != 0;
    }

    /** Whether only the other side sends it in that packet. */
    static boolean isWrongWay(Carrier carrier, Property property, boolean fromServer) {
        return switch (property) {
            case SUBSCRIPTION_IDENTIFIER -> carrier == PUBLISH && !fromServer; // [MQTT-3.3.4-6]
            case SESSION_EXPIRY_INTERVAL -> carrier == DISCONNECT && fromServer; // [MQTT-3.14.2-2]
            case SERVER_REFERENCE -> carrier == DISCONNECT && !fromServer;
            default -> false;
        };
    }

    /** A property may come once, but for these. */
    static boolean mayRepeat(Carrier carrier, Property property) {
        return property == Property.USER_PROPERTY || property == Property.SUBSCRIPTION_IDENTIFIER && carrier == PUBLISH;
    }

    static void checkNumber(Property property, long value) throws ProtocolViolation {
        boolean right =
                switch (property) {
                    case PAYLOAD_FORMAT_INDICATOR,
                            REQUEST_PROBLEM_INFORMATION,
                            REQUEST_RESPONSE_INFORMATION,
                            MAXIMUM_QOS,
                            RETAIN_AVAILABLE,
                            WILDCARD_SUBSCRIPTION_AVAILABLE,
                            SUBSCRIPTION_IDENTIFIER_AVAILABLE,
                            SHARED_SUBSCRIPTION_AVAILABLE -> value <= 1;
                    case RECEIVE_MAXIMUM, MAXIMUM_PACKET_SIZE, SUBSCRIPTION_IDENTIFIER -> value > 0;
                    default -> true;
                };
        if (!right) {
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, property + " is " + value);
        }
    }
}
