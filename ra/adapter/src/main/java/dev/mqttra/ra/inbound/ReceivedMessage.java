package dev.mqttra.ra.inbound;

import dev.mqttra.api.MqttMessage;
import dev.mqttra.api.QoS;
import dev.mqttra.client.Delivery;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A message as a bean sees it. Reads the shared message when asked, so that a bean pays for what it looks at. */
final class ReceivedMessage implements MqttMessage {
    private static final QoS[] QOS = QoS.values();

    private final Delivery delivery;

    ReceivedMessage(Delivery delivery) {
        this.delivery = delivery;
    }

    @Override
    public String topic() {
        return delivery.message().topic().toString();
    }

    @Override
    public byte[] payload() {
        return delivery.message().payload();
    }

    @Override
    public String text() {
        return new String(payload(), StandardCharsets.UTF_8);
    }

    @Override
    public QoS qos() {
        return QOS[delivery.qos().value()];
    }

    @Override
    public boolean retained() {
        return delivery.retain();
    }

    @Override
    public boolean duplicate() {
        return delivery.dup();
    }

    @Override
    public List<Map.Entry<String, String>> userProperties() {
        return properties().userProperties().stream()
                .map(property -> Map.entry(property.name(), property.value()))
                .toList();
    }

    @Override
    public Optional<String> contentType() {
        return Optional.ofNullable(properties().string(Property.CONTENT_TYPE));
    }

    @Override
    public boolean utf8() {
        return properties().number(Property.PAYLOAD_FORMAT_INDICATOR, 0) == 1;
    }

    @Override
    public Optional<String> responseTopic() {
        return Optional.ofNullable(properties().string(Property.RESPONSE_TOPIC));
    }

    @Override
    public Optional<byte[]> correlationData() {
        return Optional.ofNullable(properties().binary(Property.CORRELATION_DATA));
    }

    @Override
    public Optional<Duration> expiry() {
        long seconds = properties().number(Property.MESSAGE_EXPIRY_INTERVAL, -1);
        return seconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    private Properties properties() {
        return delivery.message().properties();
    }

    @Override
    public String toString() {
        return "MqttMessage[" + topic() + ", " + qos() + (retained() ? ", retained" : "") + ", " + payload().length
                + " bytes]";
    }
}
