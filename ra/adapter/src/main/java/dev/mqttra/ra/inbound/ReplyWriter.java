package dev.mqttra.ra.inbound;

import dev.mqttra.api.MqttMessage;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.topic.TopicName;
import dev.mqttra.ra.log.Log;
import dev.mqttra.ra.message.Terms;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the answer to a request from what a method has returned: a String in UTF-8 and a byte[] as they are, a
 * MqttMessage as it is except for its topic and correlation data, which are the request's, everything else as JSON.
 * Thread-safe.
 */
final class ReplyWriter {
    private static final String JSON = "application/json";

    private final String bean;
    private final String method;
    private final @Nullable Function<Object, byte[]> json;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * @param bean for the log, as is the method
     * @param json throws what JSON Binding throws where a value cannot be written; null where nothing needs it
     */
    ReplyWriter(String bean, String method, @Nullable Function<Object, byte[]> json) {
        this.bean = bean;
        this.method = method;
        this.json = json;
    }

    /**
     * The answer.
     *
     * @return null where there is none: the method returned null, or the request has no response topic that one can
     *     publish to. The latter is logged once
     * @throws RuntimeException if the result cannot be written
     */
    @Nullable
    Reply reply(ReceivedMessage request, @Nullable Object result) {
        if (result == null) {
            return null;
        }
        TopicName topic = responseTopic(request);
        if (topic == null) {
            return null;
        }
        Properties.Builder properties = Properties.builder();
        request.correlationData().ifPresent(data -> properties.binary(Property.CORRELATION_DATA, data));
        if (result instanceof MqttMessage message) {
            return ofMessage(topic, message, properties);
        }
        byte[] payload;
        if (result instanceof byte[] bytes) {
            payload = bytes;
        } else if (result instanceof String text) {
            payload = text.getBytes(StandardCharsets.UTF_8);
        } else {
            payload = Objects.requireNonNull(json).apply(result);
            properties.string(Property.CONTENT_TYPE, JSON);
        }
        return new Reply(new Message(topic, payload, properties.build()), QoS.AT_LEAST_ONCE, false);
    }

    private static Reply ofMessage(TopicName topic, MqttMessage message, Properties.Builder properties) {
        Terms.describe(message, properties);
        return new Reply(
                new Message(topic, message.payload(), properties.build()), Terms.qos(message), message.retained());
    }

    private @Nullable TopicName responseTopic(ReceivedMessage request) {
        String name = request.responseTopic().orElse(null);
        if (name == null) {
            tell("the request has no response topic");
            return null;
        }
        try {
            return TopicName.of(name);
        } catch (IllegalArgumentException e) {
            tell("the request's response topic: " + e.getMessage());
            return null;
        }
    }

    private void tell(String why) {
        if (told.compareAndSet(false, true)) {
            Log.resultDropped(bean, method, why);
        }
    }
}
