package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** A bean without a transaction: what it gets is acknowledged when it returns. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "plain/+"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "1")
        })
public class PlainBean implements MqttListener {

    @Override
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void onMessage(MqttMessage message) {
        Journal.pass(message.text());
    }
}
