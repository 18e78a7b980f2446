package dev.mqttra.ra.outbound;

import dev.mqttra.api.MqttException;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.topic.TopicName;
import org.jspecify.annotations.Nullable;

/** An application's message as the protocol knows it. */
final class Messages {
    /** What fits into the remaining length beside the shortest of headers [3.1.1 2.2.3]. */
    private static final int LARGEST = 268_435_455;

    private static final int HEADER = 4;

    private Messages() {}

    /**
     * @param maximumPacketSize the configured bound, null for the protocol's
     * @throws MqttException not retryable, if MQTT 3.1.1 cannot carry the message
     */
    static Message of(MqttMessage message, @Nullable Integer maximumPacketSize) {
        refuse(!message.userProperties().isEmpty(), "userProperties");
        refuse(message.responseTopic().isPresent(), "responseTopic");
        refuse(message.correlationData().isPresent(), "correlationData");
        refuse(message.expiry().isPresent(), "expiry");
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
        return new Message(topic, message.payload());
    }

    static QoS qos(MqttMessage message) {
        return QoS.of(message.qos().ordinal());
    }

    private static void refuse(boolean present, String property) {
        if (present) {
            throw new MqttException(
                    "a message with " + property + " needs MQTT 5.0, and this connection speaks 3.1.1: leave it out",
                    false);
        }
    }
}
