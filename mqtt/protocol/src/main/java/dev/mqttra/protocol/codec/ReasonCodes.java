package dev.mqttra.protocol.codec;

import static dev.mqttra.protocol.packet.ReasonCode.*;

import dev.mqttra.protocol.packet.ReasonCode;
import java.util.EnumSet;
import java.util.Set;

/** Which packet may carry which reason code [5.0 2.4], by the tables of the packets themselves. */
final class ReasonCodes {
    static final Set<ReasonCode> CONNACK = EnumSet.of(
            SUCCESS,
            UNSPECIFIED_ERROR,
            MALFORMED_PACKET,
            PROTOCOL_ERROR,
            IMPLEMENTATION_SPECIFIC_ERROR,
            UNSUPPORTED_PROTOCOL_VERSION,
            CLIENT_IDENTIFIER_NOT_VALID,
            BAD_USER_NAME_OR_PASSWORD,
            NOT_AUTHORIZED,
            SERVER_UNAVAILABLE,
            SERVER_BUSY,
            BANNED,
            BAD_AUTHENTICATION_METHOD,
            TOPIC_NAME_INVALID,
            PACKET_TOO_LARGE,
            QUOTA_EXCEEDED,
            PAYLOAD_FORMAT_INVALID,
            RETAIN_NOT_SUPPORTED,
            QOS_NOT_SUPPORTED,
            USE_ANOTHER_SERVER,
            SERVER_MOVED,
            CONNECTION_RATE_EXCEEDED);
    static final Set<ReasonCode> PUBACK_PUBREC = EnumSet.of(
            SUCCESS,
            NO_MATCHING_SUBSCRIBERS,
            UNSPECIFIED_ERROR,
            IMPLEMENTATION_SPECIFIC_ERROR,
            NOT_AUTHORIZED,
            TOPIC_NAME_INVALID,
            PACKET_IDENTIFIER_IN_USE,
            QUOTA_EXCEEDED,
            PAYLOAD_FORMAT_INVALID);
    static final Set<ReasonCode> PUBREL_PUBCOMP = EnumSet.of(SUCCESS, PACKET_IDENTIFIER_NOT_FOUND);
    static final Set<ReasonCode> SUBACK = EnumSet.of(
            SUCCESS,
            GRANTED_QOS_1,
            GRANTED_QOS_2,
            UNSPECIFIED_ERROR,
            IMPLEMENTATION_SPECIFIC_ERROR,
            NOT_AUTHORIZED,
            TOPIC_FILTER_INVALID,
            PACKET_IDENTIFIER_IN_USE,
            QUOTA_EXCEEDED,
            SHARED_SUBSCRIPTIONS_NOT_SUPPORTED,
            SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED,
            WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED);
    static final Set<ReasonCode> SUBACK_3 = EnumSet.of(SUCCESS, GRANTED_QOS_1, GRANTED_QOS_2, UNSPECIFIED_ERROR);
    static final Set<ReasonCode> UNSUBACK = EnumSet.of(
            SUCCESS,
            NO_SUBSCRIPTION_EXISTED,
            UNSPECIFIED_ERROR,
            IMPLEMENTATION_SPECIFIC_ERROR,
            NOT_AUTHORIZED,
            TOPIC_FILTER_INVALID,
            PACKET_IDENTIFIER_IN_USE);
    static final Set<ReasonCode> AUTH_FROM_SERVER = EnumSet.of(SUCCESS, CONTINUE_AUTHENTICATION);
    static final Set<ReasonCode> AUTH_FROM_CLIENT = EnumSet.of(CONTINUE_AUTHENTICATION, RE_AUTHENTICATE);
    static final Set<ReasonCode> AUTH = EnumSet.of(SUCCESS, CONTINUE_AUTHENTICATION, RE_AUTHENTICATE);
    private static final Set<ReasonCode> DISCONNECT_BOTH = EnumSet.of(
            SUCCESS,
            UNSPECIFIED_ERROR,
            MALFORMED_PACKET,
            PROTOCOL_ERROR,
            IMPLEMENTATION_SPECIFIC_ERROR,
            TOPIC_NAME_INVALID,
            RECEIVE_MAXIMUM_EXCEEDED,
            TOPIC_ALIAS_INVALID,
            PACKET_TOO_LARGE,
            MESSAGE_RATE_TOO_HIGH,
            QUOTA_EXCEEDED,
            ADMINISTRATIVE_ACTION,
            PAYLOAD_FORMAT_INVALID);
    static final Set<ReasonCode> DISCONNECT_FROM_CLIENT = with(DISCONNECT_BOTH, DISCONNECT_WITH_WILL_MESSAGE);
    private static final Set<ReasonCode> DISCONNECT_SENT_BY_SERVER = with(
            DISCONNECT_BOTH,
            NOT_AUTHORIZED,
            SERVER_BUSY,
            SERVER_SHUTTING_DOWN,
            KEEP_ALIVE_TIMEOUT,
            SESSION_TAKEN_OVER,
            TOPIC_FILTER_INVALID,
            RETAIN_NOT_SUPPORTED,
            QOS_NOT_SUPPORTED,
            USE_ANOTHER_SERVER,
            SERVER_MOVED,
            SHARED_SUBSCRIPTIONS_NOT_SUPPORTED,
            CONNECTION_RATE_EXCEEDED,
            MAXIMUM_CONNECT_TIME,
            SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED,
            WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED);

    /** Table 2-6 lists Bad authentication method, table 3-10 does not: accepted, not sent. */
    static final Set<ReasonCode> DISCONNECT_FROM_SERVER = with(DISCONNECT_SENT_BY_SERVER, BAD_AUTHENTICATION_METHOD);

    static final Set<ReasonCode> DISCONNECT = with(DISCONNECT_SENT_BY_SERVER, DISCONNECT_WITH_WILL_MESSAGE);

    private ReasonCodes() {}

    private static Set<ReasonCode> with(Set<ReasonCode> some, ReasonCode... more) {
        EnumSet<ReasonCode> all = EnumSet.copyOf(some);
        all.addAll(Set.of(more));
        return all;
    }

    static ReasonCode read(PacketReader in, Set<ReasonCode> allowed) throws ProtocolViolation {
        int value = in.oneByte();
        ReasonCode reason = ReasonCode.of(value);
        if (reason == null || !allowed.contains(reason)) {
            throw new ProtocolViolation(
                    ReasonCode.PROTOCOL_ERROR, "reason code " + Integer.toHexString(value) + " in that packet");
        }
        return reason;
    }

    static void check(ReasonCode reason, Set<ReasonCode> allowed) {
        if (!allowed.contains(reason)) {
            throw new IllegalArgumentException("that packet has no reason code " + reason);
        }
    }
}
