package dev.mqttra.ra.log;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The adapter's log messages, in one place so that their numbers stay stable: a number is never used again for something
 * else. 100 to 199 lifecycle and hosting, 200 to 299 inbound, 300 to 399 outbound. Nothing secret gets here.
 */
public final class Log {
    private static final Logger LOGGER = System.getLogger("dev.mqttra.ra");

    private Log() {}

    /** @param instance counted from 1: a server may have several, which the adapter itself cannot tell apart */
    public static void started(int instance, String settings) {
        String why = instance == 1 ? "" : " (a server may make one for each connection factory)";
        log(Level.INFO, "MQTTRA-101", name(instance) + " has started" + why + "; default broker: " + settings, null);
    }

    public static void stopped(int instance) {
        log(Level.INFO, "MQTTRA-102", name(instance) + " has stopped", null);
    }

    private static String name(int instance) {
        return instance == 1 ? "The MQTT resource adapter" : "Instance " + instance + " of the MQTT resource adapter";
    }

    public static void hosting(String brokerName, String address) {
        log(Level.INFO, "MQTTRA-103", "Broker '" + brokerName + "' listens on " + address, null);
    }

    public static void devicesLetIn(String brokerName) {
        log(Level.INFO, "MQTTRA-111", "Broker '" + brokerName + "' lets devices in", null);
    }

    public static void hostingEnded(String brokerName) {
        log(Level.INFO, "MQTTRA-104", "Broker '" + brokerName + "' has stopped", null);
    }

    public static void workRejected(String task, int attempt, Throwable cause) {
        log(
                Level.WARNING,
                "MQTTRA-105",
                "The server has no thread for " + task + " (attempt " + attempt + "); it is asked again: " + cause,
                null);
    }

    public static void threadNotReturned(String task) {
        log(Level.WARNING, "MQTTRA-106", "The thread of " + task + " did not end in time", null);
    }

    public static void closeFailed(String what, Throwable cause) {
        log(Level.WARNING, "MQTTRA-107", "Closing " + what + " failed", cause);
    }

    public static void activated(String bean, List<String> filters, String broker) {
        log(Level.INFO, "MQTTRA-201", "Bean " + bean + " gets messages of " + filters + " from " + broker, null);
    }

    public static void deactivated(String bean) {
        log(Level.INFO, "MQTTRA-202", "Bean " + bean + " gets no messages any more", null);
    }

    public static void deliveryFailed(
            String bean, String message, int attempt, String cause, long delayMillis, @Nullable Throwable trace) {
        log(
                Level.WARNING,
                "MQTTRA-203",
                "Delivery of " + message + " to " + bean + " failed (attempt " + attempt + "): " + cause
                        + "; next attempt in " + delayMillis + " ms",
                trace);
    }

    public static void messageUnbindable(String bean, String message, @Nullable String cause, long delayMillis) {
        log(
                Level.WARNING,
                "MQTTRA-204",
                "Message " + message + " does not fit the parameters of " + bean + ": " + cause + "; next attempt in "
                        + delayMillis + " ms",
                null);
    }

    public static void nothingToDeliverWith(String bean, String missing, String cause, long delayMillis) {
        log(
                Level.WARNING,
                "MQTTRA-205",
                "The server gives no " + missing + " for " + bean + ": " + cause
                        + "; its messages wait, next attempt in " + delayMillis + " ms (told once a minute)",
                null);
    }

    public static void committedDespiteException(String bean, String message, String cause, @Nullable Throwable trace) {
        log(
                Level.WARNING,
                "MQTTRA-206",
                "Message " + message + " counts as delivered to " + bean + ": its transaction was committed although"
                        + " the bean threw " + cause,
                trace);
    }

    public static void deactivatedWhileBusy(String bean, int busy, long seconds) {
        log(
                Level.WARNING,
                "MQTTRA-207",
                busy + " deliveries to " + bean + " did not end within " + seconds + " s of its deactivation; their"
                        + " messages stay unacknowledged and come again",
                null);
    }

    public static void endpointReleaseFailed(String bean, Throwable cause) {
        log(Level.WARNING, "MQTTRA-208", "The server did not take back an endpoint of " + bean, cause);
    }

    public static void redeliveryForgotten(String bean) {
        log(
                Level.INFO,
                "MQTTRA-209",
                "The adapter stops; a message for " + bean + " that waited stays unacknowledged and comes again",
                null);
    }

    public static void managementFailed(String name, Throwable cause) {
        log(Level.WARNING, "MQTTRA-211", "JMX registration of " + name + " failed", cause);
    }

    public static void resultDropped(String bean, String method, String why) {
        log(
                Level.WARNING,
                "MQTTRA-212",
                "What " + method + " of " + bean + " returned goes nowhere: " + why + " (told once)",
                null);
    }

