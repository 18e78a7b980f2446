package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Has a hundred messages of QoS 0 wait for it, the latest. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "flood/+"),
            @ActivationConfigProperty(propertyName = "qos0Buffer", propertyValue = "100")
        })
public class FloodedBean implements MqttListener {

    @Override
    public void onMessage(MqttMessage message) {
        Journal.add("flood " + message.topic() + " " + message.text());
    }
}
