package dev.mqttra.benchmarks.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** Does nothing, without a transaction, by MQTT. The descriptor says of which topic, from where and how many at once. */
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class PlainBean implements MqttListener {

    @Override
    public void onMessage(MqttMessage message) {
        Counter.CALLS.increment();
    }
}
