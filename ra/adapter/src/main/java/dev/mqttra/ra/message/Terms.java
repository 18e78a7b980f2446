package dev.mqttra.ra.message;

import dev.mqttra.api.MqttMessage;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.QoS;

/** What an application's message says beside its topic and payload, in the protocol's terms. */
public final class Terms {
    private Terms() {}

    /**
     * Adds what the message says of itself.
     *
     * @param properties gets all of them but the correlation data, which an answer has from its request
     */
    public static void describe(MqttMessage message, Properties.Builder properties) {
        message.contentType().ifPresent(type -> properties.string(Property.CONTENT_TYPE, type));
        if (message.utf8()) {
            properties.number(Property.PAYLOAD_FORMAT_INDICATOR, 1);
        }
        message.responseTopic().ifPresent(topic -> properties.string(Property.RESPONSE_TOPIC, topic));
        message.expiry().ifPresent(left -> properties.number(Property.MESSAGE_EXPIRY_INTERVAL, left.toSeconds()));
        message.userProperties().forEach(each -> properties.userProperty(each.getKey(), each.getValue()));
    }

    public static QoS qos(MqttMessage message) {
        return QoS.of(message.qos().ordinal());
    }
}
