package dev.mqttra.broker.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.Broker;
import dev.mqttra.broker.BrokerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Eclipse Paho against the broker. */
class PahoTest {
    private static final long TIMEOUT = 20_000;

    private record Received(String topic, MqttMessage message) {
        String text() {
            return new String(message.getPayload(), StandardCharsets.UTF_8);
        }
    }

    private Broker broker;

    @BeforeEach
    void start() throws IOException {
        broker = Broker.start(
                BrokerConfig.builder().port(0).maximumPacketSize(64 << 20).build());
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void publishesAndSubscribesAtEachQos(int qos) throws Exception {
        try (Client subscriber = new Client("sub", true);
                Client publisher = new Client("pub", true)) {
            subscriber.subscribe("plant/+/temperature", qos);
            publisher.publish("plant/7/temperature", "21.5", qos, false);
            Received received = subscriber.next();
            assertThat(received.topic()).isEqualTo("plant/7/temperature");
            assertThat(received.text()).isEqualTo("21.5");
            assertThat(received.message().getQos()).isEqualTo(qos);
            assertThat(received.message().isRetained()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void manyMessagesArriveOnceAndInOrder(int qos) throws Exception {
        int count = 5_000;
        try (Client subscriber = new Client("sub", true);
                Client publisher = new Client("pub", true)) {
            subscriber.subscribe("many", qos);
            for (int i = 0; i < count; i++) {
                publisher.publish("many", String.valueOf(i), qos, false);
            }
            for (int i = 0; i < count; i++) {
                assertThat(subscriber.next().text()).isEqualTo(String.valueOf(i));
            }
            assertThat(subscriber.received).isEmpty();
        }
    }

    @Test
    void keepsARetainedMessageUntilItIsCleared() throws Exception {
        try (Client publisher = new Client("pub", true)) {
            publisher.publish("state/7", "on", 1, true);
            try (Client late = new Client("late", true)) {
                late.subscribe("state/#", 1);
                Received received = late.next();
                assertThat(received.text()).isEqualTo("on");
                assertThat(received.message().isRetained()).isTrue();
                publisher.publish("state/7", "", 1, true);
                assertThat(late.next().message().isRetained()).isFalse();
            }
            try (Client later = new Client("later", true)) {
                later.subscribe("state/#", 1);
                publisher.publish("state/end", "end", 1, false);
                assertThat(later.next().text()).isEqualTo("end");
            }
        }
    }

    @Test
    void publishesTheWillOfAClientThatIsGone() throws Exception {
        try (Client watcher = new Client("watcher", true)) {
            watcher.subscribe("alive/#", 1);
            MqttConnectOptions options = new MqttConnectOptions();
            options.setWill("alive/doomed", "gone".getBytes(StandardCharsets.UTF_8), 1, false);
            Client doomed = new Client("doomed", options);
            doomed.client.disconnectForcibly(0, 1, false);
            assertThat(watcher.next().text()).isEqualTo("gone");
        }
    }

    @Test
    void resumesASessionWithMessagesInFlightAndWaiting() throws Exception {
        Client slow = new Client("slow", false);
        slow.subscribe("work", 1);
        slow.client.setManualAcks(true);
        try (Client publisher = new Client("pub", true)) {
            publisher.publish("work", "in flight", 1, false);
            assertThat(slow.next().text()).isEqualTo("in flight");
            slow.client.disconnectForcibly(0, 1, false);
            slow.client.close(true);
            publisher.publish("work", "while away", 1, false);
            try (Client again = new Client("slow", false)) {
                assertThat(again.sessionPresent).isTrue();
                assertThat(again.next().text()).isEqualTo("in flight");
                assertThat(again.next().text()).isEqualTo("while away");
            }
        }
    }

    @Test
    void aSecondClientOfTheSameIdTakesOver() throws Exception {
        try (Client first = new Client("twin", true);
                Client second = new Client("twin", true)) {
            assertThat(first.lost.await(TIMEOUT, TimeUnit.MILLISECONDS)).isTrue();
            second.subscribe("to/oneself", 1);
            second.publish("to/oneself", "here", 1, false);
            assertThat(second.next().text()).isEqualTo("here");
        }
    }

    @Test
    void carriesAPayloadOfTwentyMegabytes() throws Exception {
        byte[] payload = new byte[20 << 20];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (i * 7);
        }
        try (Client subscriber = new Client("sub", true);
                Client publisher = new Client("pub", true)) {
            subscriber.subscribe("large", 1);
            publisher.client.publish("large", payload, 1, false).waitForCompletion(TIMEOUT);
            assertThat(Arrays.equals(subscriber.next().message().getPayload(), payload))
                    .isTrue();
        }
    }

    /** A Paho client with a queue of what it received. */
    private final class Client implements AutoCloseable, MqttCallback {
        final MqttAsyncClient client;
        final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
        final CountDownLatch lost = new CountDownLatch(1);
        final boolean sessionPresent;

        Client(String clientId, boolean cleanSession) throws MqttException {
            this(clientId, options(cleanSession));
        }

        Client(String clientId, MqttConnectOptions options) throws MqttException {
            client = new MqttAsyncClient("tcp://127.0.0.1:" + broker.port(), clientId, new MemoryPersistence());
            client.setCallback(this);
            options.setMaxInflight(1_000);
            var connected = client.connect(options);
            connected.waitForCompletion(TIMEOUT);
            sessionPresent = connected.getSessionPresent();
        }

        private static MqttConnectOptions options(boolean cleanSession) {
            MqttConnectOptions options = new MqttConnectOptions();
            options.setCleanSession(cleanSession);
            return options;
        }

        void subscribe(String filter, int qos) throws MqttException {
            client.subscribe(filter, qos).waitForCompletion(TIMEOUT);
        }

        void publish(String topic, String text, int qos, boolean retained) throws MqttException {
            client.publish(topic, text.getBytes(StandardCharsets.UTF_8), qos, retained)
                    .waitForCompletion(TIMEOUT);
        }

        Received next() throws InterruptedException {
            Received next = received.poll(TIMEOUT, TimeUnit.MILLISECONDS);
            assertThat(next).as("a message in time").isNotNull();
            return next;
        }

        @Override
        public void connectionLost(Throwable cause) {
            lost.countDown();
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            received.add(new Received(topic, message));
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {}

        @Override
        public void close() throws MqttException {
            if (client.isConnected()) {
                client.disconnect().waitForCompletion(TIMEOUT);
            }
            client.close(true);
        }
    }
}
