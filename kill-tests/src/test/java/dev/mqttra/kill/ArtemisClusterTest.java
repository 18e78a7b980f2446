package dev.mqttra.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.client.ClientConfig;
import dev.mqttra.client.ClientListener;
import dev.mqttra.client.MqttClient;
import dev.mqttra.netty.EventLoops;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of messages that a member of a group has not acknowledged when it goes, on a cluster of Apache Artemis with a
 * member at each node. docs/inbound.md tells it.
 */
@Timeout(120)
class ArtemisClusterTest {
    private static final String TOPIC = "shared/by/two";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** A member of the group: it takes messages, and acknowledges them or does not. */
    private final class Member {
        final Set<String> received = ConcurrentHashMap.newKeySet();
        final MqttClient client;

        Member(String id, int node, boolean acknowledges, boolean cleanStart) {
            client = client(id, node, cleanStart);
            client.subscribe(TopicFilter.of("$share/group/" + TOPIC), QoS.AT_LEAST_ONCE, delivery -> {
                received.add(new String(delivery.message().payload(), StandardCharsets.UTF_8));
                if (acknowledges) {
                    delivery.acknowledge();
                }
            });
        }
    }

    private final EventLoops loops = EventLoops.start(1);
    private final List<MqttClient> clients = new ArrayList<>();
    private ArtemisCluster artemis;
    private Member stays;
    private MqttClient publisher;

    @TempDir
    Path home;

    @AfterEach
    void stop() throws Exception {
        clients.forEach(client -> client.close().toCompletableFuture().join());
        artemis.close();
        loops.close();
    }

    private void start(long redistributionDelay) throws Exception {
        artemis = new ArtemisCluster(home, redistributionDelay);
        stays = new Member("stays", 0, true, false);
        publisher = client("publisher", 0, true);
    }

    private MqttClient client(String id, int node, boolean cleanStart) {
        return client(id, node, cleanStart, new ClientListener() {});
    }

    private MqttClient client(String id, int node, boolean cleanStart, ClientListener listener) {
        ClientConfig config = ClientConfig.builder()
                .server("tcp://127.0.0.1:" + artemis.port(node))
                .clientId(id)
                .cleanStart(cleanStart)
                .build();
        MqttClient client = MqttClient.overTcp(config, loops.loop(0), Runnable::run, listener);
        clients.add(client);
        client.start();
        return client;
    }

    private void publish(String text) {
        Message message = new Message(TopicName.of(TOPIC), text.getBytes(StandardCharsets.UTF_8));
        publisher
                .publish(message, QoS.AT_LEAST_ONCE, false)
                .toCompletableFuture()
                .join();
    }

    private void awaitBoth() {
        await().atMost(LIMIT).until(() -> artemis.isSharedByBoth(TOPIC));
    }

    /** @return what a member at the other node had when it went, and did not acknowledge */
    private Set<String> goWithMessages(boolean cleanStart) {
        Member goes = new Member("goes", 1, false, cleanStart);
        awaitBoth();
        for (int i = 0; i < 20; i++) {
            publish("message " + i);
        }
        await().atMost(LIMIT).until(() -> stays.received.size() + goes.received.size() == 20);
        goes.client.close().toCompletableFuture().join();
        clients.remove(goes.client);
        assertThat(goes.received).hasSizeGreaterThan(5);
        return goes.received;
    }

    private void assertOnlyNewOnesComeToTheOther(Set<String> old) {
        publish("new");
        await().atMost(LIMIT).until(() -> stays.received.contains("new"));
        assertThat(stays.received).doesNotContainAnyElementsOf(old);
    }

    @Test
    void withRedistributionTheOtherMemberGetsThem() throws Exception {
        start(0);
        Set<String> had = goWithMessages(false);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(stays.received).containsAll(had).hasSize(20));
    }

    @Test
    void byDefaultTheyWaitForThatMember() throws Exception {
        start(-1);
        Set<String> had = goWithMessages(false);
        assertOnlyNewOnesComeToTheOther(had);
        Member back = new Member("goes", 1, true, false);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(back.received).containsAll(had));
    }

    @Test
    void aSessionIsNotKnownAtTheOtherNode() throws Exception {
        start(0);
        goWithMessages(false);
        assertThat(sessionPresent(0)).isFalse();
        assertThat(sessionPresent(1)).isTrue();
    }

    private boolean sessionPresent(int node) throws Exception {
        CompletableFuture<Boolean> present = new CompletableFuture<>();
        MqttClient client = client("goes", node, false, new ClientListener() {
            @Override
            public void onConnected(boolean sessionPresent) {
                present.complete(sessionPresent);
            }
        });
        boolean answer = present.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        client.close().toCompletableFuture().join();
        clients.remove(client);
        return answer;
    }

    @Test
    void theyAreGoneWithTheLastSessionAtTheirNode() throws Exception {
        start(-1);
        Set<String> had = goWithMessages(true);
        assertOnlyNewOnesComeToTheOther(had);
        Member back = new Member("goes", 1, true, true);
        awaitBoth();
        for (int i = 0; back.received.isEmpty(); i++) {
            publish("new " + i);
        }
        assertThat(back.received).doesNotContainAnyElementsOf(had);
        assertThat(stays.received).doesNotContainAnyElementsOf(had);
    }
}
