package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** It waits ten minutes before it tries again. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "patient/+"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "2"),
            @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "600000"),
            @ActivationConfigProperty(propertyName = "maxRedeliveryDelay", propertyValue = "600000")
        })
public class PatientBean implements MqttListener {

    @Override
    public void onMessage(MqttMessage message) {
        Deeds.of(message);
    }
}
