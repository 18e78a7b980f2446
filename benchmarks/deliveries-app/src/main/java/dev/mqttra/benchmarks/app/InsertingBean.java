package dev.mqttra.benchmarks.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.EJB;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** Writes one row, in a transaction, by MQTT. The descriptor says of which topic, from where and how many at once. */
@TransactionAttribute(TransactionAttributeType.REQUIRED)
public class InsertingBean implements MqttListener {
    @EJB
    private Row row;

    @Override
    public void onMessage(MqttMessage message) {
        row.insert(message.payload());
        Counter.CALLS.increment();
    }
}
