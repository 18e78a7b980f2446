package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBAccessException;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** The same, and has a user of its own for messages of nobody. It inherits nothing: Payara wants the listener's own method. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "robot/+"),
            @ActivationConfigProperty(propertyName = "runAsUser", propertyValue = "robot"),
            @ActivationConfigProperty(propertyName = "runAsGroups", propertyValue = "gardeners")
        })
public class RobotBean implements MqttListener {

    @Resource
    private MessageDrivenContext context;

    @EJB
    private Vault vault;

    @Override
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void onMessage(MqttMessage message) {
        String door;
        try {
            door = vault.open();
        } catch (EJBAccessException e) {
            door = "kept out";
        }
        Journal.add(message.text() + " by " + context.getCallerPrincipal().getName() + ", " + door);
    }
}
