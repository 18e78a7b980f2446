package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** It stops at what it fails with. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "stop/+"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "2"),
            @ActivationConfigProperty(propertyName = "maxRedeliveries", propertyValue = "0"),
            @ActivationConfigProperty(propertyName = "onExhausted", propertyValue = "stop")
        })
public class StoppingBean implements MqttListener {

    @Override
    public void onMessage(MqttMessage message) {
        Deeds.of(message);
    }
}
