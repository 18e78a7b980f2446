package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Gets the messages of a topic in their order, those of different topics side by side. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "topic-order/#"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "2"),
            @ActivationConfigProperty(propertyName = "order", propertyValue = "topic"),
            @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "10")
        })
public class TopicOrderBean implements MqttListener {

    @Override
    public void onMessage(MqttMessage message) {
        Laps.run(message.topic(), message.text());
    }
}
