package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Is at its first attempt until the transaction has run out of time, and then returns as if nothing had happened. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "late/+"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "2"),
            @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "10")
        })
public class LateBean implements MqttListener {
    private static final long LIMIT_NANOS = Duration.ofSeconds(30).toNanos();
    private static final Set<String> TRIED = ConcurrentHashMap.newKeySet();

    @Resource
    private TransactionSynchronizationRegistry transaction;

    @Override
    public void onMessage(MqttMessage message) {
        boolean first = TRIED.add(message.topic());
        Journal.add(message.topic() + " begins");
        if (first) {
            awaitTimeout();
        }
        Journal.add(message.topic() + " ends with status " + transaction.getTransactionStatus());
    }

    private void awaitTimeout() {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        try {
            while (transaction.getTransactionStatus() == Status.STATUS_ACTIVE && System.nanoTime() - deadline < 0) {
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
