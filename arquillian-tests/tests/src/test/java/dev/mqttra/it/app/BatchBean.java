package dev.mqttra.it.app;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.TopicFilter;
import dev.mqttra.api.TopicLevel;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import java.util.UUID;

/** Stores ten messages at once, and fails after it has done so where one of them is poison. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "batchSize", propertyValue = "10"),
            @ActivationConfigProperty(propertyName = "batchLinger", propertyValue = "2000"),
            @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "20"),
            @ActivationConfigProperty(propertyName = "maxRedeliveries", propertyValue = "1"),
            @ActivationConfigProperty(propertyName = "onExhausted", propertyValue = "deadLetter"),
            @ActivationConfigProperty(propertyName = "deadLetterTopic", propertyValue = "dead/{topic}")
        })
public class BatchBean implements MqttEndpoint {

    @EJB
    private Rows rows;

    @Resource
    private TransactionSynchronizationRegistry transactions;

    @TopicFilter("rows/{run}")
    public void store(@TopicLevel("run") String run, List<String> texts) {
        String call = UUID.randomUUID().toString();
        Journal.add("batch " + run + " of " + texts.size() + " with status " + transactions.getTransactionStatus());
        for (String text : texts) {
            rows.insert(run, text, call);
        }
        if (texts.contains("poison")) {
            throw new IllegalStateException("poison in " + texts.size() + " of " + run);
        }
    }
}
