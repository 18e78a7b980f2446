package dev.mqttra.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.broker.Authenticator.Decision;
import dev.mqttra.broker.Broker;
import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.client.ClientConfig;
import dev.mqttra.client.ClientListener;
import dev.mqttra.client.ClientState;
import dev.mqttra.client.MqttClient;
import dev.mqttra.client.Reconnect;
import dev.mqttra.netty.EventLoops;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A list of servers, some of which are down or refuse. */
@Timeout(60)
class SeveralServersTest {
    private final EventLoops loops = EventLoops.start(1);
    private final List<String> events = new CopyOnWriteArrayList<>();

    private final ClientListener listener = new ClientListener() {
        @Override
        public void onConnectFailed(String reason, int attempt) {
            events.add("failed " + reason);
        }

        @Override
        public void onRefused(ReasonCode reason, int attempt) {
            events.add("refused " + reason);
        }

        @Override
        public void onConnected(boolean sessionPresent) {
            events.add("connected");
        }

        @Override
        public void onDisconnected(String reason) {
            events.add("disconnected");
        }
    };

    @AfterEach
    void stop() {
        loops.close();
    }

    private MqttClient client(int... ports) {
        ClientConfig config = ClientConfig.builder()
                .servers(IntStream.of(ports)
                        .mapToObj(port -> URI.create("tcp://localhost:" + port))
                        .toList())
                .clientId("wanderer")
                .userName("alice")
                .password(new byte[] {1})
                .reconnect(new Reconnect(Duration.ofMillis(10), Duration.ofMillis(100)))
                .build();
        return MqttClient.overTcp(config, loops.loop(0), Runnable::run, listener);
    }

    private static void awaitConnects(MqttClient client, int count) {
        await().until(() -> client.statistics().connects() == count && client.state() == ClientState.CONNECTED);
    }

    @Test
    void theyAreTriedInTurnAndTheSubscriptionsGoAlong() throws Exception {
        int dead = FreePort.find();
        try (Broker first = Broker.start(BrokerConfig.builder().port(0).build());
                Broker second = Broker.start(BrokerConfig.builder().port(0).build())) {
            MqttClient client = client(dead, first.port(), second.port());
            Receiver receiver = new Receiver();
            client.subscribe(TopicFilter.of("t"), QoS.AT_LEAST_ONCE, receiver);
            client.start();
            awaitConnects(client, 1);
            assertThat(first.statistics().accepted()).isEqualTo(1);
            assertThat(events.get(0)).startsWith("failed tcp://localhost:" + dead + ": ");
            first.close();
            awaitConnects(client, 2);
            CompletableFuture<Void> published = client.publish(
                            new Message(TopicName.of("t"), new byte[] {7}), QoS.AT_LEAST_ONCE, false)
                    .toCompletableFuture();
            receiver.await(1);
            published.join();
            assertThat(client.statistics().connects()).isEqualTo(2);
            client.close().toCompletableFuture().join();
            assertThat(events).endsWith("connected").contains("disconnected");
        }
    }

    @Test
    void aServerThatRefusesIsTriedAgain() throws Exception {
        AtomicBoolean known = new AtomicBoolean();
        BrokerConfig config = BrokerConfig.builder()
                .port(0)
                .authenticator(login -> CompletableFuture.completedFuture(
                        known.get()
                                ? Decision.accept(login.userName())
                                : Decision.refuse(ReasonCode.NOT_AUTHORIZED, null)))
                .build();
        try (Broker broker = Broker.start(config)) {
            MqttClient client = client(broker.port());
            client.start();
            await().until(() -> events.size() >= 2);
            assertThat(events).containsOnly("refused NOT_AUTHORIZED");
            assertThat(client.lastFailure()).contains("refused the connection: NOT_AUTHORIZED");
            known.set(true);
            awaitConnects(client, 1);
            assertThat(client.lastFailure()).isNull();
            client.close().toCompletableFuture().join();
        }
    }

    @Test
    void anUnknownHostIsAFailureLikeAnyOther() throws Exception {
        try (Broker broker = Broker.start(BrokerConfig.builder().port(0).build())) {
            ClientConfig config = ClientConfig.builder()
                    .servers(List.of(
                            URI.create("tcp://no-such-host.invalid"), URI.create("tcp://127.0.0.1:" + broker.port())))
                    .build();
            MqttClient client = MqttClient.overTcp(config, loops.loop(0), Runnable::run, listener);
            client.start();
            awaitConnects(client, 1);
            assertThat(events.get(0))
                    .isEqualTo("failed tcp://no-such-host.invalid:1883: unknown host: no-such-host.invalid");
            client.close().toCompletableFuture().join();
        }
    }
}
