package dev.mqttra.client;

import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a client says in CONNECT, as its configuration has it. */
final class ConnectPacket {
    private ConnectPacket() {}

    /**
     * @param local whether the server is in the same VM
     * @param authentication begins with it; null where there is none
     */
    static Connect of(
            ClientConfig config, MqttVersion version, boolean local, @Nullable Authentication authentication) {
        return new Connect(
                version,
                config.clientId(),
                config.cleanStart(),
                keepAlive(config, local),
                config.will(),
                config.userName(),
                config.password(),
                version == MqttVersion.V5_0 ? properties(config, authentication) : old(config, local));
    }

    /** Seconds. A half-open connection cannot be inside the VM. */
    static int keepAlive(ClientConfig config, boolean local) {
        return local ? 0 : (int) config.keepAlive().toSeconds();
    }

    /** Seconds, as CONNECT asks for it. */
    static long sessionExpiry(ClientConfig config) {
        Duration expiry = config.sessionExpiry();
        if (config.cleanStart()) {
            return 0;
        }
        return expiry == null ? ConnectionTerms.SESSION_NEVER_EXPIRES : expiry.getSeconds();
    }

    private static Properties properties(ClientConfig config, @Nullable Authentication authentication) {
        Properties.Builder properties = Properties.builder().number(Property.RECEIVE_MAXIMUM, config.receiveMaximum());
        if (sessionExpiry(config) > 0) {
            properties.number(Property.SESSION_EXPIRY_INTERVAL, sessionExpiry(config));
        }
        if (config.maximumPacketSize() < ClientConfig.LARGEST_PACKET) {
            properties.number(Property.MAXIMUM_PACKET_SIZE, config.maximumPacketSize());
        }
        if (config.topicAliasMaximum() > 0) {
            properties.number(Property.TOPIC_ALIAS_MAXIMUM, config.topicAliasMaximum());
        }
        if (config.requestResponseInformation()) {
            properties.number(Property.REQUEST_RESPONSE_INFORMATION, 1);
        }
        config.userProperties().forEach(property -> properties.userProperty(property.name(), property.value()));
        if (authentication != null) {
            authentication.begin(properties);
        }
        return properties.build();
    }

    /** Inside the VM nothing is lost for want of a place in a packet of 3.x. */
    private static Properties old(ClientConfig config, boolean local) {
        return local
                ? Properties.builder()
                        .number(Property.RECEIVE_MAXIMUM, config.receiveMaximum())
                        .build()
                : Properties.NONE;
    }
}
