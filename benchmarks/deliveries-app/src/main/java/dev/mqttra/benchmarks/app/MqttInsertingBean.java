package dev.mqttra.benchmarks.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** Writes one row, in a transaction, by MQTT. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "bench/inserting"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "1"),
            @ActivationConfigProperty(propertyName = "maxConcurrency", propertyValue = "2")
        })
@TransactionAttribute(TransactionAttributeType.REQUIRED)
public class MqttInsertingBean implements MqttListener {
    @EJB
    private Row row;

    @Override
    public void onMessage(MqttMessage message) {
        row.insert(message.payload());
        Counter.CALLS.increment();
    }
}
