package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** What it fails with twice is refused to the device. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "refuse/+"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "2"),
            @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "20"),
            @ActivationConfigProperty(propertyName = "maxRedeliveries", propertyValue = "1"),
            @ActivationConfigProperty(propertyName = "onExhausted", propertyValue = "refuse")
        })
public class RefusingBean implements MqttListener {

    @Override
    public void onMessage(MqttMessage message) {
        Deeds.of(message);
    }
}
