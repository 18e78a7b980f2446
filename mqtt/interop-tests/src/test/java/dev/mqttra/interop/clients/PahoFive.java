package dev.mqttra.interop.clients;

import static java.util.stream.Collectors.joining;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** Eclipse Paho for 5.0. */
final class PahoFive implements ForeignClient, MqttCallback {
    private static final long TIMEOUT = 20_000;

    private final MqttAsyncClient client;
    private final BlockingQueue<Copy> received = new LinkedBlockingQueue<>();
    private final Map<Integer, CompletableFuture<Integer>> repeated = new ConcurrentHashMap<>();
    private final CompletableFuture<Integer> goodbye = new CompletableFuture<>();

    PahoFive(Settings settings) throws Exception {
        client = new MqttAsyncClient("tcp://127.0.0.1:" + settings.port(), settings.id(), new MemoryPersistence());
        client.setCallback(this);
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(settings.clean());
        options.setSessionExpiryInterval(settings.clean() ? 0L : 3_600L);
        options.setAutomaticReconnect(true);
        // Otherwise the client numbers every subscription itself.
        options.setUseSubscriptionIdentifiers(false);
        if (!settings.user().isEmpty()) {
            options.setUserName(settings.user());
        }
        if (settings.will() != null) {
            options.setWill(settings.will().topic(), message(settings.will()));
        }
        try {
            client.connect(options).waitForCompletion(TIMEOUT);
        } catch (MqttException e) {
            client.close(true);
            throw new Refused(e.getReasonCode());
        }
    }

    private static MqttMessage message(Copy copy) {
        byte[] payload = copy.text().getBytes(StandardCharsets.UTF_8);
        return new MqttMessage(payload, copy.qos(), copy.retain(), properties(copy.properties()));
    }

    private static MqttProperties properties(Map<String, String> from) {
        MqttProperties to = new MqttProperties();
        from.forEach((key, value) -> {
            switch (key) {
                case "contentType" -> to.setContentType(value);
                case "responseTopic" -> to.setResponseTopic(value);
                case "correlation" -> to.setCorrelationData(value.getBytes(StandardCharsets.UTF_8));
                case "expiry" -> to.setMessageExpiryInterval(Long.valueOf(value));
                default -> to.getUserProperties().add(new UserProperty(key.substring("user:".length()), value));
            }
        });
        return to;
    }

    private static Map<String, String> properties(MqttProperties from) {
        Map<String, String> to = new TreeMap<>();
        put(to, "contentType", from.getContentType());
        put(to, "responseTopic", from.getResponseTopic());
        byte[] correlation = from.getCorrelationData();
        put(to, "correlation", correlation == null ? null : new String(correlation, StandardCharsets.UTF_8));
        put(to, "expiry", from.getMessageExpiryInterval());
        from.getUserProperties().forEach(user -> to.put("user:" + user.getKey(), user.getValue()));
        List<Integer> ids = from.getSubscriptionIdentifiers();
        if (!ids.isEmpty()) {
            to.put("ids", ids.stream().sorted().map(String::valueOf).collect(joining(",")));
        }
        return to;
    }

    private static void put(Map<String, String> to, String key, Object value) {
        if (value != null) {
            to.put(key, value.toString());
        }
    }

    @Override
    public int subscribe(String filter, int qos, int identifier) throws MqttException {
        MqttProperties properties = new MqttProperties();
        if (identifier > 0) {
            properties.setSubscriptionIdentifier(identifier);
        }
        MqttSubscription[] subscriptions = {new MqttSubscription(filter, qos)};
        IMqttToken token = client.subscribe(subscriptions, null, null, properties);
        try {
            token.waitForCompletion(TIMEOUT);
        } catch (MqttException e) {
            return e.getReasonCode();
        }
        return token.getReasonCodes()[0];
    }

    @Override
    public CompletableFuture<Integer> publish(Copy message) throws MqttException {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        IMqttToken token = client.publish(message.topic(), message(message), null, new MqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                done.complete(code(token));
            }

            @Override
            public void onFailure(IMqttToken token, Throwable failure) {
                // The connection broke. The message goes again with the next one: see deliveryComplete.
            }
        });
        repeated.put(token.getMessageId(), done);
        return done;
    }

    private static int code(IMqttToken token) {
        int[] codes = token.getReasonCodes();
        return codes == null || codes.length == 0 ? 0 : codes[0];
    }

    @Override
    public BlockingQueue<Copy> received() {
        return received;
    }

    @Override
    public CompletableFuture<Integer> goodbye() {
        return goodbye;
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        String text = new String(message.getPayload(), StandardCharsets.UTF_8);
        received.add(
                new Copy(topic, text, message.getQos(), message.isRetained(), properties(message.getProperties())));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        if (response.getReturnCode() >= 0x80) {
            goodbye.complete(response.getReturnCode());
        }
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {
        CompletableFuture<Integer> done = repeated.get(token.getMessageId());
        if (done != null) {
            done.complete(code(token));
        }
    }

    @Override
    public void connectComplete(boolean reconnect, String server) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnect().waitForCompletion(TIMEOUT);
        }
        client.close(true);
    }
}
