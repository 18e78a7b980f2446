package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import javax.naming.NamingException;

/** Leaves a transaction on its thread, behind the container's back: as Payara does where a delivery is cut off. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "leave/+"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "1")
        })
public class LeavingBean implements MqttListener {

    @Override
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void onMessage(MqttMessage message) {
        try {
            TransactionManager transactions = ServerTransactions.manager();
            if (transactions.getTransaction() == null) {
                transactions.begin();
            }
        } catch (NamingException | NotSupportedException | SystemException e) {
            throw new IllegalStateException(e);
        }
    }
}
