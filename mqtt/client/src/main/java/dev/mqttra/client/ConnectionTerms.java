package dev.mqttra.client;

import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.UserProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds on one connection: what the server said in CONNACK, and what the standard says where it said nothing. A
 * server of 3.x says nothing.
 *
 * @param clientId the client identifier, which the server may have chosen
 * @param keepAlive seconds, the server's own where it named one [MQTT-3.2.2-21]; 0 is off
 * @param sessionExpiry how many seconds the session outlives the connection, {@link #SESSION_NEVER_EXPIRES} is for ever
 * @param receiveMaximum how many publishes of QoS 1 and 2 the server takes at a time
 * @param maximumPacketSize bytes of the largest packet that the server takes
 * @param maximumQoS the highest QoS that may be published with
 * @param topicAliasMaximum how many topic aliases the client may use
 * @param responseInformation what the server offers as the beginning of response topics, null where it does not
 * @param userProperties the user properties of CONNACK
 */
public record ConnectionTerms(
        MqttVersion version,
        String clientId,
        int keepAlive,
        long sessionExpiry,
        int receiveMaximum,
        long maximumPacketSize,
        QoS maximumQoS,
        boolean retainAvailable,
        boolean wildcardSubscriptionAvailable,
        boolean subscriptionIdentifierAvailable,
        boolean sharedSubscriptionAvailable,
        int topicAliasMaximum,
        @Nullable String responseInformation,
        List<UserProperty> userProperties) {
    public static final long SESSION_NEVER_EXPIRES = 0xFFFF_FFFFL;

    static final int NO_RECEIVE_MAXIMUM = 65_535;

    public ConnectionTerms {
        userProperties = List.copyOf(userProperties);
    }

    /**
     * @param keepAlive what CONNECT asked for
     * @param sessionExpiry what CONNECT asked for
     */
    static ConnectionTerms of(
            MqttVersion version, String clientId, int keepAlive, long sessionExpiry, ConnAck connAck) {
        Properties said = connAck.properties();
        String assigned = said.string(Property.ASSIGNED_CLIENT_IDENTIFIER);
        boolean v5 = version == MqttVersion.V5_0;
        return new ConnectionTerms(
                version,
                assigned == null ? clientId : assigned,
                (int) said.number(Property.SERVER_KEEP_ALIVE, keepAlive),
                said.number(Property.SESSION_EXPIRY_INTERVAL, sessionExpiry),
                (int) said.number(Property.RECEIVE_MAXIMUM, NO_RECEIVE_MAXIMUM),
                said.number(Property.MAXIMUM_PACKET_SIZE, ClientConfig.LARGEST_PACKET),
                QoS.of((int) said.number(Property.MAXIMUM_QOS, 2)),
                said.number(Property.RETAIN_AVAILABLE, 1) == 1,
                said.number(Property.WILDCARD_SUBSCRIPTION_AVAILABLE, 1) == 1,
                v5 && said.number(Property.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 1) == 1,
                said.number(Property.SHARED_SUBSCRIPTION_AVAILABLE, 1) == 1,
                (int) said.number(Property.TOPIC_ALIAS_MAXIMUM, 0),
                said.string(Property.RESPONSE_INFORMATION),
                said.userProperties());
    }

    boolean v5() {
        return version == MqttVersion.V5_0;
    }
}
