package dev.mqttra.ra.inbound;

import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.UserProperty;
import java.util.List;

/**
 * What is published in place of a message that a bean could not deal with: its payload and its properties, except for the
 * expiry, and user properties that say where it came from and what happened. On connections of 3.x, which have no
 * properties, the payload alone.
 */
final class DeadLetter {
    /** Before the names of the user properties. Those that the message has already, of an earlier dead letter, go. */
    private static final String PREFIX = "mqttra-";

    static final String TOPIC = PREFIX + "topic";
    static final String BEAN = PREFIX + "bean";
    static final String REASON = PREFIX + "reason";
    static final String ATTEMPTS = PREFIX + "attempts";
    static final String FIRST_FAILURE = PREFIX + "first-failure";
    static final String LAST_FAILURE = PREFIX + "last-failure";

    private static final int LONGEST_REASON = 1_000;

    private DeadLetter() {}

    /** @param reason for a person */
    static Message of(PendingDelivery delivery, TopicTemplate topic, String bean, String reason) {
        Message original = delivery.original();
        List<UserProperty> sent = original.properties().userProperties();
        Properties.Builder properties = original.properties().toBuilder()
                .remove(Property.MESSAGE_EXPIRY_INTERVAL)
                .remove(Property.SUBSCRIPTION_IDENTIFIER)
                .remove(Property.USER_PROPERTY);
        sent.stream()
                .filter(property -> !property.name().startsWith(PREFIX))
                .forEach(property -> properties.userProperty(property.name(), property.value()));
        properties
                .userProperty(TOPIC, original.topic().toString())
                .userProperty(BEAN, bean)
                .userProperty(REASON, text(reason))
                .userProperty(ATTEMPTS, String.valueOf(delivery.failures()));
        if (delivery.failures() > 0) {
            properties
                    .userProperty(FIRST_FAILURE, delivery.firstFailure().toString())
                    .userProperty(LAST_FAILURE, delivery.lastFailure().toString());
        }
        return new Message(topic.topicFor(original.topic()), original.payload(), properties.build());
    }

    /** What MQTT takes as a string: an exception's text may be long, and have characters that a string must not have. */
    private static String text(String reason) {
        StringBuilder text = new StringBuilder();
        reason.codePoints()
                .limit(LONGEST_REASON)
                .map(c -> Character.isISOControl(c) || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
                        ? ' '
                        : c)
                .forEach(text::appendCodePoint);
        return text.toString();
    }
}
