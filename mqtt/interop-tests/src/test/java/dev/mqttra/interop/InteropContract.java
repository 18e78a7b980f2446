package dev.mqttra.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.client.ClientConfig;
import dev.mqttra.client.ClientListener;
import dev.mqttra.client.ClientState;
import dev.mqttra.client.Delivery;
import dev.mqttra.client.MqttClient;
import dev.mqttra.client.Reconnect;
import dev.mqttra.netty.EventLoops;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.Will;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What our client does with every server, in a version that both speak, over TCP and through a network that the test can
 * cut.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class InteropContract {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final EventLoops loops = EventLoops.start(1);
    private final List<MqttClient> clients = new ArrayList<>();
    private MqttServer server;
    private Relay relay;

    private final MqttVersion version;

    InteropContract(MqttVersion version) {
        this.version = version;
    }

    abstract MqttServer startServer(Path home) throws Exception;

    @BeforeAll
    void startAll(@TempDir Path home) throws Exception {
        server = startServer(home);
        relay = new Relay(server.port());
    }

    @AfterEach
    void closeClients() {
        relay.up();
        clients.forEach(client -> join(client.close().toCompletableFuture()));
        clients.clear();
    }

    @AfterAll
    void stopAll() throws Exception {
        loops.close();
        if (relay != null) {
            relay.close();
            server.close();
        }
    }

    private MqttClient client(String id, UnaryOperator<ClientConfig.Builder> change) {
        return client(id, change, new ClientListener() {});
    }

    private MqttClient client(String id, UnaryOperator<ClientConfig.Builder> change, ClientListener listener) {
        ClientConfig config = change.apply(ClientConfig.builder()
                        .server("tcp://127.0.0.1:" + relay.port())
                        .clientId(id)
                        .version(version)
                        .cleanStart(false)
                        .reconnect(new Reconnect(Duration.ofMillis(10), Duration.ofMillis(200))))
                .build();
        MqttClient client = MqttClient.overTcp(config, loops.loop(0), Runnable::run, listener);
        clients.add(client);
        return client;
    }

    private static String unique(String name) {
        return name + "-" + COUNT.incrementAndGet();
    }

    private static Message message(String topic, String text) {
        return new Message(TopicName.of(topic), text.getBytes(StandardCharsets.UTF_8));
    }

    private static CompletableFuture<Void> publish(MqttClient client, String topic, String text, QoS qos) {
        return client.publish(message(topic, text), qos, false).toCompletableFuture();
    }

    private static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static List<CompletableFuture<Void>> publishMany(
            MqttClient client, String topic, int from, int to, QoS qos) {
        return IntStream.range(from, to)
                .mapToObj(i -> publish(client, topic, "" + i, qos))
                .toList();
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).toList();
    }

    private Receiver subscribed(MqttClient client, String filter, QoS qos) {
        Receiver receiver = new Receiver();
        CompletableFuture<QoS> granted =
                client.subscribe(TopicFilter.of(filter), qos, receiver).toCompletableFuture();
        client.start();
        assertThat(join(granted)).isEqualTo(qos);
        return receiver;
    }

    private static void awaitConnects(MqttClient client, int count) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.statistics().connects() >= count && client.state() == ClientState.CONNECTED);
    }

    @Test
    @Shows(Feature.QOS)
    void everyQoSArrivesOnceInOrder() {
        String topic = unique("qos");
        Receiver receiver = subscribed(client(unique("sub"), c -> c), topic + "/#", QoS.EXACTLY_ONCE);
        MqttClient publisher = client(unique("pub"), c -> c);
        publisher.start();
        for (QoS qos : QoS.values()) {
            receiver.clear();
            publishMany(publisher, topic + "/x", 0, 1_000, qos).forEach(InteropContract::join);
            receiver.await(1_000);
            assertThat(receiver.texts()).containsExactlyElementsOf(numbers(0, 1_000));
            assertThat(receiver.deliveries()).extracting(Delivery::qos).containsOnly(qos);
            assertThat(receiver.deliveries()).extracting(Delivery::dup).containsOnly(false);
        }
        Delivery last = receiver.deliveries().get(0);
        assertThat(last.message().topic().toString()).isEqualTo(topic + "/x");
        assertThat(last.retain()).isFalse();
    }

    @Test
    @Shows(Feature.LARGE)
    void anEmptyAndALargePayloadArriveWhole() {
        String topic = unique("size");
        Receiver receiver = subscribed(client(unique("sub"), c -> c), topic, QoS.AT_LEAST_ONCE);
        MqttClient publisher = client(unique("pub"), c -> c);
        publisher.start();
        byte[] large = new byte[1 << 20];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31);
        }
        for (byte[] payload : List.of(new byte[0], large)) {
            join(publisher
                    .publish(new Message(TopicName.of(topic), payload), QoS.AT_LEAST_ONCE, false)
                    .toCompletableFuture());
        }
        receiver.await(2);
        assertThat(receiver.deliveries().get(0).message().payload()).isEmpty();
        assertThat(receiver.deliveries().get(1).message().payload()).isEqualTo(large);
    }

    @Test
    @Shows(Feature.RETAINED)
    void aRetainedMessageWaitsForTheSubscriber() {
        String topic = unique("retained");
        MqttClient publisher = client(unique("pub"), c -> c);
        publisher.start();
        join(publisher.publish(message(topic, "kept"), QoS.AT_LEAST_ONCE, true).toCompletableFuture());
        Receiver receiver = subscribed(client(unique("sub"), c -> c), topic, QoS.AT_LEAST_ONCE);
        receiver.await(1);
        assertThat(receiver.texts()).containsExactly("kept");
        assertThat(receiver.deliveries().get(0).retain()).isTrue();
        join(publisher.publish(message(topic, ""), QoS.AT_LEAST_ONCE, true).toCompletableFuture());
        receiver.await(2);
        assertThat(receiver.deliveries().get(1).retain()).isFalse();
        MqttClient later = client(unique("sub"), c -> c);
        Receiver nothing = subscribed(later, topic, QoS.AT_LEAST_ONCE);
        publish(publisher, topic, "live", QoS.AT_LEAST_ONCE);
        nothing.await(1);
        assertThat(nothing.texts()).containsExactly("live");
    }

    @Test
    @Shows(Feature.WINDOW)
    void theWindowHoldsWithASlowConsumer() {
        String topic = unique("window");
        MqttClient subscriber = client(unique("sub"), c -> c.receiveMaximum(5));
        Receiver receiver = subscribed(subscriber, topic, QoS.AT_LEAST_ONCE);
        receiver.acknowledging = false;
        MqttClient publisher = client(unique("pub"), c -> c);
        publisher.start();
        publishMany(publisher, topic, 0, 300, QoS.AT_LEAST_ONCE).forEach(InteropContract::join);
        int done = 0;
        while (done < 300) {
            int wanted = done + 1;
            receiver.await(wanted);
            List<Delivery> now = receiver.deliveries();
            for (Delivery delivery : now.subList(done, now.size())) {
                delivery.acknowledge();
                done++;
            }
        }
        assertThat(receiver.texts()).containsExactlyElementsOf(numbers(0, 300));
        if (version != MqttVersion.V5_0) {
            assertThat(subscriber.statistics().readingStops()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AT_LEAST_ONCE", "EXACTLY_ONCE"})
    @Shows(Feature.RESUMED)
    void aResumedSessionGoesOnWhereItWas(QoS qos) {
        String topic = unique("resume");
        MqttClient subscriber = client(unique("sub"), c -> c);
        Receiver receiver = subscribed(subscriber, topic, qos);
        receiver.acknowledging = false;
        MqttClient publisher = client(unique("pub"), c -> c);
        publisher.start();
        join(publish(publisher, topic, "before", qos));
        receiver.await(1); // and not more: HiveMQ sends the next one after the acknowledgement
        relay.down();
        List<CompletableFuture<Void>> offline = publishMany(publisher, topic, 0, 10, qos);
        relay.up();
        awaitConnects(subscriber, 2);
        offline.forEach(InteropContract::join);
        receiver.acknowledgeAll();
        receiver.await(11);
        join(publish(publisher, topic, "after", qos));
        receiver.await(12);
        assertThat(receiver.texts())
                .as("what is still with the application is not delivered again")
                .startsWith("before")
                .containsSequence(numbers(0, 10))
                .endsWith("after")
                .hasSize(12);
    }

    @Test
    @Shows(Feature.OFFLINE)
    void offlineMessagesWaitForANewClientOfTheSameName() {
        String topic = unique("offline");
        String id = unique("sub");
        MqttClient first = client(id, c -> c);
        subscribed(first, topic, QoS.AT_LEAST_ONCE);
        join(first.close().toCompletableFuture());
        MqttClient publisher = client(unique("pub"), c -> c);
        publisher.start();
        publishMany(publisher, topic, 0, 50, QoS.AT_LEAST_ONCE).forEach(InteropContract::join);
        Receiver receiver = subscribed(client(id, c -> c), topic, QoS.AT_LEAST_ONCE);
        receiver.await(50);
        assertThat(receiver.texts()).containsExactlyElementsOf(numbers(0, 50));
    }

    @Test
    @Shows(Feature.STORM)
    void aNetworkThatBreaksAgainAndAgainLosesNothing() throws Exception {
        String topic = unique("storm");
        MqttClient subscriber = client(unique("sub"), c -> c);
        Receiver atLeastOnce = subscribed(subscriber, topic + "/1", QoS.AT_LEAST_ONCE);
        Receiver exactlyOnce = subscribed(subscriber, topic + "/2", QoS.EXACTLY_ONCE);
        MqttClient publisher = client(unique("pub"), c -> c);
        publisher.start();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            all.addAll(publishMany(publisher, topic + "/1", round * 100, round * 100 + 100, QoS.AT_LEAST_ONCE));
            all.addAll(publishMany(publisher, topic + "/2", round * 100, round * 100 + 100, QoS.EXACTLY_ONCE));
            awaitConnects(publisher, round + 1);
            int wanted = round * 100 + 20; // some of it has gone through, some is under way
            exactlyOnce.await(wanted);
            relay.cut();
        }
        all.forEach(InteropContract::join);
        exactlyOnce.await(1_000);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> atLeastOnce.texts().stream().distinct().count() == 1_000);
        assertThat(exactlyOnce.texts()).containsExactlyElementsOf(numbers(0, 1_000));
        assertThat(publisher.statistics().connects()).isGreaterThan(5);
    }

    @Test
    @Shows(Feature.WILL)
    void aWillIsPublishedWhenTheConnectionBreaksAndNotAtAGoodbye() {
        String topic = unique("will");
        MqttClient undisturbed = client(unique("sub"), c -> c.server("tcp://127.0.0.1:" + server.port()));
        Receiver receiver = subscribed(undisturbed, topic, QoS.AT_LEAST_ONCE);
        Will will = new Will(message(topic, "gone"), QoS.AT_LEAST_ONCE, false);
        MqttClient polite = client(unique("polite"), c -> c.will(will).cleanStart(true));
        polite.start();
        awaitConnects(polite, 1);
        join(polite.close().toCompletableFuture());
        MqttClient doomed = client(unique("doomed"), c -> c.will(will).cleanStart(true));
        doomed.start();
        awaitConnects(doomed, 1);
        relay.cut();
        receiver.await(1);
        awaitConnects(doomed, 2);
        join(publish(doomed, topic, "back", QoS.AT_LEAST_ONCE));
        receiver.await(2);
        assertThat(receiver.texts()).containsExactly("gone", "back");
    }

    @Test
    @Shows(Feature.RUNTIME)
    void aRuntimeSubscriptionComesAndGoes() {
        String topic = unique("runtime");
        MqttClient client = client(unique("sub"), c -> c);
        Receiver first = subscribed(client, topic + "/a", QoS.AT_LEAST_ONCE);
        Receiver second = subscribed(client, topic + "/b", QoS.AT_MOST_ONCE);
        join(publish(client, topic + "/b", "1", QoS.AT_LEAST_ONCE));
        second.await(1);
        assertThat(second.deliveries().get(0).qos()).as("the lower of both").isEqualTo(QoS.AT_MOST_ONCE);
        join(client.unsubscribe(TopicFilter.of(topic + "/b")).toCompletableFuture());
        join(publish(client, topic + "/b", "2", QoS.AT_LEAST_ONCE));
        join(publish(client, topic + "/a", "3", QoS.AT_LEAST_ONCE));
        first.await(1);
        assertThat(second.texts()).containsExactly("1");
        assertThat(client.statistics().unmatched()).isZero();
    }

    @Test
    @Shows(Feature.RESTART)
    void aRestartedServerIsFoundAgain() throws Exception {
        String topic = unique("restart");
        MqttClient subscriber = client(unique("sub"), c -> c);
        Receiver receiver = subscribed(subscriber, topic, QoS.AT_LEAST_ONCE);
        MqttClient publisher = client(unique("pub"), c -> c);
        publisher.start();
        join(publish(publisher, topic, "before", QoS.AT_LEAST_ONCE));
        receiver.await(1);
        relay.down();
        List<CompletableFuture<Void>> meanwhile = publishMany(publisher, topic, 0, 20, QoS.AT_LEAST_ONCE);
        server.restart();
        relay.target(server.port());
        relay.up();
        meanwhile.forEach(InteropContract::join);
        awaitConnects(subscriber, 2);
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            join(publish(publisher, topic, "after", QoS.AT_LEAST_ONCE));
            return receiver.texts().contains("after");
        });
        if (server.isDurable()) {
            assertThat(receiver.texts()).containsAll(numbers(0, 20));
        }
    }
}
