package dev.mqttra.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.client.ClientConfig;
import dev.mqttra.client.ClientListener;
import dev.mqttra.client.ClientState;
import dev.mqttra.client.Delivery;
import dev.mqttra.client.Goodbye;
import dev.mqttra.client.MqttClient;
import dev.mqttra.client.Reconnect;
import dev.mqttra.netty.EventLoops;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.packet.Subscription.RetainHandling;
import dev.mqttra.protocol.packet.UserProperty;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only 5.0 has, between our client, which chooses the version itself, and a server of 5.0. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class Version5Contract {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final EventLoops loops = EventLoops.start(1);
    private final List<MqttClient> clients = new ArrayList<>();
    private MqttServer server;

    abstract MqttServer startServer(Path home) throws Exception;

    @BeforeAll
    void startAll(@TempDir Path home) throws Exception {
        server = startServer(home);
    }

    @AfterEach
    void closeClients() {
        clients.forEach(client -> join(client.close().toCompletableFuture()));
        clients.clear();
    }

    @AfterAll
    void stopAll() throws Exception {
        loops.close();
        server.close();
    }

    private MqttClient client(String id, UnaryOperator<ClientConfig.Builder> change) {
        ClientConfig config = change.apply(ClientConfig.builder()
                        .server("tcp://127.0.0.1:" + server.port())
                        .clientId(id)
                        .reconnect(new Reconnect(Duration.ofMillis(10), Duration.ofMillis(200))))
                .build();
        MqttClient client = MqttClient.overTcp(config, loops.loop(0), Runnable::run, new ClientListener() {});
        clients.add(client);
        return client;
    }

    private MqttClient started(String id, UnaryOperator<ClientConfig.Builder> change) {
        MqttClient client = client(id, change);
        client.start();
        await().until(() -> client.state() == ClientState.CONNECTED);
        return client;
    }

    private MqttClient publisher() {
        return started(unique("pub"), c -> c);
    }

    private static String unique(String name) {
        return name + "-v5-" + COUNT.incrementAndGet();
    }

    private static Message message(String topic, String text) {
        return new Message(TopicName.of(topic), text.getBytes(StandardCharsets.UTF_8));
    }

    private static void publish(MqttClient client, String topic, String text) {
        join(client.publish(message(topic, text), QoS.AT_LEAST_ONCE, false).toCompletableFuture());
    }

    private static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private Receiver subscribed(MqttClient client, Subscription subscription) {
        Receiver receiver = new Receiver();
        CompletableFuture<QoS> granted =
                client.subscribe(subscription, receiver).toCompletableFuture();
        client.start();
        join(granted);
        return receiver;
    }

    private Receiver subscribed(MqttClient client, String filter) {
        return subscribed(client, new Subscription(TopicFilter.of(filter), QoS.AT_LEAST_ONCE));
    }

    @Test
    @Shows(Feature.NEGOTIATION)
    void version5IsChosen() {
        MqttClient client = started(unique("any"), c -> c);
        assertThat(client.terms().version()).isEqualTo(MqttVersion.V5_0);
        assertThat(client.statistics().connectFailures()).isZero();
    }

    @Test
    @Shows(Feature.NEGOTIATION)
    void theServerGivesANamelessClientAName() {
        assertThat(started("", c -> c).terms().clientId()).isNotEmpty();
    }

    @Test
    @Shows(Feature.PROPERTIES)
    void propertiesArriveAsTheyWereSent() {
        String topic = unique("properties");
        Receiver receiver = subscribed(client(unique("sub"), c -> c), topic);
        Properties properties = Properties.builder()
                .number(Property.PAYLOAD_FORMAT_INDICATOR, 1)
                .string(Property.CONTENT_TYPE, "text/plain")
                .string(Property.RESPONSE_TOPIC, topic + "/answers")
                .binary(Property.CORRELATION_DATA, new byte[] {1, 0, 2})
                .userProperty("a", "1")
                .userProperty("b", "2")
                .userProperty("a", "3")
                .build();
        join(publisher()
                .publish(new Message(TopicName.of(topic), new byte[] {65}, properties), QoS.EXACTLY_ONCE, false)
                .toCompletableFuture());
        receiver.await(1);
        Properties arrived = receiver.deliveries().get(0).message().properties();
        assertThat(arrived.values()).containsAllEntriesOf(withoutBinary(properties));
        assertThat(arrived.binary(Property.CORRELATION_DATA)).containsExactly(1, 0, 2);
        assertThat(arrived.userProperties())
                .containsExactly(new UserProperty("a", "1"), new UserProperty("b", "2"), new UserProperty("a", "3"));
    }

    private static java.util.Map<Property, Object> withoutBinary(Properties properties) {
        java.util.Map<Property, Object> values = new java.util.EnumMap<>(properties.values());
        values.remove(Property.CORRELATION_DATA);
        return values;
    }

    @Test
    @Shows(Feature.EXPIRY)
    void messagesExpire() {
        String topic = unique("expiry");
        String id = unique("sub");
        MqttClient away = client(id, c -> c.cleanStart(false));
        subscribed(away, topic);
        join(away.close().toCompletableFuture());
        MqttClient publisher = publisher();
        Properties soon =
                Properties.builder().number(Property.MESSAGE_EXPIRY_INTERVAL, 1).build();
        Properties late = Properties.builder()
                .number(Property.MESSAGE_EXPIRY_INTERVAL, 1_000)
                .build();
        for (Properties expiry : List.of(soon, late)) {
            join(publisher
                    .publish(new Message(TopicName.of(topic), new byte[] {1}, expiry), QoS.AT_LEAST_ONCE, false)
                    .toCompletableFuture());
        }
        long published = System.nanoTime();
        await().until(() ->
                System.nanoTime() - published > Duration.ofMillis(2_500).toNanos());
        Receiver receiver = subscribed(client(id, c -> c.cleanStart(false)), topic);
        publish(publisher, topic, "last");
        receiver.await(2);
        assertThat(receiver.deliveries()).hasSize(2);
        assertThat(receiver.deliveries().get(0).message().properties().number(Property.MESSAGE_EXPIRY_INTERVAL, 0))
                .isBetween(900L, 998L);
    }

    @Test
    @Shows(Feature.IDENTIFIERS)
    void aMessageReachesTheHandlersOfOverlappingSubscriptionsOnceEach() {
        String topic = unique("overlap");
        // Artemis 2.44 sends its copies side by side: one may use a topic alias before the other has said what it is.
        MqttClient client = client(unique("sub"), c -> c.topicAliasMaximum(0));
        Receiver wide = subscribed(client, topic + "/#");
        Receiver narrow = subscribed(client, topic + "/a");
        MqttClient publisher = publisher();
        publish(publisher, topic + "/a", "both");
        publish(publisher, topic + "/b", "wide");
        wide.await(2);
        narrow.await(1);
        publish(publisher, topic + "/a", "last");
        wide.await(3);
        narrow.await(2);
        assertThat(wide.texts()).containsExactly("both", "wide", "last");
        assertThat(narrow.texts()).containsExactly("both", "last");
    }

    @Test
    @Shows(Feature.OPTIONS)
    void noLocalAndRetainAsPublishedHold() {
        String topic = unique("options");
        MqttClient client = client(unique("both"), c -> c);
        Receiver own = subscribed(
                client,
                new Subscription(TopicFilter.of(topic), QoS.AT_LEAST_ONCE, true, true, RetainHandling.DO_NOT_SEND));
        publish(client, topic, "own");
        join(publisher()
                .publish(message(topic, "another's"), QoS.AT_LEAST_ONCE, true)
                .toCompletableFuture());
        own.await(1);
        assertThat(own.texts()).containsExactly("another's");
        assertThat(own.deliveries()).extracting(Delivery::retain).containsExactly(true);
    }

    @Test
    @Shows(Feature.OPTIONS)
    void retainedMessagesComeToARestartedApplicationInAResumedSessionToo() {
        String topic = unique("retained");
        MqttClient publisher = publisher();
        join(publisher.publish(message(topic, "kept"), QoS.AT_LEAST_ONCE, true).toCompletableFuture());
        String id = unique("sub");
        MqttClient first = client(id, c -> c.cleanStart(false));
        subscribed(first, topic).await(1);
        join(first.close().toCompletableFuture());
        Receiver second = subscribed(client(id, c -> c.cleanStart(false)), topic);
        second.await(1);
        publish(publisher, topic, "live");
        second.await(2);
        assertThat(second.texts()).containsExactly("kept", "live");
    }

    @Test
    @Shows(Feature.SHARED)
    void aMessageOfASharedSubscriptionGoesToOneMember() {
        String topic = unique("shared");
        Receiver one = subscribed(client(unique("sub"), c -> c), "$share/group/" + topic);
        Receiver two = subscribed(client(unique("sub"), c -> c), "$share/group/" + topic);
        MqttClient publisher = publisher();
        List<String> sent = IntStream.range(0, 40).mapToObj(String::valueOf).toList();
        sent.forEach(text -> publish(publisher, topic, text));
        // Which one gets how many is the server's affair: HiveMQ may give all to the one that is free.
        await().untilAsserted(() -> assertThat(Stream.of(one, two).flatMap(member -> member.texts().stream()))
                .containsExactlyInAnyOrderElementsOf(sent));
    }

    @Test
    @Shows(Feature.LEAVING)
    void aSessionEndsWhenTheGoodbyeSaysSo() {
        String topic = unique("ends");
        String id = unique("sub");
        MqttClient first = client(id, c -> c.cleanStart(false));
        subscribed(first, topic);
        join(first.close(new Goodbye(false, Duration.ZERO)).toCompletableFuture());
        MqttClient publisher = publisher();
        publish(publisher, topic, "nobody is there");
        Receiver second = subscribed(client(id, c -> c.cleanStart(false)), topic);
        publish(publisher, topic, "live");
        second.await(1);
        assertThat(second.texts()).containsExactly("live");
    }

    @Test
    @Shows(Feature.LEAVING)
    void aWillMayBeLeftBehindWithItsProperties() {
        String topic = unique("will");
        Receiver receiver = subscribed(client(unique("sub"), c -> c), topic);
        Properties properties =
                Properties.builder().string(Property.CONTENT_TYPE, "a/b").build();
        Will will = new Will(new Message(TopicName.of(topic), new byte[] {65}, properties), QoS.AT_LEAST_ONCE, false);
        MqttClient leaving = started(unique("leaving"), c -> c.will(will));
        join(leaving.close(new Goodbye(true, null)).toCompletableFuture());
        receiver.await(1);
        assertThat(receiver.deliveries().get(0).message().properties().string(Property.CONTENT_TYPE))
                .isEqualTo("a/b");
    }

    @Test
    @Shows(Feature.ALIASES)
    void manyTopicsGoThroughAliasesUnharmed() {
        String topic = unique("alias");
        Receiver receiver = subscribed(client(unique("sub"), c -> c.topicAliasMaximum(4)), topic + "/#");
        MqttClient publisher = publisher();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String name = topic + "/a-rather-long-name/" + i % 7;
            publish(publisher, name, name);
            expected.add(name);
        }
        receiver.await(200);
        assertThat(receiver.texts()).containsExactlyElementsOf(expected);
        assertThat(receiver.deliveries())
                .extracting(delivery -> delivery.message().topic().toString())
                .containsExactlyElementsOf(expected);
    }
}
