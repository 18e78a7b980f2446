package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Wants dead letters, and does not say where they go. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "a/b"),
            @ActivationConfigProperty(propertyName = "maxRedeliveries", propertyValue = "3"),
            @ActivationConfigProperty(propertyName = "onExhausted", propertyValue = "deadLetter")
        })
public class DeadEndBean implements MqttListener {

    @Override
    public void onMessage(MqttMessage message) {}
}
