package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.util.concurrent.atomic.AtomicInteger;

/** May be called eight times at once, and has fewer instances in the server's pool. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "slow/#"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "2"),
            @ActivationConfigProperty(propertyName = "maxConcurrency", propertyValue = "8"),
            @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "10")
        })
public class CrampedBean implements MqttListener {
    private static final AtomicInteger NOW = new AtomicInteger();

    @Override
    public void onMessage(MqttMessage message) {
        Journal.add("at once " + NOW.incrementAndGet());
        try {
            SlowWork.on(message);
        } finally {
            NOW.decrementAndGet();
        }
    }
}
