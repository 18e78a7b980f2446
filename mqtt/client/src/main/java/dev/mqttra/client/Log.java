package dev.mqttra.client;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** What this module says. A number keeps its meaning for ever. */
final class Log {
    private static final Logger LOGGER = System.getLogger("dev.mqttra.client");

    private Log() {}

    static void connected(String clientId, String peer, MqttVersion version, boolean sessionPresent) {
        LOGGER.log(
                Level.INFO,
                () -> "MQTTC-001 " + clientId + " is connected to " + peer + " with " + version
                        + (sessionPresent ? ", its session resumed" : ", a new session"));
    }

    static void connectFailed(String clientId, String reason, long nextNanos, String heldBack) {
        LOGGER.log(
                Level.WARNING,
                "MQTTC-002 " + clientId + " cannot connect, trying again in "
                        + Duration.ofNanos(nextNanos).toMillis() + " ms: " + reason + heldBack);
    }

    static void connectionLost(String clientId, String reason, long nextNanos, String heldBack) {
        LOGGER.log(
                Level.WARNING,
                "MQTTC-003 " + clientId + " lost its connection, connecting again in "
                        + Duration.ofNanos(nextNanos).toMillis() + " ms: " + reason + heldBack);
    }

    static void subscriptionRefused(String clientId, TopicFilter filter, String reason) {
        LOGGER.log(
                Level.WARNING,
                "MQTTC-004 the server refused " + clientId + " the subscription to '" + filter
                        + "', it is tried again on the next connection: " + reason);
    }

    static void lowerQoS(String clientId, TopicFilter filter, QoS asked, QoS granted) {
        LOGGER.log(
                Level.INFO,
                "MQTTC-005 the server granted " + clientId + " QoS " + granted.value() + " for '" + filter
                        + "', asked for was " + asked.value());
    }

    static void unmatched(String clientId, TopicName topic, String heldBack) {
        LOGGER.log(
                Level.WARNING,
                "MQTTC-006 " + clientId + " has no subscription for a message on '" + topic
                        + "', it was acknowledged and dropped" + heldBack);
    }

    static void handlerFailed(String clientId, TopicName topic, Throwable failure) {
        LOGGER.log(
                Level.ERROR,
                "MQTTC-007 a handler of " + clientId + " failed with a message on '" + topic
                        + "', it was acknowledged and dropped",
                failure);
    }

    static void batchEndFailed(String clientId, Throwable failure) {
        LOGGER.log(Level.ERROR, "MQTTC-008 a handler of " + clientId + " failed at the end of a batch", failure);
    }

    static void listenerFailed(String clientId, Throwable failure) {
        LOGGER.log(Level.ERROR, "MQTTC-009 the listener of " + clientId + " failed", failure);
    }

    static void readingStopped(String clientId, int unacknowledged, long bytes) {
        LOGGER.log(
                Level.DEBUG,
                () -> "MQTTC-010 " + clientId + " stops reading with " + unacknowledged + " messages of " + bytes
                        + " bytes unacknowledged");
    }

    static void closedWithPending(String clientId, int pending) {
        LOGGER.log(
                Level.WARNING,
                "MQTTC-011 " + clientId + " was closed with " + pending + " publishes pending, they failed");
    }

    static void connectorFailed(String clientId, Throwable failure) {
        LOGGER.log(Level.ERROR, "MQTTC-012 the connector of " + clientId + " failed", failure);
    }

    static void failed(String clientId, Throwable failure) {
        LOGGER.log(Level.ERROR, "MQTTC-013 " + clientId + " failed and gives its connection up", failure);
    }

    static void callFailed(Throwable failure) {
        LOGGER.log(Level.ERROR, "MQTTC-014 a call of a client failed", failure);
    }

    static void olderVersion(String clientId, String reason) {
        LOGGER.log(
                Level.INFO, "MQTTC-015 " + clientId + " tries 3.1.1, as the server seems not to know 5.0: " + reason);
    }

    static void unsubscribeRefused(String clientId, TopicFilter filter, ReasonCode reason) {
        LOGGER.log(
                Level.WARNING,
                "MQTTC-016 the server refused " + clientId + " the end of the subscription to '" + filter + "': "
                        + reason);
    }
}
