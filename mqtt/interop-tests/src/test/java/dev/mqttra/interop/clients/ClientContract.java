package dev.mqttra.interop.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.mqttra.broker.Authenticator.Decision;
import dev.mqttra.broker.Authorizer;
import dev.mqttra.broker.Broker;
import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.interop.Feature;
import dev.mqttra.interop.Relay;
import dev.mqttra.interop.Shows;
import dev.mqttra.interop.clients.ForeignClient.Copy;
import dev.mqttra.interop.clients.ForeignClient.Refused;
import dev.mqttra.interop.clients.ForeignClient.Settings;
import dev.mqttra.protocol.packet.Publisher;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What our broker does for every client, whoever has made it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class ClientContract {
    /** Who is refused. */
    private static final String MALLORY = "mallory";

    private static final Authorizer AUTHORIZER = new Authorizer() {
        @Override
        public boolean mayPublish(Publisher client, TopicName topic) {
            return true;
        }

        @Override
        public boolean maySubscribe(Publisher client, TopicFilter filter) {
            return !filter.toString().startsWith("forbidden");
        }
    };

    private final AtomicInteger count = new AtomicInteger();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Broker broker;

    abstract ForeignClient create(Settings settings) throws Exception;

    /** The code of CONNACK for a client that is not authorized. */
    int notAuthorized() {
        return 5;
    }

    /** The code of SUBACK for a subscription that is not authorized. */
    int subscriptionRefused() {
        return 0x80;
    }

    /** Skips all where the client is not installed. */
    void requireClient() {}

    /** How many messages are sent without waiting. */
    int many() {
        return 1_000;
    }

    boolean overWebSocket() {
        return false;
    }

    @BeforeAll
    void start() throws Exception {
        requireClient();
        broker = Broker.start(BrokerConfig.builder()
                .port(0)
                .wsPort(0)
                .authorizer(AUTHORIZER)
                .authenticator(login -> CompletableFuture.completedFuture(
                        MALLORY.equals(login.userName())
                                ? Decision.refuse(ReasonCode.NOT_AUTHORIZED, null)
                                : Decision.accept(login.userName())))
                .build());
    }

    @AfterEach
    void closeClients() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @AfterAll
    void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    private int port() {
        return overWebSocket() ? broker.wsPort() : broker.port();
    }

    final Settings settings(String name) {
        return new Settings(port(), unique(name));
    }

    private Settings settings(String name, Relay relay) {
        return new Settings(relay.port(), unique(name));
    }

    private String unique(String name) {
        return name + count.incrementAndGet();
    }

    final String topic() {
        return unique("topic");
    }

    final ForeignClient client(Settings settings) throws Exception {
        ForeignClient client = create(settings);
        open.push(client);
        return client;
    }

    final ForeignClient client(String name) throws Exception {
        return client(settings(name));
    }

    private Relay relay() throws Exception {
        Relay relay = new Relay(port());
        open.push(relay);
        return relay;
    }

    static <T> T join(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    static void publish(ForeignClient client, String topic, String text, int qos) throws Exception {
        join(client.publish(new Copy(topic, text, qos)));
    }

    static Copy next(ForeignClient client) throws InterruptedException {
        Copy next = client.received().poll(20, TimeUnit.SECONDS);
        assertThat(next).as("a message in time").isNotNull();
        return next;
    }

    /** What arrives up to and with the text. */
    private static List<Copy> until(ForeignClient client, String text) throws InterruptedException {
        List<Copy> copies = new ArrayList<>();
        do {
            copies.add(next(client));
        } while (!copies.get(copies.size() - 1).text().equals(text));
        return copies;
    }

    private static List<String> texts(List<Copy> copies, String topic) {
        return copies.stream()
                .filter(copy -> copy.topic().equals(topic))
                .map(Copy::text)
                .toList();
    }

    @Test
    @Shows(Feature.QOS)
    void publishesAndSubscribesAtEachQos() throws Exception {
        String topic = topic();
        ForeignClient subscriber = client("sub");
        assertThat(subscriber.subscribe(topic + "/+", 2, 0)).isEqualTo(2);
        ForeignClient publisher = client("pub");
        for (int qos = 0; qos <= 2; qos++) {
            Copy sent = new Copy(topic + "/x", "grün " + qos, qos);
            join(publisher.publish(sent));
            assertThat(next(subscriber)).isEqualTo(sent);
        }
    }

    @Test
    @Shows(Feature.ORDER)
    void manyMessagesArriveOnceAndInOrder() throws Exception {
        String topic = topic();
        ForeignClient subscriber = client("sub");
        subscriber.subscribe(topic, 2, 0);
        ForeignClient publisher = client("pub");
        for (int qos = 0; qos <= 2; qos++) {
            List<CompletableFuture<Integer>> sent = new ArrayList<>();
            for (int i = 0; i < many(); i++) {
                sent.add(publisher.publish(new Copy(topic, qos + " " + i, qos)));
            }
            for (int i = 0; i < many(); i++) {
                assertThat(next(subscriber)).isEqualTo(new Copy(topic, qos + " " + i, qos));
            }
            for (CompletableFuture<Integer> each : sent) {
                join(each);
            }
        }
        assertThat(subscriber.received()).isEmpty();
    }

    @Test
    @Shows(Feature.RETAINED)
    void aRetainedMessageWaitsUntilItIsCleared() throws Exception {
        String topic = topic();
        ForeignClient publisher = client("pub");
        Copy kept = new Copy(topic, "kept", 1).retained();
        join(publisher.publish(kept));
        ForeignClient late = client("late");
        late.subscribe(topic + "/#", 1, 0);
        assertThat(next(late)).isEqualTo(kept);
        join(publisher.publish(new Copy(topic, "", 1).retained()));
        assertThat(next(late)).as("live, thus not marked").isEqualTo(new Copy(topic, "", 1));
        ForeignClient later = client("later");
        later.subscribe(topic, 1, 0);
        publish(publisher, topic, "live", 1);
        assertThat(next(later).text()).isEqualTo("live");
    }

    @Test
    @Shows(Feature.WILL)
    void aWillIsPublishedWhenTheConnectionBreaksAndNotAtAGoodbye() throws Exception {
        String topic = topic();
        ForeignClient watcher = client("watcher");
        watcher.subscribe(topic, 1, 0);
        Relay relay = relay();
        create(settings("polite", relay).will(new Copy(topic, "wrong", 1))).close();
        client(settings("doomed", relay).will(new Copy(topic, "gone", 1)));
        relay.down();
        assertThat(next(watcher)).isEqualTo(new Copy(topic, "gone", 1));
    }

    @Test
    @Shows(Feature.OFFLINE)
    void aSessionKeepsWhatComesWhileTheClientIsAway() throws Exception {
        String topic = topic();
        Settings settings = settings("away").keepingTheSession();
        ForeignClient away = create(settings);
        away.subscribe(topic, 2, 0);
        away.close();
        ForeignClient publisher = client("pub");
        List<Copy> sent = IntStream.range(0, 20)
                .mapToObj(i -> new Copy(topic, "" + i, i < 10 ? 1 : 2))
                .toList();
        for (Copy each : sent) {
            join(publisher.publish(each));
        }
        ForeignClient back = client(settings);
        back.subscribe(topic, 2, 0);
        for (Copy each : sent) {
            assertThat(next(back)).isEqualTo(each);
        }
    }

    @Test
    @Shows(Feature.RESUMED)
    void whatTheClientHasNotAcknowledgedComesAgain() throws Exception {
        assertThat(resumed()).containsExactly("two", "after");
    }

    /** What arrives at QoS 2; at QoS 1 it is as it should be. */
    final List<String> resumed() throws Exception {
        String topic = topic();
        Relay relay = relay();
        ForeignClient subscriber = client(settings("sub", relay).keepingTheSession());
        subscriber.subscribe(topic + "/+", 2, 0);
        ForeignClient publisher = client("pub");
        // Not at QoS 2: its PUBREL might have to be repeated, which 3.1 marks with DUP and mqtt.js does not take.
        publish(publisher, topic + "/1", "before", 1);
        assertThat(next(subscriber).text()).isEqualTo("before");
        relay.swallowFromClient();
        publish(publisher, topic + "/1", "one", 1);
        publish(publisher, topic + "/2", "two", 2);
        await().until(() -> relay.swallowed() >= 8);
        relay.cut();
        publish(publisher, topic + "/2", "after", 2);
        List<Copy> copies = until(subscriber, "after");
        assertThat(texts(copies, topic + "/1")).contains("one").isSubsetOf("before", "one");
        return texts(copies, topic + "/2");
    }

    @Test
    @Shows(Feature.REPEATED)
    void whatTheBrokerHasNotAcknowledgedCountsOnce() throws Exception {
        List<CompletableFuture<Integer>> told = repeated();
        for (CompletableFuture<Integer> each : told) {
            join(each);
        }
    }

    /** The messages count once; what the application is told about them. */
    final List<CompletableFuture<Integer>> repeated() throws Exception {
        String topic = topic();
        ForeignClient subscriber = client("sub");
        subscriber.subscribe(topic + "/+", 2, 0);
        Relay relay = relay();
        ForeignClient publisher = client(settings("pub", relay).keepingTheSession());
        publish(publisher, topic + "/2", "before", 2);
        relay.swallowFromServer();
        CompletableFuture<Integer> one = publisher.publish(new Copy(topic + "/1", "one", 1));
        CompletableFuture<Integer> two = publisher.publish(new Copy(topic + "/2", "two", 2));
        await().until(() -> relay.swallowed() >= 8);
        assertThat(Stream.of(one, two)).noneMatch(CompletableFuture::isDone);
        relay.cut();
        List<Copy> copies = until(subscriber, "two");
        publish(client("another"), topic + "/2", "after", 2);
        copies.addAll(until(subscriber, "after"));
        assertThat(texts(copies, topic + "/1")).containsOnly("one");
        assertThat(texts(copies, topic + "/2")).containsExactly("before", "two", "after");
        return List.of(one, two);
    }

    @Test
    @Shows(Feature.SHARED)
    void aSharedSubscriptionDividesTheMessages() throws Exception {
        String topic = topic();
        ForeignClient first = client("first");
        ForeignClient second = client("second");
        String filter = "$share/" + unique("group") + "/" + topic;
        first.subscribe(filter, 1, 0);
        second.subscribe(filter, 1, 0);
        ForeignClient publisher = client("pub");
        List<String> sent = IntStream.range(0, 20).mapToObj(String::valueOf).toList();
        for (String text : sent) {
            publish(publisher, topic, text, 1);
        }
        await().until(() -> first.received().size() + second.received().size() >= 20);
        assertThat(Stream.of(first, second)
                        .flatMap(client -> client.received().stream())
                        .map(Copy::text))
                .containsExactlyInAnyOrderElementsOf(sent);
        assertThat(first.received()).isNotEmpty();
        assertThat(second.received()).isNotEmpty();
    }

    @Test
    @Shows(Feature.REFUSED)
    void refusalsAreTold() throws Exception {
        Settings settings = settings("refused").user(MALLORY);
        Refused refused = catchThrowableOfType(Refused.class, () -> client(settings));
        assertThat(refused).isNotNull();
        assertThat(refused.code).isEqualTo(notAuthorized());
        assertThat(client("sub").subscribe("forbidden/x", 1, 0)).isEqualTo(subscriptionRefused());
    }
}
