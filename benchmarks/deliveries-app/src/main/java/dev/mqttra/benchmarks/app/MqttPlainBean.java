package dev.mqttra.benchmarks.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** Does nothing, without a transaction, by MQTT. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "bench/plain"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "1"),
            @ActivationConfigProperty(propertyName = "maxConcurrency", propertyValue = "2")
        })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class MqttPlainBean implements MqttListener {

    @Override
    public void onMessage(MqttMessage message) {

        Counter.CALLS.increment();
    }
}
