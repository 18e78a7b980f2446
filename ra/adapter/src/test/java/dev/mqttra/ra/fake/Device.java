package dev.mqttra.ra.fake;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A device that is none of our own software: Eclipse Paho's client over TCP. */
public final class Device implements AutoCloseable {

    /** What the device got. */
    public record Received(String topic, String text, int qos, boolean retained) {}

    private final MqttClient client;
    public final List<Received> received = new CopyOnWriteArrayList<>();

    public Device(int port) throws MqttException {
        this(port, null, null);
    }

    /** One that logs in. */
    public Device(int port, String userName, String password) throws MqttException {
        client = new MqttClient(
                "tcp://127.0.0.1:" + port,
                "device-" + UUID.randomUUID().toString().substring(0, 8),
                new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setConnectionTimeout(10);
        if (userName != null) {
            options.setUserName(userName);
            options.setPassword(password.toCharArray());
        }
        // Paho counts a message as in flight for a moment after its publish has returned.
        options.setMaxInflight(100);
        client.connect(options);
    }

    public Device subscribe(String filter, int qos) throws MqttException {
        client.subscribe(
                filter,
                qos,
                (topic, message) -> received.add(
                        new Received(topic, new String(message.getPayload()), message.getQos(), message.isRetained())));
        return this;
    }

    public void publish(String topic, String text, int qos) throws MqttException {
        publish(topic, text, qos, false);
    }

    public void publish(String topic, String text, int qos, boolean retained) throws MqttException {
        MqttMessage message = new MqttMessage(text.getBytes());
        message.setQos(qos);
        message.setRetained(retained);
        client.publish(topic, message);
    }

    public List<String> texts() {
        return received.stream().map(Received::text).toList();
    }

    public boolean isConnected() {
        return client.isConnected();
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnect();
            client.close();
        }
    }
}
