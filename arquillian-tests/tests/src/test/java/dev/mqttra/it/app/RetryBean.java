package dev.mqttra.it.app;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.api.TopicFilter;
import dev.mqttra.api.TopicLevel;
import dev.mqttra.api.UserProperty;
import jakarta.ejb.MessageDriven;

/** Takes what another bean's messages were parked as. */
@MessageDriven
public class RetryBean implements MqttEndpoint {

    @TopicFilter("retry/{topic...}")
    public void again(
            @TopicLevel("topic") String topic, @UserProperty("mqttra-topic") String original, MqttMessage message) {
        Journal.add("retry " + topic + " of " + original + " " + message.text());
    }
}
