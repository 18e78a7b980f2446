package dev.mqttra.broker.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import dev.mqttra.broker.Broker;
import dev.mqttra.broker.BrokerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The HiveMQ client against the broker. It acknowledges in order and pipelines, both more strictly than Paho. */
class HiveMqClientTest {
    private Broker broker;

    @BeforeEach
    void start() throws IOException {
        broker = Broker.start(
                BrokerConfig.builder().port(0).maximumPacketSize(64 << 20).build(), 2);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void publishesAndSubscribesAtEachQos(MqttQos qos) throws Exception {
        Mqtt3BlockingClient subscriber = connect("sub", true);
        Mqtt3BlockingClient publisher = connect("pub", true);
        try (var messages = subscriber.publishes(MqttGlobalPublishFilter.SUBSCRIBED)) {
            subscriber.subscribeWith().topicFilter("a/+/c").qos(qos).send();
            publisher
                    .publishWith()
                    .topic("a/b/c")
                    .qos(qos)
                    .payload(bytes("hello"))
                    .send();
            Mqtt3Publish message = next(messages);
            assertThat(message.getTopic()).hasToString("a/b/c");
            assertThat(message.getQos()).isEqualTo(qos);
            assertThat(message.getPayloadAsBytes()).isEqualTo(bytes("hello"));
        }
        publisher.disconnect();
        subscriber.disconnect();
    }

    @ParameterizedTest
    @EnumSource
    void manyMessagesInFlightArriveInOrder(MqttQos qos) throws Exception {
        int count = 3_000;
        Mqtt3BlockingClient subscriber = connect("sub", true);
        Mqtt3AsyncClient publisher = connect("pub", true).toAsync();
        try (var messages = subscriber.publishes(MqttGlobalPublishFilter.SUBSCRIBED)) {
            subscriber.subscribeWith().topicFilter("many").qos(qos).send();
            List<CompletableFuture<Mqtt3Publish>> sent = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                sent.add(publisher
                        .publishWith()
                        .topic("many")
                        .qos(qos)
                        .payload(bytes(String.valueOf(i)))
                        .send());
            }
            for (int i = 0; i < count; i++) {
                assertThat(new String(next(messages).getPayloadAsBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(String.valueOf(i));
            }
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        }
        publisher.disconnect().get(20, TimeUnit.SECONDS);
        subscriber.disconnect();
    }

    @Test
    void aSessionKeepsWhatCameWhileTheClientWasAway() throws Exception {
        Mqtt3BlockingClient away = connect("away", false);
        away.subscribeWith().topicFilter("work").qos(MqttQos.EXACTLY_ONCE).send();
        away.disconnect();
        Mqtt3BlockingClient publisher = connect("pub", true);
        for (int i = 0; i < 100; i++) {
            publisher
                    .publishWith()
                    .topic("work")
                    .qos(MqttQos.EXACTLY_ONCE)
                    .payload(bytes("" + i))
                    .send();
        }
        try (var messages = away.publishes(MqttGlobalPublishFilter.ALL)) {
            assertThat(away.connectWith().cleanSession(false).send().isSessionPresent())
                    .isTrue();
            for (int i = 0; i < 100; i++) {
                assertThat(next(messages).getPayloadAsBytes()).isEqualTo(bytes("" + i));
            }
        }
        away.disconnect();
        publisher.disconnect();
    }

    @Test
    void carriesALargePayload() throws Exception {
        byte[] payload = new byte[20 << 20];
        Arrays.fill(payload, (byte) 'x');
        Mqtt3BlockingClient client = connect("both", true);
        try (var messages = client.publishes(MqttGlobalPublishFilter.SUBSCRIBED)) {
            client.subscribeWith()
                    .topicFilter("large")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send();
            client.toAsync()
                    .publishWith()
                    .topic("large")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(payload)
                    .send();
            assertThat(Arrays.equals(next(messages).getPayloadAsBytes(), payload))
                    .isTrue();
        }
        client.disconnect();
    }

    private Mqtt3BlockingClient connect(String clientId, boolean cleanSession) {
        Mqtt3BlockingClient client = MqttClient.builder()
                .useMqttVersion3()
                .identifier(clientId)
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .buildBlocking();
        client.connectWith().cleanSession(cleanSession).send();
        return client;
    }

    private static Mqtt3Publish next(Mqtt3BlockingClient.Mqtt3Publishes messages) throws InterruptedException {
        return messages.receive(20, TimeUnit.SECONDS).orElseThrow(() -> new AssertionError("no message in time"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