    public static void replyFailed(String bean, String topic, String cause, long delayMillis) {
        log(
                Level.WARNING,
                "MQTTRA-213",
                "An answer of " + bean + " to '" + topic + "' could not be published: " + cause + "; next attempt in "
                        + delayMillis + " ms, its request waits",
                null);
    }

    public static void replyRefused(String bean, String topic, String cause) {
        log(
                Level.WARNING,
                "MQTTRA-214",
                "An answer of " + bean + " to '" + topic + "' is dropped, as the broker will never take it: " + cause,
                null);
    }

    public static void subscriptionRefused(String bean, String why) {
        log(Level.ERROR, "MQTTRA-230", "Bean " + bean + " does not get its messages: " + why, null);
    }

    public static void givenUp(
            String bean, String message, int attempt, String cause, String what, @Nullable Throwable trace) {
        log(
                Level.WARNING,
                "MQTTRA-220",
                "Message " + message + " is not delivered to " + bean + " (attempt " + attempt + "): " + cause + "; "
                        + what,
                trace);
    }

    public static void parkedBehind(String bean, String message, String topic) {
        log(
                Level.WARNING,
                "MQTTRA-231",
                "Message " + message + " waits for " + bean
                        + " behind one of its order key that was parked, and follows" + " it to " + topic,
                null);
    }

    public static void handoverFailed(String bean, String topic, String cause, long delayMillis) {
        log(
                Level.WARNING,
                "MQTTRA-221",
                "A message that " + bean + " did not take could not be published to '" + topic + "': " + cause
                        + "; it stays unacknowledged, next attempt in " + delayMillis + " ms",
                null);
    }

    public static void unknownException(String bean, String name) {
        log(
                Level.WARNING,
                "MQTTRA-215",
                "Bean " + bean + ": activation property noRetry names '" + name
                        + "', which the application does not see: if it is not a class of the server's, it is misspelt",
                null);
    }

    public static void leftTransactionEnded(String bean) {
        log(
                Level.WARNING,
                "MQTTRA-227",
                "The server had left a transaction on a thread that is to deliver to " + bean + "; it is rolled back",
                null);
    }

    public static void leftTransactionUnknown(String bean, Exception cause) {
        log(
                Level.ERROR,
                "MQTTRA-228",
                "Whether the server has left a transaction on a thread that delivers to " + bean
                        + " cannot be told, or it cannot be rolled back; messages on that thread may fail",
                cause);
    }

    public static void paused(String bean) {
        log(Level.INFO, "MQTTRA-222", "Bean " + bean + " is paused: its messages wait", null);
    }

    public static void resumed(String bean) {
        log(Level.INFO, "MQTTRA-223", "Bean " + bean + " gets messages again", null);
    }

    public static void loginFailed(String peer, String why) {
        log(
                Level.WARNING,
                "MQTTRA-110",
                "A device at " + peer + " is refused, as nobody can say whether its password is right: " + why
                        + " (told once a minute)",
                null);
    }

    public static void batchFailed(String bean, String batch, String cause, @Nullable Throwable trace) {
        log(
                Level.WARNING,
                "MQTTRA-224",
                "Delivery of a " + batch + " to " + bean + " failed: " + cause + "; its halves are tried by themselves",
                trace);
    }

    public static void qosZeroDropped(String bean, long dropped, int most) {
        log(
                Level.WARNING,
                "MQTTRA-225",
                "More than " + most + " messages of QoS 0 wait for " + bean + "; " + dropped
                        + " were dropped since its activation (told once a minute)",
                null);
    }

    public static void unmatched(String bean, String topic) {
        log(
                Level.WARNING,
                "MQTTRA-226",
                "The broker sent '" + topic + "' for a subscription of " + bean
                        + " that does not match it; such messages"
                        + " are acknowledged and dropped (told once a minute)",
                null);
    }

    public static void publishAfterCommitFailed(String topic, Throwable cause) {
        log(
                Level.ERROR,
                "MQTTRA-301",
                "A message for " + topic + " whose transaction has committed could not be sent: " + cause,
                null);
    }

    private static void log(Level level, String id, String message, @Nullable Throwable cause) {
        if (LOGGER.isLoggable(level)) {
            LOGGER.log(level, id + " " + oneLine(message), cause);
        }
    }

    /** What an exception quotes a device may have sent: it begins no line that looks like one of the log's own. */
    private static String oneLine(String message) {
        return message.codePoints().anyMatch(Character::isISOControl)
                ? message.codePoints()
                        .map(c -> Character.isISOControl(c) ? ' ' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString()
                : message;
    }
}
