package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Wants to share its subscription by a version of MQTT that has nothing of the kind. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "a/b"),
            @ActivationConfigProperty(propertyName = "sharedSubscription", propertyValue = "crew"),
            @ActivationConfigProperty(propertyName = "mqttVersion", propertyValue = "3.1.1")
        })
public class OldSharingBean implements MqttListener {

    @Override
    public void onMessage(MqttMessage message) {}
}
