package dev.mqttra.protocol.link;

import dev.mqttra.protocol.packet.MqttVersion;
import java.util.Objects;

/**
 * What CONNECT and CONNACK agreed for one connection and the codec has to know. Of 3.x only the version means anything.
 *
 * @param topicAliasMaximum the highest topic alias the peer may use, as this end told it; 0 to 65535, 0 is none
 * @param peerTopicAliasMaximum the highest topic alias this end may use; 0 to 65535, 0 is none
 *     [MQTT-3.1.2-26, MQTT-3.2.2-17]
 * @param peerMaximumPacketSize the largest packet the peer takes, in bytes with the fixed header;
 *     {@link #NO_LIMIT} where it said nothing [MQTT-3.1.2-24, MQTT-3.2.2-15]
 * @param problemInformation whether this end may explain itself with Reason String and User Properties also in packets
 *     other than PUBLISH, CONNACK and DISCONNECT [MQTT-3.1.2-29]
 */
public record Agreement(
        MqttVersion version,
        int topicAliasMaximum,
        int peerTopicAliasMaximum,
        long peerMaximumPacketSize,
        boolean problemInformation) {
    /** The {@link #peerMaximumPacketSize} of a peer that named none. */
    public static final long NO_LIMIT = Long.MAX_VALUE;

    public Agreement {
        Objects.requireNonNull(version);
        checkAlias(topicAliasMaximum);
        checkAlias(peerTopicAliasMaximum);
        if (peerMaximumPacketSize < 1) {
            throw new IllegalArgumentException("a maximum packet size is at least 1, not " + peerMaximumPacketSize);
        }
    }

    /** The version and nothing else: no topic aliases, no limit of the peer. */
    public static Agreement of(MqttVersion version) {
        return new Agreement(version, 0, 0, NO_LIMIT, true);
    }

    private static void checkAlias(int maximum) {
        if (maximum < 0 || maximum > 65_535) {
            throw new IllegalArgumentException("a topic alias maximum is 0 to 65535, not " + maximum);
        }
    }
}
