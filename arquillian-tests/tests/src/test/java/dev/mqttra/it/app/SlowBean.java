package dev.mqttra.it.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Takes two milliseconds for each message. The journal says when it has had all of a topic, and which it had twice. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "slow/#"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "2")
        })
public class SlowBean implements MqttListener {
    private static final long NANOS = 2_000_000;
    private static final Map<String, Set<String>> HAD = new ConcurrentHashMap<>();

    /** @param message its text is which one it is of how many, as {@code 7 of 1000} */
    @Override
    public void onMessage(MqttMessage message) {
        long end = System.nanoTime() + NANOS;
        for (long left = NANOS; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        Set<String> had = HAD.computeIfAbsent(message.topic(), any -> ConcurrentHashMap.newKeySet());
        String[] words = message.text().split(" ");
        if (!had.add(words[0])) {
            Journal.add("twice " + message.topic() + " " + message.text());
        } else if (had.size() == Integer.parseInt(words[2])) {
            Journal.add("all of " + message.topic());
        }
    }
}
