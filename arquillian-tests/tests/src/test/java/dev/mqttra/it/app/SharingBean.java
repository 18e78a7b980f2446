package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Shares its subscription with others of a group. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "shared/+"),
            @ActivationConfigProperty(propertyName = "sharedSubscription", propertyValue = "crew")
        })
public class SharingBean implements MqttListener {

    @Override
    public void onMessage(MqttMessage message) {}
}
