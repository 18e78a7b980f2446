package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** A bean with a session of its own at the broker, which outlives the adapter. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "durable/+"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "1"),
            @ActivationConfigProperty(propertyName = "clientId", propertyValue = "durable-bean"),
            @ActivationConfigProperty(propertyName = "cleanStart", propertyValue = "false")
        })
public class DurableBean implements MqttListener {

    @Override
    public void onMessage(MqttMessage message) {
        Journal.add(message.topic() + " " + message.text());
    }
}
