package dev.mqttra.it.app;

import dev.mqttra.api.MqttConnection;
import dev.mqttra.api.MqttConnectionFactory;
import dev.mqttra.api.MqttMessage;
import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Publishes with and without a transaction. */
@Stateless
public class Publisher {

    @Inject
    private MqttConnectionFactory mqtt;

    @Resource
    private SessionContext context;

    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void now(MqttMessage message) {
        publish(message);
    }

    /** Publishes in a transaction that ends when the gate is opened. */
    public void inTransaction(MqttMessage message, String gate, boolean commit) {
        publish(message);
        Journal.pass(gate);
        if (!commit) {
            context.setRollbackOnly();
        }
    }

    private void publish(MqttMessage message) {
        try (MqttConnection connection = mqtt.getConnection()) {
            connection.publish(message);
        }
    }
}
