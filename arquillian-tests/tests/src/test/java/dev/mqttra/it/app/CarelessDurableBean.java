package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;

/** Does {@link CarelessWork}, and has a session of its own at the broker. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "load/+"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "1"),
            @ActivationConfigProperty(propertyName = "clientId", propertyValue = "careless-bean"),
            @ActivationConfigProperty(propertyName = "cleanStart", propertyValue = "false"),
            @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "50")
        })
public class CarelessDurableBean implements MqttListener {
    @EJB
    private Rows rows;

    @Override
    public void onMessage(MqttMessage message) {
        CarelessWork.on(message, rows);
    }
}
