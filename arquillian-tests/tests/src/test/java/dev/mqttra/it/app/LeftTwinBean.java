package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Has the client identifier of its twin: whichever is activated second is refused. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "in/#"),
            @ActivationConfigProperty(propertyName = "clientId", propertyValue = "twin")
        })
public class LeftTwinBean implements MqttListener {

    @Override
    public void onMessage(MqttMessage message) {}
}
