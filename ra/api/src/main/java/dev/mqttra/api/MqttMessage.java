package dev.mqttra.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An application message. Immutable and thread-safe. {@link #to} begins a new one.
 *
 * <p>User properties, content type, payload format indicator, response topic, correlation data and expiry are MQTT 5.0's. A
 * message that came by 3.1.1 has none of them. Of a message that leaves by 3.1.1 the content type and the payload format
 * indicator, which only describe, are left out; with any other of them it is refused.
 */
public interface MqttMessage {

    /** Begins a message for a topic: QoS 1, not retained, empty payload. */
    static Builder to(String topic) {
        return new Builder(topic);
    }

    /** The topic name. */
    String topic();

    /** The payload, not copied: every receiver of the message shares the array, so it must not be modified. */
    byte[] payload();

    /** The payload as UTF-8. Malformed bytes become U+FFFD. */
    String text();

    /**
     * The payload bound to a type by the server's Jakarta JSON Binding.
     *
     * @throws jakarta.json.bind.JsonbException if it does not fit
     */
    default <T> T json(Class<T> type) {
        return Json.read(payload(), type);
    }

    /** At which QoS it came, or is to leave. */
    QoS qos();

    /** Came: the broker had kept it and sent it because of a new subscription. Is to leave: the broker shall keep it. */
    boolean retained();

    /** Whether the broker marks it as perhaps sent before (DUP). False in a message that is to leave. */
    boolean duplicate();

    /** In their order; a name may repeat. Unmodifiable. */
    List<Map.Entry<String, String>> userProperties();

    /** The first user property of a name. */
    default Optional<String> userProperty(String name) {
        Objects.requireNonNull(name);
        return userProperties().stream()
                .filter(property -> property.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** What the payload is, for instance a MIME type. */
    Optional<String> contentType();

    /**
     * Whether the publisher says that the payload is UTF-8 (the payload format indicator). Brokers may hold it to that.
     * Where this is false the payload may be UTF-8 all the same.
     */
    boolean utf8();

    /** The topic for an answer. */
    Optional<String> responseTopic();

    /** What an answer has to repeat. Shared as {@link #payload()} is. */
    Optional<byte[]> correlationData();

    /** How long it is worth delivering; of a message that came, what is left. Whole seconds. */
    Optional<Duration> expiry();

    /** Collects a message. Not thread-safe. */
    final class Builder {
        private static final long EXPIRY_MAXIMUM = 0xFFFF_FFFFL;

        final String topic;
        byte[] payload = {};
        QoS qos = QoS.AT_LEAST_ONCE;
        boolean retained;
        final List<Map.Entry<String, String>> userProperties = new ArrayList<>();
        Optional<String> contentType = Optional.empty();
        boolean utf8;
        Optional<String> responseTopic = Optional.empty();
        Optional<byte[]> correlationData = Optional.empty();
        Optional<Duration> expiry = Optional.empty();

        private Builder(String topic) {
            this.topic = Objects.requireNonNull(topic, "topic");
        }

        /** Copies the payload. */
        public Builder payload(byte[] newPayload) {
            payload = newPayload.clone();
            return this;
        }

        /** The payload in UTF-8. */
        public Builder text(String text) {
            payload = text.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        /**
         * The payload as the server's Jakarta JSON Binding writes the value; the content type becomes
         * {@code application/json}.
         *
         * @throws jakarta.json.bind.JsonbException if it cannot be written
         */
        public Builder json(Object value) {
            payload = Json.write(value);
            return contentType("application/json");
        }

        public Builder qos(QoS newQos) {
            qos = Objects.requireNonNull(newQos, "qos");
            return this;
        }

        /** The broker shall keep the message for later subscribers; with an empty payload, forget the one it keeps. */
        public Builder retained() {
            return retained(true);
        }

        public Builder retained(boolean newRetained) {
            retained = newRetained;
            return this;
        }

        /** Adds one; a name may repeat. */
        public Builder userProperty(String name, String value) {
            userProperties.add(Map.entry(name, value));
            return this;
        }

        public Builder contentType(String newContentType) {
            contentType = Optional.of(newContentType);
            return this;
        }

        /** Says that the payload is UTF-8, as that of {@link #text} and {@link #json} is. They do not say so by themselves. */
        public Builder utf8() {
            return utf8(true);
        }

        public Builder utf8(boolean newUtf8) {
            utf8 = newUtf8;
            return this;
        }

        public Builder responseTopic(String newResponseTopic) {
            responseTopic = Optional.of(newResponseTopic);
            return this;
        }

        /** Copies the data. */
        public Builder correlationData(byte[] newCorrelationData) {
            correlationData = Optional.of(newCorrelationData.clone());
            return this;
        }

        /**
         * @param newExpiry 1 second to 2<sup>32</sup> - 1 seconds; a fraction of a second is rounded up
         * @throws IllegalArgumentException if it is outside that range
         */
        public Builder expiry(Duration newExpiry) {
            long seconds = newExpiry.toSeconds() + (newExpiry.toNanosPart() > 0 ? 1 : 0);
            if (seconds < 1 || seconds > EXPIRY_MAXIMUM) {
                throw new IllegalArgumentException("expiry is 1 to " + EXPIRY_MAXIMUM + " seconds, not " + newExpiry);
            }
            expiry = Optional.of(Duration.ofSeconds(seconds));
            return this;
        }

        /**
         * @throws IllegalArgumentException if the topic is not a topic name: 1 to 65,535 bytes of UTF-8 without
         *     wildcards and U+0000; or if the payload is said to be UTF-8 and is not
         */
        public MqttMessage build() {
            TopicNames.check(topic);
            responseTopic.ifPresent(TopicNames::check);
            if (utf8) {
                checkUtf8();
            }
            return new BuiltMessage(this);
        }

        private void checkUtf8() {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload));
            } catch (CharacterCodingException e) {
                throw new IllegalArgumentException("the payload is not UTF-8: leave out utf8()", e);
            }
        }
    }
}
