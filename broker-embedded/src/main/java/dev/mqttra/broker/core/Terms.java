package dev.mqttra.broker.core;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.protocol.link.Agreement;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a CONNECT asks for and the broker grants, in terms of 5.0: what 3.x says with a flag or cannot say has its value
 * here too, so that nobody else asks for the version.
 */
final class Terms {
    /** A session expiry interval that means never, and what Clean Session 0 asks for. */
    static final long NEVER = 0xFFFF_FFFFL;

    private static final int NO_RECEIVE_MAXIMUM = 65_535;

    final MqttVersion version;

    /** Seconds that the session outlives its connection, {@link #NEVER} for ever. */
    final long sessionExpiry;

    /** Seconds, 0 for none. */
    final int keepAlive;

    /** Messages of QoS 1 and 2 that may be on their way to the client. */
    final int sendMaximum;

    /** Messages of QoS 1 and 2 that may be on their way from the client. */
    final int receiveMaximum;

    /** Whether the client wants reason strings. */
    final boolean problemInformation;

    private final Connect connect;
    private final BrokerConfig config;
    private final boolean local;

    Terms(Connect connect, BrokerConfig config, boolean local) {
        this.connect = connect;
        this.config = config;
        this.local = local;
        version = connect.version();
        Properties asked = connect.properties();
        boolean v5 = version == MqttVersion.V5_0;
        sessionExpiry = Math.min(askedSessionExpiry(), maximumSessionExpiry(config));
        keepAlive = v5 && !local ? keepAlive(connect.keepAlive(), config.maximumKeepAlive()) : connect.keepAlive();
        sendMaximum =
                (int) Math.min(config.maximumInFlight(), asked.number(Property.RECEIVE_MAXIMUM, NO_RECEIVE_MAXIMUM));
        receiveMaximum = v5 && !local
                ? Math.min(config.maximumUnacknowledgedMessages(), NO_RECEIVE_MAXIMUM)
                : NO_RECEIVE_MAXIMUM;
        problemInformation = asked.number(Property.REQUEST_PROBLEM_INFORMATION, 1) == 1;
    }

    private long askedSessionExpiry() {
        return version == MqttVersion.V5_0
                ? connect.properties().number(Property.SESSION_EXPIRY_INTERVAL, 0)
                : connect.cleanStart() ? 0 : NEVER;
    }

    /** Seconds, {@link #NEVER} where there is no bound. */
    static long maximumSessionExpiry(BrokerConfig config) {
        Duration maximum = config.maximumSessionExpiry();
        return maximum == null ? NEVER : maximum.toSeconds();
    }

    private static int keepAlive(int asked, @Nullable Duration maximum) {
        if (maximum == null) {
            return asked;
        }
        int most = (int) maximum.toSeconds();
        return asked == 0 ? most : Math.min(asked, most);
    }

    /** What the link has to keep to. Inside the VM there is no codec and no limit. */
    Agreement agreement() {
        if (version != MqttVersion.V5_0 || local) {
            return Agreement.of(version);
        }
        Properties asked = connect.properties();
        int mine = config.topicAliasMaximum();
        int theirs = (int) Math.min(mine, asked.number(Property.TOPIC_ALIAS_MAXIMUM, 0)); // [MQTT-3.1.2-26]
        long largest = asked.number(Property.MAXIMUM_PACKET_SIZE, Agreement.NO_LIMIT);
        return new Agreement(version, mine, theirs, largest, problemInformation);
    }

    /** What CONNACK says about them, each where it differs from what silence means; nothing in 3.x. */
    Properties.Builder said(String clientId) {
        Properties.Builder said = Properties.builder();
        if (version != MqttVersion.V5_0) {
            return said;
        }
        tell(said, Property.SESSION_EXPIRY_INTERVAL, sessionExpiry, askedSessionExpiry());
        tell(said, Property.SERVER_KEEP_ALIVE, keepAlive, connect.keepAlive());
        tell(said, Property.RECEIVE_MAXIMUM, receiveMaximum, NO_RECEIVE_MAXIMUM);
        if (!local) {
            said.number(Property.MAXIMUM_PACKET_SIZE, config.maximumPacketSize());
            tell(said, Property.TOPIC_ALIAS_MAXIMUM, config.topicAliasMaximum(), 0);
        }
        if (!retains(config)) {
            said.number(Property.RETAIN_AVAILABLE, 0);
        }
        if (connect.clientId().isEmpty()) {
            said.string(Property.ASSIGNED_CLIENT_IDENTIFIER, clientId); // [MQTT-3.1.3-7]
        }
        String information = config.responseInformation();
        boolean wanted = connect.properties().number(Property.REQUEST_RESPONSE_INFORMATION, 0) == 1;
        if (information != null && wanted) { // [MQTT-3.1.2-28]
            said.string(Property.RESPONSE_INFORMATION, information.replace("{clientId}", clientId));
        }
        return said;
    }

    private static void tell(Properties.Builder said, Property property, long value, long silence) {
        if (value != silence) {
            said.number(property, value);
        }
    }

    /** Whether the broker keeps retained messages at all. */
    static boolean retains(BrokerConfig config) {
        return config.maximumRetainedMessages() > 0 && config.maximumRetainedBytes() > 0;
    }
}
