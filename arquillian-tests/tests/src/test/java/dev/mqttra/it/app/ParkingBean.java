package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** What it has failed with for a third of a second is parked. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "park/+"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "2"),
            @ActivationConfigProperty(propertyName = "maxConcurrency", propertyValue = "1"),
            @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "100"),
            @ActivationConfigProperty(propertyName = "redeliveryMultiplier", propertyValue = "1"),
            @ActivationConfigProperty(propertyName = "maxHold", propertyValue = "350"),
            @ActivationConfigProperty(propertyName = "retryTopic", propertyValue = "retry/{topic}")
        })
public class ParkingBean implements MqttListener {

    @Override
    public void onMessage(MqttMessage message) {
        Deeds.of(message);
    }
}
