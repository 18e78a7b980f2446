package dev.mqttra.benchmarks.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.annotation.Resource;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.transaction.TransactionSynchronizationRegistry;

/**
 * Does nothing, without a transaction, by MQTT, and fails where there is one. The descriptor says of which topic, from where
 * and how many at once.
 */
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class PlainBean implements MqttListener {

    @Resource
    private TransactionSynchronizationRegistry transactions;

    /** Once for each instance, so that it costs nothing. */
    private boolean looked;

    @Override
    public void onMessage(MqttMessage message) {
        if (!looked) {
            if (transactions.getTransactionKey() != null) {
                throw new IllegalStateException("called in a transaction");
            }
            looked = true;
        }
        Counter.CALLS.increment();
    }
}
