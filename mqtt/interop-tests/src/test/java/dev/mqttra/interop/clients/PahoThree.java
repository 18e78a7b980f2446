package dev.mqttra.interop.clients;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Eclipse Paho for 3.1 and 3.1.1. */
final class PahoThree implements ForeignClient, MqttCallback {
    private static final long TIMEOUT = 20_000;

    private final MqttAsyncClient client;
    private final BlockingQueue<Copy> received = new LinkedBlockingQueue<>();
    private final Map<Integer, CompletableFuture<Integer>> repeated = new ConcurrentHashMap<>();

    PahoThree(Settings settings, int version) throws Exception {
        client = new MqttAsyncClient("tcp://127.0.0.1:" + settings.port(), settings.id(), new MemoryPersistence());
        client.setCallback(this);
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(version);
        options.setCleanSession(settings.clean());
        options.setMaxInflight(1_000);
        options.setAutomaticReconnect(true);
        if (!settings.user().isEmpty()) {
            options.setUserName(settings.user());
        }
        Copy will = settings.will();
        if (will != null) {
            options.setWill(will.topic(), bytes(will.text()), will.qos(), will.retain());
        }
        try {
            client.connect(options).waitForCompletion(TIMEOUT);
        } catch (MqttException e) {
            client.close(true);
            throw new Refused(e.getReasonCode());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int subscribe(String filter, int qos, int identifier) throws MqttException {
        IMqttToken token = client.subscribe(filter, qos);
        try {
            token.waitForCompletion(TIMEOUT);
        } catch (MqttException e) {
            return e.getReasonCode();
        }
        return token.getGrantedQos()[0];
    }

    @Override
    public CompletableFuture<Integer> publish(Copy message) throws MqttException {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        IMqttDeliveryToken token = client.publish(
                message.topic(),
                bytes(message.text()),
                message.qos(),
                message.retain(),
                null,
                new IMqttActionListener() {
                    @Override
                    public void onSuccess(IMqttToken token) {
                        done.complete(0);
                    }

                    @Override
                    public void onFailure(IMqttToken token, Throwable failure) {
                        // The connection broke. The message goes again with the next one: see deliveryComplete.
                    }
                });
        repeated.put(token.getMessageId(), done);
        return done;
    }

    @Override
    public BlockingQueue<Copy> received() {
        return received;
    }

    @Override
    public CompletableFuture<Integer> goodbye() {
        throw new UnsupportedOperationException("3.x has none");
    }

    @Override
    public void connectionLost(Throwable cause) {}

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        String text = new String(message.getPayload(), StandardCharsets.UTF_8);
        received.add(new Copy(topic, text, message.getQos(), message.isRetained(), Map.of()));
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
        CompletableFuture<Integer> done = repeated.remove(token.getMessageId());
        if (done != null) {
            done.complete(0);
        }
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnect().waitForCompletion(TIMEOUT);
        }
        client.close(true);
    }
}
