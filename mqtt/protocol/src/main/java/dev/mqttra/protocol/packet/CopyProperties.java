package dev.mqttra.protocol.packet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a broker says on one copy of a message beyond what the publisher said. Made once for each subscriber and used for
 * all its copies where nothing expires, so that fan-out makes no object for a copy. Ignored in 3.x.
 *
 * @param subscriptionIdentifiers of all subscriptions this copy is for, each 1 to 268,435,455; shared, not to be
 *     modified [MQTT-3.3.4-3, MQTT-3.3.4-4]
 * @param messageExpiryInterval seconds left, 0 to 4,294,967,295, or {@link #AS_PUBLISHED} [MQTT-3.3.2-6]
 */
public record CopyProperties(int[] subscriptionIdentifiers, long messageExpiryInterval) {
    /** The {@link #messageExpiryInterval} of a message that is sent with the one it came with, if any. */
    public static final long AS_PUBLISHED = -1;

    /** Nothing beyond what the publisher said. */
    public static final CopyProperties NONE = new CopyProperties(new int[0], AS_PUBLISHED);

    public CopyProperties {
        for (int identifier : subscriptionIdentifiers) {
            if (identifier < 1 || identifier > 268_435_455) {
                throw new IllegalArgumentException("a subscription identifier is 1 to 268,435,455, not " + identifier);
            }
        }
        if (messageExpiryInterval < AS_PUBLISHED || messageExpiryInterval > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException(
                    "a message expiry interval is 0 to 4,294,967,295, not " + messageExpiryInterval);
        }
    }

    /** The same identifiers with other seconds left. */
    public CopyProperties expiring(long newMessageExpiryInterval) {
        return new CopyProperties(subscriptionIdentifiers, newMessageExpiryInterval);
    }

    public boolean isEmpty() {
        return messageExpiryInterval == AS_PUBLISHED && subscriptionIdentifiers.length == 0;
    }

    /** The message as a peer reads it from this copy, for links that do not encode. */
    public Message applyTo(Message message) {
        if (isEmpty()) {
            return message;
        }
        Properties.Builder properties = message.properties().toBuilder();
        if (messageExpiryInterval != AS_PUBLISHED) {
            properties.number(Property.MESSAGE_EXPIRY_INTERVAL, messageExpiryInterval);
        }
        for (int identifier : subscriptionIdentifiers) {
            properties.number(Property.SUBSCRIPTION_IDENTIFIER, identifier);
        }
        return new Message(message.topic(), message.payload(), properties.build(), message.publisher());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CopyProperties that
                && messageExpiryInterval == that.messageExpiryInterval
                && Arrays.equals(subscriptionIdentifiers, that.subscriptionIdentifiers);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(subscriptionIdentifiers) + Long.hashCode(messageExpiryInterval);
    }

    @Override
    public String toString() {
        return "CopyProperties[" + Arrays.toString(subscriptionIdentifiers)
                + (messageExpiryInterval == AS_PUBLISHED ? "" : ", " + messageExpiryInterval + " s left") + "]";
    }
}
