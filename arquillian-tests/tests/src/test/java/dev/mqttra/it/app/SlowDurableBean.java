package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Takes its time for each message, and has a session of its own at the broker. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "slow/#"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "2"),
            @ActivationConfigProperty(propertyName = "clientId", propertyValue = "slow-bean"),
            @ActivationConfigProperty(propertyName = "cleanStart", propertyValue = "false")
        })
public class SlowDurableBean implements MqttListener {

    @Override
    public void onMessage(MqttMessage message) {
        SlowWork.on(message);
    }
}
