package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Takes its time for each message. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "slow/#"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "2")
        })
public class SlowBean implements MqttListener {

    @Override
    public void onMessage(MqttMessage message) {
        SlowWork.on(message);
    }
}
