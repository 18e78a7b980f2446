package dev.mqttra.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.broker.Broker;
import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.client.ClientConfig;
import dev.mqttra.client.ClientListener;
import dev.mqttra.client.ClientState;
import dev.mqttra.client.Delivery;
import dev.mqttra.client.MqttClient;
import dev.mqttra.client.Reconnect;
import dev.mqttra.netty.EventLoops;
import dev.mqttra.netty.Loop;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Publisher;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client inside the VM of our broker, as the adapter hosts it, with devices that come over TCP. */
@Timeout(120)
abstract class HostedContract {
    private final EventLoops loops = EventLoops.start(2);
    private final List<MqttClient> clients = new ArrayList<>();
    private Broker broker;

    private final int loop;

    HostedContract(int loop) {
        this.loop = loop;
    }

    @BeforeEach
    void start() throws IOException {
        broker = Broker.start(BrokerConfig.builder().port(0).build(), loops);
    }

    @AfterEach
    void stop() {
        clients.forEach(client -> join(client.close().toCompletableFuture()));
        broker.close();
        loops.close();
    }

    private MqttClient hosted(int receiveMaximum) {
        Loop owner = loops.loop(loop);
        ClientConfig config = config("hosted").receiveMaximum(receiveMaximum).build();
        return add(new MqttClient(
                config, owner, (opened, failed) -> broker.openLocal("hosted", owner, opened), new ClientListener() {}));
    }

    private MqttClient device(String id) {
        ClientConfig config = config(id)
                .server("tcp://127.0.0.1:" + broker.port())
                .maximumInFlight(5_000)
                .maximumPendingMessages(100_000)
                .build();
        MqttClient device = add(MqttClient.overTcp(config, loops.loop(0), Runnable::run, new ClientListener() {}));
        device.start();
        return device;
    }

    private static ClientConfig.Builder config(String id) {
        return ClientConfig.builder()
                .clientId(id)
                .cleanStart(false)
                .reconnect(new Reconnect(Duration.ofMillis(10), Duration.ofMillis(100)));
    }

    private MqttClient add(MqttClient client) {
        clients.add(client);
        return client;
    }

    private static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static CompletableFuture<Void> publish(MqttClient client, String topic, String text, QoS qos) {
        Message message = new Message(TopicName.of(topic), text.getBytes(StandardCharsets.UTF_8));
        return client.publish(message, qos, false).toCompletableFuture();
    }

    private Receiver subscribed(MqttClient client, String filter) {
        Receiver receiver = new Receiver();
        CompletableFuture<QoS> granted = client.subscribe(TopicFilter.of(filter), QoS.EXACTLY_ONCE, receiver)
                .toCompletableFuture();
        client.start();
        join(granted);
        return receiver;
    }

    @Test
    void aDeviceIsAcknowledgedWhenTheApplicationHasAcknowledged() {
        Receiver receiver = subscribed(hosted(1_000), "t/#");
        receiver.acknowledging = false;
        MqttClient device = device("device");
        CompletableFuture<Void> zero = publish(device, "t/0", "zero", QoS.AT_MOST_ONCE);
        CompletableFuture<Void> one = publish(device, "t/1", "one", QoS.AT_LEAST_ONCE);
        CompletableFuture<Void> two = publish(device, "t/2", "two", QoS.EXACTLY_ONCE);
        receiver.await(3);
        assertThat(receiver.texts()).containsExactly("zero", "one", "two");
        assertThat(receiver.deliveries())
                .extracting(delivery -> delivery.message().publisher())
                .containsOnly(new Publisher("device", null));
        join(zero);
        CompletableFuture<Void> unrelated = publish(device, "nobody/there", "x", QoS.EXACTLY_ONCE);
        receiver.deliveries().get(2).acknowledge();
        join(publish(device("another"), "nobody/there", "y", QoS.AT_LEAST_ONCE));
        assertThat(one).isNotDone();
        receiver.deliveries().get(1).acknowledge();
        join(one);
        join(two);
        join(unrelated);
    }

    @Test
    void aHostedClientPublishesToDevices() {
        MqttClient device = device("device");
        Receiver receiver = subscribed(device, "set/#");
        MqttClient hosted = hosted(10);
        hosted.start();
        for (QoS qos : QoS.values()) {
            join(publish(hosted, "set/" + qos, qos.name(), qos));
        }
        receiver.await(3);
        assertThat(receiver.texts()).containsExactly("AT_MOST_ONCE", "AT_LEAST_ONCE", "EXACTLY_ONCE");
        assertThat(receiver.deliveries()).extracting(Delivery::qos).containsExactly(QoS.values());
    }

    @Test
    void aSlowApplicationHoldsTheDevicesBackAndLosesNothing() {
        Receiver receiver = subscribed(hosted(100), "t");
        receiver.acknowledging = false;
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int d = 0; d < 3; d++) {
            MqttClient device = device("device-" + d);
            for (QoS qos : List.of(QoS.AT_LEAST_ONCE, QoS.EXACTLY_ONCE)) {
                for (int i = 0; i < 1_200; i++) {
                    all.add(publish(device, "t", d + " " + qos.value() + " " + i, qos));
                }
            }
        }
        receiver.await(100);
        assertThat(receiver.deliveries()).hasSize(100);
        int done = 0;
        while (done < 7_200) {
            receiver.await(done + 1);
            List<Delivery> now = receiver.deliveries();
            now.subList(done, now.size()).forEach(Delivery::acknowledge);
            done = now.size();
        }
        all.forEach(HostedContract::join);
        assertThat(receiver.texts()).doesNotHaveDuplicates().hasSize(7_200);
        for (int d = 0; d < 3; d++) {
            for (QoS qos : List.of(QoS.AT_LEAST_ONCE, QoS.EXACTLY_ONCE)) {
                String prefix = d + " " + qos.value() + " ";
                assertThat(receiver.texts())
                        .filteredOn(text -> text.startsWith(prefix))
                        .containsExactlyElementsOf(IntStream.range(0, 1_200)
                                .mapToObj(i -> prefix + i)
                                .toList());
            }
        }
        assertThat(broker.statistics().dropped()).isZero();
    }

    @Test
    void aClientOutlivesTheBroker() throws IOException {
        MqttClient hosted = hosted(10);
        Receiver receiver = subscribed(hosted, "t");
        broker.close();
        await().until(() -> hosted.state() != ClientState.CONNECTED);
        CompletableFuture<Void> waiting = publish(hosted, "t", "meanwhile", QoS.AT_LEAST_ONCE);
        broker = Broker.start(BrokerConfig.builder().port(0).build(), loops);
        join(waiting);
        receiver.await(1);
        assertThat(hosted.statistics().connects()).isEqualTo(2);
    }
}
