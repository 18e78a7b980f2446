package dev.mqttra.client;

import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import java.util.EnumSet;
import java.util.Set;

/** Which properties a client may send with a message [5.0 3.3.2.3, 3.1.3.2]. */
final class MessageProperties {
    private static final Set<Property> OF_A_MESSAGE = EnumSet.of(
            Property.PAYLOAD_FORMAT_INDICATOR,
            Property.MESSAGE_EXPIRY_INTERVAL,
            Property.CONTENT_TYPE,
            Property.RESPONSE_TOPIC,
            Property.CORRELATION_DATA);

    private MessageProperties() {}

    /**
     * The message as a client publishes it: without the subscription identifiers it was received with.
     *
     * @throws IllegalArgumentException if it has a property that is not a message's, or a wrong one
     */
    static Message forPublish(Message message) {
        if (message.properties().isEmpty()) {
            return message;
        }
        check(message.properties(), false);
        if (message.properties().subscriptionIdentifiers().isEmpty()) {
            return message;
        }
        Properties allowed = message.properties().toBuilder()
                .remove(Property.SUBSCRIPTION_IDENTIFIER)
                .build();
        return new Message(message.topic(), message.payload(), allowed, message.publisher());
    }

    /**
     * @param will whether the message is a will, which may have a delay
     * @throws IllegalArgumentException if there is one that is not a message's, or a wrong one
     */
    static void check(Properties properties, boolean will) {
        for (Property property : properties.values().keySet()) {
            if (!OF_A_MESSAGE.contains(property) && !(will && property == Property.WILL_DELAY_INTERVAL)) {
                throw new IllegalArgumentException(property + " is no property of a " + (will ? "will" : "message"));
            }
        }
        if (properties.number(Property.PAYLOAD_FORMAT_INDICATOR, 0) > 1) {
            throw new IllegalArgumentException("the payload format indicator is 0 or 1");
        }
        String responseTopic = properties.string(Property.RESPONSE_TOPIC);
        if (responseTopic != null && (responseTopic.indexOf('+') >= 0 || responseTopic.indexOf('#') >= 0)) {
            // [MQTT-3.3.2-14]
            throw new IllegalArgumentException("a response topic has no wildcards, not as in '" + responseTopic + "'");
        }
    }
}
