package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Wants a session that stays, and does not say whose. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "a/b"),
            @ActivationConfigProperty(propertyName = "cleanStart", propertyValue = "false")
        })
public class NamelessDurableBean implements MqttListener {

    @Override
    public void onMessage(MqttMessage message) {}
}
