package dev.mqttra.interop.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.MqttClientState;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.exceptions.MqttClientStateException;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The HiveMQ client for 5.0. */
final class HiveMqFive implements ForeignClient {
    private final Mqtt5AsyncClient client;
    private final BlockingQueue<Copy> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> goodbye = new CompletableFuture<>();

    HiveMqFive(Settings settings) throws Exception {
        client = Mqtt5Client.builder()
                .identifier(settings.id())
                .serverHost("127.0.0.1")
                .serverPort(settings.port())
                .addDisconnectedListener(HiveMqFive::connectAgain)
                .addDisconnectedListener(this::onDisconnected)
                .buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, this::onMessage);
        var connect =
                Mqtt5Connect.builder().cleanStart(settings.clean()).sessionExpiryInterval(settings.clean() ? 0 : 3_600);
        if (!settings.user().isEmpty()) {
            connect = connect.simpleAuth().username(settings.user()).applySimpleAuth();
        }
        if (settings.will() != null) {
            connect = connect.willPublish(message(settings.will()));
        }
        try {
            client.connect(connect.build()).get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Mqtt5ConnAckException refused) {
                throw new Refused(refused.getMqttMessage().getReasonCode().getCode());
            }
            throw e;
        }
    }

    /** After a broken connection, and not after a refusal or a goodbye. */
    static void connectAgain(MqttClientDisconnectedContext context) {
        boolean again = context.getClientConfig().getState() != MqttClientState.CONNECTING
                && context.getSource() != MqttDisconnectSource.USER
                && !(context.getCause() instanceof Mqtt5DisconnectException);
        context.getReconnector().reconnect(again).delay(50, TimeUnit.MILLISECONDS);
    }

    private void onDisconnected(MqttClientDisconnectedContext context) {
        if (context.getSource() == MqttDisconnectSource.SERVER
                && context.getCause() instanceof Mqtt5DisconnectException cause) {
            goodbye.complete(cause.getMqttMessage().getReasonCode().getCode());
        }
    }

    private static Mqtt5Publish message(Copy copy) {
        var builder = Mqtt5Publish.builder()
                .topic(copy.topic())
                .payload(copy.text().getBytes(UTF_8))
                .qos(MqttQos.fromCode(copy.qos()))
                .retain(copy.retain());
        var users = Mqtt5UserProperties.builder();
        copy.properties().forEach((key, value) -> {
            switch (key) {
                case "contentType" -> builder.contentType(value);
                case "responseTopic" -> builder.responseTopic(value);
                case "correlation" -> builder.correlationData(value.getBytes(UTF_8));
                case "expiry" -> builder.messageExpiryInterval(Long.parseLong(value));
                default -> users.add(key.substring("user:".length()), value);
            }
        });
        return builder.userProperties(users.build()).build();
    }

    private void onMessage(Mqtt5Publish message) {
        Map<String, String> properties = new TreeMap<>();
        message.getContentType().ifPresent(type -> properties.put("contentType", type.toString()));
        message.getResponseTopic().ifPresent(topic -> properties.put("responseTopic", topic.toString()));
        message.getCorrelationData().ifPresent(data -> properties.put("correlation", text(data)));
        message.getMessageExpiryInterval().ifPresent(seconds -> properties.put("expiry", String.valueOf(seconds)));
        message.getUserProperties()
                .asList()
                .forEach(user ->
                        properties.put("user:" + user.getName(), user.getValue().toString()));
        received.add(new Copy(
                message.getTopic().toString(),
                new String(message.getPayloadAsBytes(), UTF_8),
                message.getQos().getCode(),
                message.isRetain(),
                properties));
    }

    private static String text(ByteBuffer bytes) {
        return UTF_8.decode(bytes).toString();
    }

    @Override
    public int subscribe(String filter, int qos, int identifier) throws Exception {
        var subscribe = Mqtt5Subscribe.builder().topicFilter(filter).qos(MqttQos.fromCode(qos));
        try {
            return client.subscribe(subscribe.build())
                    .get(20, TimeUnit.SECONDS)
                    .getReasonCodes()
                    .get(0)
                    .getCode();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Mqtt5SubAckException refused) {
                return refused.getMqttMessage().getReasonCodes().get(0).getCode();
            }
            throw e;
        }
    }

    @Override
    public CompletableFuture<Integer> publish(Copy message) {
        return client.publish(message(message)).thenApply(HiveMqFive::code);
    }

    private static int code(Mqtt5PublishResult result) {
        if (result instanceof Mqtt5PublishResult.Mqtt5Qos1Result one) {
            return one.getPubAck().getReasonCode().getCode();
        }
        if (result instanceof Mqtt5PublishResult.Mqtt5Qos2Result two) {
            return two.getPubRec().getReasonCode().getCode();
        }
        return 0;
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
    public void close() throws Exception {
        end(client.disconnect());
    }

    /** A client that was not connected, or whose connection breaks before the goodbye is out, has ended too. */
    static void end(CompletableFuture<Void> disconnect) throws Exception {
        try {
            disconnect.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof MqttClientStateException
                    || e.getCause() instanceof ConnectionClosedException)) {
                throw e;
            }
        }
    }
}
