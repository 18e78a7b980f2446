package dev.mqttra.ra.outbound;

import dev.mqttra.api.MqttException;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.topic.TopicName;
import dev.mqttra.ra.message.Terms;
import org.jspecify.annotations.Nullable;

/** An application's message as the protocol knows it. */
final class Messages {
    /** What fits into the remaining length beside the shortest of headers [3.1.1 2.2.3]. */
    private static final int LARGEST = 268_435_455;

    private static final int HEADER = 4;

    private Messages() {}

    /**
     * @param version what the connection speaks, null while nobody knows: then 5.0 is hoped for
     * @param maximumPacketSize the configured bound, null for the protocol's
     * @throws MqttException not retryable, if the version cannot carry the message
     */
    static Message of(MqttMessage message, @Nullable MqttVersion version, @Nullable Integer maximumPacketSize) {
        if (version != null && version != MqttVersion.V5_0) {
            refuse(!message.userProperties().isEmpty(), "userProperties", version);
            refuse(message.responseTopic().isPresent(), "responseTopic", version);
            refuse(message.correlationData().isPresent(), "correlationData", version);
            refuse(message.expiry().isPresent(), "expiry", version);
        }
        TopicName topic;
        try {
            topic = TopicName.of(message.topic());
        } catch (IllegalArgumentException e) {
            throw new MqttException(String.valueOf(e.getMessage()), false, e);
        }
        long size = (long) message.payload().length + topic.utf8().length + HEADER;
        long most = maximumPacketSize == null ? LARGEST : maximumPacketSize;
        if (size > most) {
            throw new MqttException(
                    "a message of " + size + " bytes is larger than "
                            + (maximumPacketSize == null ? "MQTT allows: " : "maximumPacketSize: ") + most,
                    false);
        }
        return new Message(topic, message.payload(), properties(message));
    }

    private static Properties properties(MqttMessage message) {
        Properties.Builder properties = Properties.builder();
        Terms.describe(message, properties);
        message.correlationData().ifPresent(data -> properties.binary(Property.CORRELATION_DATA, data));
        return properties.build();
    }

    private static void refuse(boolean present, String property, MqttVersion version) {
        if (present) {
            throw new MqttException(
                    "a message with " + property + " needs MQTT 5.0, and this connection speaks "
                            + (version == MqttVersion.V3_1 ? "3.1" : "3.1.1") + ": leave it out",
                    false);
        }
    }
}
