package dev.mqttra.client;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Will;
import dev.mqttra.protocol.topic.Utf8;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The rules of {@link ClientConfig}. Each message names the property and says what would be right. */
final class ClientConfigCheck {
    private ClientConfigCheck() {}

    static void check(ClientConfig config) {
        identity(config);
        authentication(config);
        sessionExpiry(config);
        Duration keepAlive = config.keepAlive();
        require(
                keepAlive.getNano() == 0 && keepAlive.getSeconds() >= 0 && keepAlive.getSeconds() <= 65_535,
                "keepAlive",
                "whole seconds from 0 (off) to 65535",
                keepAlive);
        duration("connectTimeout", config.connectTimeout());
        duration("closeTimeout", config.closeTimeout());
        range("receiveMaximum", config.receiveMaximum(), 1, 65_535);
        range("maximumUnacknowledgedBytes", config.maximumUnacknowledgedBytes(), 1, Long.MAX_VALUE);
        // Leaves packet identifiers for SUBSCRIBE.
        Integer inFlight = config.maximumInFlight();
        range("maximumInFlight", inFlight == null ? 1 : inFlight, 1, 65_000);
        range("topicAliasMaximum", config.topicAliasMaximum(), 0, 65_535);
        range("maximumPendingMessages", config.maximumPendingMessages(), 1, Integer.MAX_VALUE);
        range("maximumPendingBytes", config.maximumPendingBytes(), 1, Long.MAX_VALUE);
        range("maximumPacketSize", config.maximumPacketSize(), 64, ClientConfig.LARGEST_PACKET);
    }

    private static void identity(ClientConfig config) {
        string("clientId", config.clientId());
        if (config.version() == MqttVersion.V3_1) {
            range("clientId", config.clientId().length(), 1, 23, " characters in 3.1");
        }
        require(
                !config.clientId().isEmpty() || config.cleanStart(),
                "clientId",
                "not empty where cleanStart is false, as a session that is kept needs a name",
                "''");
        String userName = config.userName();
        byte[] password = config.password();
        if (userName != null) {
            string("userName", userName);
        }
        // [3.1.1 MQTT-3.1.2-22]
        require(
                password == null || userName != null || config.version() == MqttVersion.V5_0,
                "userName",
                "set where password is set and not only 5.0 is spoken",
                "absent");
        range("password", password == null ? 0 : password.length, 0, 65_535, " bytes");
        Will will = config.will();
        if (will != null) {
            range("will", will.message().payload().length, 0, 65_535, " payload bytes");
            MessageProperties.check(will.message().properties(), true);
        }
    }

    private static void authentication(ClientConfig config) {
        EnhancedAuthentication authentication = config.authentication();
        if (authentication != null) {
            string("authentication", authentication.method());
            require(
                    config.version() == null || config.version() == MqttVersion.V5_0,
                    "version",
                    "V5_0 or automatic where authentication is set",
                    config.version());
        }
    }

    private static void sessionExpiry(ClientConfig config) {
        Duration expiry = config.sessionExpiry();
        if (expiry != null) {
            require(!config.cleanStart(), "sessionExpiry", "set only where cleanStart is false", expiry);
            require(
                    expiry.getNano() == 0
                            && expiry.getSeconds() >= 1
                            && expiry.getSeconds() < ConnectionTerms.SESSION_NEVER_EXPIRES,
                    "sessionExpiry",
                    "whole seconds from 1 to 4294967294",
                    expiry);
        }
    }

    private static void string(String property, String value) {
        Utf8.encode(value, property);
    }

    private static void duration(String property, Duration value) {
        require(
                value.toMillis() >= 1 && value.compareTo(Duration.ofDays(1)) <= 0,
                property,
                "between 1 ms and one day",
                value);
    }

    private static void range(String property, long value, long low, long high) {
        range(property, value, low, high, "");
    }

    private static void range(String property, long value, long low, long high, String unit) {
        require(value >= low && value <= high, property, low + " to " + high + unit, value);
    }

    private static void require(boolean right, String property, String rule, @Nullable Object value) {
        if (!right) {
            throw new IllegalArgumentException(property + " is " + rule + ", not " + value);
        }
    }
}
