package dev.mqttra.it.app;

import dev.mqttra.api.MqttConnection;
import dev.mqttra.api.MqttConnectionFactory;
import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers what arrives under {@code in/} under {@code out/}, in the same transaction, and does before what the payload
 * asks for: {@code gate NAME} waits at a gate inside the commit, {@code fail N} fails at the first N attempts.
 */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "in/#"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "2"),
            @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "100")
        })
public class EchoBean implements MqttListener {
    private static final Map<String, Integer> ATTEMPTS = new ConcurrentHashMap<>();

    @Inject
    private MqttConnectionFactory mqtt;

    @Resource
    private MessageDrivenContext context;

    @Resource
    private TransactionSynchronizationRegistry transaction;

    @Override
    public void onMessage(MqttMessage message) {
        Journal.add("in " + message.topic() + " " + message.qos() + " " + message.text());
        String[] words = message.text().split(" ");
        switch (words[0]) {
            case "gate" -> Journal.passInCommit(words[1], transaction);
            case "fail" -> fail(message, Integer.parseInt(words[1]));
            default -> answer(message, message.text());
        }
    }

    private void fail(MqttMessage message, int failures) {
        int attempt = ATTEMPTS.merge(message.topic(), 1, Integer::sum);
        answer(message, "attempt " + attempt);
        if (attempt <= failures) {
            if (attempt % 2 == 1) {
                throw new IllegalStateException("Attempt " + attempt + " fails as the test asked for");
            }
            context.setRollbackOnly();
        }
    }

    private void answer(MqttMessage message, String text) {
        try (MqttConnection connection = mqtt.getConnection()) {
            connection.publish(MqttMessage.to(message.topic().replaceFirst("in/", "out/"))
                    .text(text)
                    .qos(message.qos())
                    .build());
        }
    }
}
