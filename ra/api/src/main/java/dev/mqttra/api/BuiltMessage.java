package dev.mqttra.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A message that an application made. */
final class BuiltMessage implements MqttMessage {
    private final String topic;
    private final byte[] payload;
    private final QoS qos;
    private final boolean retained;
    private final List<Map.Entry<String, String>> userProperties;
    private final Optional<String> contentType;
    private final boolean utf8;
    private final Optional<String> responseTopic;
    private final Optional<byte[]> correlationData;
    private final Optional<Duration> expiry;

    BuiltMessage(Builder builder) {
        topic = builder.topic;
        payload = builder.payload;
        qos = builder.qos;
        retained = builder.retained;
        userProperties = List.copyOf(builder.userProperties);
        contentType = builder.contentType;
        utf8 = builder.utf8;
        responseTopic = builder.responseTopic;
        correlationData = builder.correlationData;
        expiry = builder.expiry;
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public byte[] payload() {
        return payload;
    }

    @Override
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    @Override
    public QoS qos() {
        return qos;
    }

    @Override
    public boolean retained() {
        return retained;
    }

    @Override
    public boolean duplicate() {
        return false;
    }

    @Override
    public List<Map.Entry<String, String>> userProperties() {
        return userProperties;
    }

    @Override
    public Optional<String> contentType() {
        return contentType;
    }

    @Override
    public boolean utf8() {
        return utf8;
    }

    @Override
    public Optional<String> responseTopic() {
        return responseTopic;
    }

    @Override
    public Optional<byte[]> correlationData() {
        return correlationData;
    }

    @Override
    public Optional<Duration> expiry() {
        return expiry;
    }

    @Override
    public String toString() {
        return "MqttMessage[" + topic + ", " + qos + (retained ? ", retained" : "") + ", " + payload.length + " bytes]";
    }
}
