package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** What it fails with twice is dropped. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "drop/+"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "2"),
            @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "20"),
            @ActivationConfigProperty(propertyName = "maxRedeliveries", propertyValue = "1"),
            @ActivationConfigProperty(propertyName = "onExhausted", propertyValue = "drop")
        })
public class DroppingBean implements MqttListener {

    @Override
    public void onMessage(MqttMessage message) {
        Deeds.of(message);
    }
}
