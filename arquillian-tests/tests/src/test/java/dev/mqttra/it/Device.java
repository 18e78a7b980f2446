package dev.mqttra.it;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A device in the field: an Eclipse Paho client in the test's own JVM. */
final class Device implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** A message that the device got. */
    record Received(String topic, String text, int qos, boolean retained) {}

    private final MqttAsyncClient client;
    private final List<Received> received = new CopyOnWriteArrayList<>();

    private Device(MqttAsyncClient client) {
        this.client = client;
    }

    /** Connects; the port may not be open yet, because a hosted broker opens it with the application. */
    static Device connect(int port) {
        return connect(port, null, null);
    }

    /** The same, with a login where there is a user. */
    static Device connect(int port, String user, String password) {
        await().atMost(LIMIT).ignoreExceptions().until(() -> {
            new java.net.Socket("127.0.0.1", port).close();
            return true;
        });
        try {
            Device device = new Device(new MqttAsyncClient(
                    "tcp://127.0.0.1:" + port, "device-" + UUID.randomUUID(), new MemoryPersistence()));
            MqttConnectOptions options = new MqttConnectOptions();
            options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
            if (user != null) {
                options.setUserName(user);
                options.setPassword(password.toCharArray());
            }
            device.client.connect(options).waitForCompletion(LIMIT.toMillis());
            return device;
        } catch (MqttException e) {
            throw new IllegalStateException("Cannot connect to port " + port, e);
        }
    }

    Device subscribe(String filter, int qos) {
        try {
            client.subscribe(filter, qos, (topic, message) -> received.add(received(topic, message)))
                    .waitForCompletion(LIMIT.toMillis());
            return this;
        } catch (MqttException e) {
            throw new IllegalStateException("Cannot subscribe to " + filter, e);
        }
    }

    /** Publishes; the token completes with the broker's PUBACK or PUBCOMP. */
    IMqttDeliveryToken publish(String topic, String text, int qos, boolean retained) {
        try {
            return client.publish(topic, text.getBytes(StandardCharsets.UTF_8), qos, retained);
        } catch (MqttException e) {
            throw new IllegalStateException("Cannot publish to " + topic, e);
        }
    }

    IMqttDeliveryToken publish(String topic, String text, int qos) {
        return publish(topic, text, qos, false);
    }

    static void awaitAcknowledgement(IMqttDeliveryToken token) {
        await().atMost(LIMIT).until(token::isComplete);
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    List<String> texts() {
        return received.stream().map(Received::text).toList();
    }

    /** Waits until the device has got this many messages. */
    List<Received> awaitMessages(int count) {
        await().atMost(LIMIT).until(() -> received.size() >= count);
        return received();
    }

    @Override
    public void close() {
        try {
            client.disconnectForcibly(100, 100);
            client.close(true);
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Received received(String topic, MqttMessage message) {
        String text = new String(message.getPayload(), StandardCharsets.UTF_8);
        return new Received(topic, text, message.getQos(), message.isRetained());
    }
}
