package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;

/** Does {@link CarelessWork} with what devices send. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "load/+"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "1"),
            @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "50")
        })
public class CarelessBean implements MqttListener {
    @EJB
    private Rows rows;

    @Override
    public void onMessage(MqttMessage message) {
        CarelessWork.on(message, rows);
    }
}
