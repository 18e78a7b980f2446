package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Has a topic filter that is none. */
@MessageDriven(
        activationConfig = @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "wrong/#/filter"))
public class WrongFilterBean implements MqttListener {

    @Override
    public void onMessage(MqttMessage message) {}
}
