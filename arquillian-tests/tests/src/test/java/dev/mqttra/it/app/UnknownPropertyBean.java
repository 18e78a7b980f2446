package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Misspells a property. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "a/b"),
            @ActivationConfigProperty(propertyName = "maxConcurency", propertyValue = "3")
        })
public class UnknownPropertyBean implements MqttListener {

    @Override
    public void onMessage(MqttMessage message) {}
}
