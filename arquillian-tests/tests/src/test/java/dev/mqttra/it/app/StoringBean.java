package dev.mqttra.it.app;

import dev.mqttra.api.MqttConnection;
import dev.mqttra.api.MqttConnectionFactory;
import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import javax.naming.NamingException;

/**
 * Stores each message in a row, and does what it says beside that in the same transaction: {@code answer} publishes,
 * {@code another} lets another resource take part.
 */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "store/+"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "2")
        })
public class StoringBean implements MqttListener {
    @Inject
    private MqttConnectionFactory mqtt;

    @EJB
    private Rows rows;

    @Override
    public void onMessage(MqttMessage message) {
        rows.insert(message.topic(), message.text(), "");
        switch (message.text()) {
            case "answer" -> answer(message);
            case "another" -> enlist(new OtherResource());
            default -> {}
        }
    }

    private void answer(MqttMessage message) {
        try (MqttConnection connection = mqtt.getConnection()) {
            connection.publish(
                    MqttMessage.to("stored/" + message.topic()).text("stored").build());
        }
    }

    private static void enlist(OtherResource resource) {
        try {
            ServerTransactions.manager().getTransaction().enlistResource(resource);
        } catch (NamingException | RollbackException | SystemException e) {
            throw new IllegalStateException(e);
        }
    }
}
