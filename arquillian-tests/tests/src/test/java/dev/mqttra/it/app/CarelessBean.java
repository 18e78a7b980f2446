package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Stores each message in a row, with some milliseconds of work, and fails once with one in a hundred. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "load/+"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "1"),
            @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "50")
        })
public class CarelessBean implements MqttListener {
    private static final int FAILING = 100;
    private static final Set<String> FAILED = ConcurrentHashMap.newKeySet();

    @EJB
    private Rows rows;

    @Override
    public void onMessage(MqttMessage message) {
        rows.insert(message.topic(), message.text(), "");
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        if (Integer.parseInt(message.text()) % FAILING == 0 && FAILED.add(message.text())) {
            throw new IllegalStateException("once in a hundred");
        }
    }
}
