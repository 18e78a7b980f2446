package dev.mqttra.broker.core;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the broker's core logs, each message with a number that is never used again. What a stranger can cause at will is
 * DEBUG, or logged once until it has passed or once a minute. Client identifiers and topics come from strangers too:
 * control characters are shown as '?'.
 */
final class Log {
    private static final Logger LOGGER = System.getLogger("dev.mqttra.broker");

    private Log() {}

    static void connected(String clientId, String peer, MqttVersion version, boolean present) {
        log(
                Level.DEBUG,
                "MQTTB-001 client '%s' connected from %s with %s, session present: %s",
                clientId,
                peer,
                version,
                present);
    }

    static void disconnected(String clientId, String peer, @Nullable String why) {
        log(Level.DEBUG, "MQTTB-002 connection of client '%s' from %s ended: %s", clientId, peer, why);
    }

    static void refused(String clientId, String peer, ReasonCode reason) {
        log(Level.DEBUG, "MQTTB-003 client '%s' from %s refused: %s", clientId, peer, reason);
    }

    static void violation(String clientId, String peer, ProtocolViolation violation) {
        log(Level.DEBUG, "MQTTB-004 client '%s' from %s broke the protocol: %s", clientId, peer, violation);
    }

    static void failed(String clientId, String peer, Throwable failure) {
        fail(
                Level.ERROR,
                failure,
                "MQTTB-005 the broker failed on client '%s' from %s; its connection is closed",
                clientId,
                peer);
    }

    static void authenticatorFailed(String clientId, String peer, @Nullable Throwable failure) {
        fail(
                Level.WARNING,
                failure,
                "MQTTB-006 the authenticator failed on client '%s' from %s, which is refused; logged once until it answers again",
                clientId,
                peer);
    }

    static void authorizerFailed(String clientId, Throwable failure) {
        fail(
                Level.WARNING,
                failure,
                "MQTTB-007 the authorizer failed on client '%s', which is refused; logged once until it answers again",
                clientId);
    }

    static void publishRefused(String clientId, TopicName topic) {
        log(
                Level.INFO,
                "MQTTB-008 client '%s' may not publish to '%s': dropped; further ones are only counted",
                clientId,
                topic);
    }

    static void subscribeRefused(String clientId, TopicFilter filter) {
        log(
                Level.INFO,
                "MQTTB-009 client '%s' may not subscribe to '%s': refused; further ones are only answered",
                clientId,
                filter);
    }

    static void queueFull(String whose, int messages, long bytes) {
        log(
                Level.WARNING,
                "MQTTB-010 the queue of '%s' is full with %s messages, %s bytes: messages to it are"
                        + " dropped until it is half empty; further ones are only counted",
                whose,
                messages,
                bytes);
    }

    static void retainedFull(TopicName topic, long messages, long bytes) {
        log(
                Level.WARNING,
                "MQTTB-011 no room to retain the message of '%s' beside %s messages, %s bytes: it is not"
                        + " stored, and neither are further ones until it is half empty",
                topic,
                messages,
                bytes);
    }

    static void connectionsFull(long connections) {
        log(Level.WARNING, "MQTTB-012 all %s connections are in use: further ones are closed", connections);
    }

    static void sessionsFull(long sessions) {
        log(Level.WARNING, "MQTTB-013 all %s sessions are in use: further ones are refused", sessions);
    }

    static void repeatWanted(String clientId, String peer) {
        log(
                Level.INFO,
                "MQTTB-014 a message of client '%s' was not taken by a client inside the VM, which refused it, is gone or"
                        + " took too long: its connection from %s is closed without an acknowledgement, so that it"
                        + " repeats the message",
                clientId,
                peer);
    }

    static void retainedTooDeep(int bytes, int maximum) {
        log(
                Level.DEBUG,
                "MQTTB-015 a message is not retained whose topic of %s bytes has more than %s levels",
                bytes,
                maximum);
    }

    static void tooLarge(String clientId, TopicName topic, int bytes) {
        log(
                Level.INFO,
                "MQTTB-016 a message of '%s' with %s bytes is larger than client '%s' takes: dropped; further ones are"
                        + " only counted",
                topic,
                bytes,
                clientId);
    }

    static void packetTooLarge(String clientId, String peer, ProtocolViolation violation) {
        log(Level.INFO, "MQTTB-017 client '%s' from %s is disconnected: %s", clientId, peer, violation);
    }

    static void notDealtWith(String clientId, int messages, long timeoutNanos) {
        log(
                Level.WARNING,
                "MQTTB-018 %s messages of client '%s' were not dealt with inside the VM for %s s: it is told, or"
                        + " disconnected where MQTT 3 cannot tell it; those who have the messages keep them",
                messages,
                clientId,
                TimeUnit.NANOSECONDS.toSeconds(timeoutNanos));
    }

    /** Not the user name, in which people put passwords. */
    static void loginRefused(String clientId, String peer, ReasonCode reason, String heldBack) {
        log(
                Level.WARNING,
                "MQTTB-019 client '%s' from %s may not log in: %s%s; told once a minute",
                clientId,
                peer,
                reason,
                heldBack);
    }

    private static void log(Level level, String format, @Nullable Object... values) {
        if (LOGGER.isLoggable(level)) {
            LOGGER.log(level, text(format, values));
        }
    }

    private static void fail(Level level, @Nullable Throwable failure, String format, Object... values) {
        if (LOGGER.isLoggable(level)) {
            LOGGER.log(level, text(format, values), failure);
        }
    }

    private static String text(String format, @Nullable Object... values) {
        return String.format(format, values).replaceAll("\\p{Cntrl}", "?");
    }
}
