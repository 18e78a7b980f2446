package dev.mqttra.interop.clients;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3SubAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The HiveMQ client for 3.1.1. */
final class HiveMqThree implements ForeignClient {
    private final Mqtt3AsyncClient client;
    private final BlockingQueue<Copy> received = new LinkedBlockingQueue<>();

    HiveMqThree(Settings settings) throws Exception {
        client = Mqtt3Client.builder()
                .identifier(settings.id())
                .serverHost("127.0.0.1")
                .serverPort(settings.port())
                .addDisconnectedListener(HiveMqFive::connectAgain)
                .buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, this::onMessage);
        var connect = Mqtt3Connect.builder().cleanSession(settings.clean());
        if (!settings.user().isEmpty()) {
            connect = connect.simpleAuth().username(settings.user()).applySimpleAuth();
        }
        if (settings.will() != null) {
            connect = connect.willPublish(message(settings.will()));
        }
        try {
            client.connect(connect.build()).get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Mqtt3ConnAckException refused) {
                throw new Refused(refused.getMqttMessage().getReturnCode().getCode());
            }
            throw e;
        }
    }

    private static Mqtt3Publish message(Copy copy) {
        return Mqtt3Publish.builder()
                .topic(copy.topic())
                .payload(copy.text().getBytes(StandardCharsets.UTF_8))
                .qos(MqttQos.fromCode(copy.qos()))
                .retain(copy.retain())
                .build();
    }

    private void onMessage(Mqtt3Publish message) {
        String text = new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8);
        received.add(new Copy(
                message.getTopic().toString(), text, message.getQos().getCode(), message.isRetain(), Map.of()));
    }

    @Override
    public int subscribe(String filter, int qos, int identifier) throws Exception {
        try {
            return client.subscribeWith()
                    .topicFilter(filter)
                    .qos(MqttQos.fromCode(qos))
                    .send()
                    .get(20, TimeUnit.SECONDS)
                    .getReturnCodes()
                    .get(0)
                    .getCode();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Mqtt3SubAckException refused) {
                return refused.getMqttMessage().getReturnCodes().get(0).getCode();
            }
            throw e;
        }
    }

    @Override
    public CompletableFuture<Integer> publish(Copy message) {
        return client.publish(message(message)).thenApply(published -> 0);
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
    public void close() throws Exception {
        HiveMqFive.end(client.disconnect());
    }
}
