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

/** Says as whom it runs, and whether that user may into the vault. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "who/+"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "1")
        })
public class WhoBean implements MqttListener {

    @Resource
    private MessageDrivenContext context;

    @EJB
    private Vault vault;

    @Override
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void onMessage(MqttMessage message) {
        Journal.add(message.text() + " by " + context.getCallerPrincipal().getName() + ", " + door());
    }

    private String door() {
        try {
            return vault.open();
        } catch (EJBAccessException e) {
            return "kept out";
        }
    }
}
