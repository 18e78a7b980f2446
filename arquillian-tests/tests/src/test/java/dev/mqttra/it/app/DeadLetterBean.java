package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** What it fails with three times, or with what is named once, goes to the dead-letter topic. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "letter/+"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "2"),
            @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "20"),
            @ActivationConfigProperty(propertyName = "redeliveryMultiplier", propertyValue = "1"),
            @ActivationConfigProperty(propertyName = "maxRedeliveries", propertyValue = "2"),
            @ActivationConfigProperty(propertyName = "onExhausted", propertyValue = "deadLetter"),
            @ActivationConfigProperty(propertyName = "deadLetterTopic", propertyValue = "dead/{topic}"),
            @ActivationConfigProperty(propertyName = "noRetry", propertyValue = "java.lang.IllegalArgumentException")
        })
public class DeadLetterBean implements MqttListener {

    @Override
    public void onMessage(MqttMessage message) {
        Deeds.of(message);
    }
}
