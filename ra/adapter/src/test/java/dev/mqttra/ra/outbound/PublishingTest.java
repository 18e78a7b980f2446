package dev.mqttra.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.mqttra.api.MqttConnection;
import dev.mqttra.api.MqttConnectionFactory;
import dev.mqttra.api.MqttException;
import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.api.QoS;
import dev.mqttra.ra.fake.Device;
import dev.mqttra.ra.fake.Device.Received;
import dev.mqttra.ra.fake.FakeEndpointFactory;
import dev.mqttra.ra.fake.FakeServer;
import dev.mqttra.ra.fake.FakeTransactions.Transaction;
import dev.mqttra.ra.inbound.MqttActivationSpec;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ManagedConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bean's publishes, by a hosted broker, to a device over TCP. */
class PublishingTest {
    private final FakeServer server = new FakeServer();
    private Device device;
    private MqttConnectionFactory factory;

    @BeforeEach
    void start() throws Exception {
        server.adapter.setHostedEager(true);
        server.start();
        device = new Device(server.port()).subscribe("#", 2);
        factory = factory(new MqttManagedConnectionFactory());
    }

    @AfterEach
    void stop() throws Exception {
        server.transactions.end();
        device.close();
        server.close();
    }

    private MqttConnectionFactory factory(MqttManagedConnectionFactory bean) throws ResourceException {
        bean.setResourceAdapter(server.adapter);
        return (MqttConnectionFactory) bean.createConnectionFactory(server.connectionManager());
    }

    private static byte[] bytes(String text) {
        return text.getBytes();
    }

    @Test
    void withoutATransactionAMessageLeavesAtOnceAtEveryQos() {
        try (MqttConnection connection = factory.getConnection()) {
            connection.publish("a", bytes("1"));
            connection.publish("a", bytes("2"), QoS.AT_MOST_ONCE, false);
            connection.publish("a", bytes("3"), QoS.EXACTLY_ONCE, true);
            connection.publish(MqttMessage.to("b").text("4").build());
        }
        // Paho hands a message of QoS 2 over at PUBREL, perhaps after later ones.
        await().untilAsserted(() -> assertThat(device.received)
                .containsExactlyInAnyOrder(
                        new Received("a", "1", 1, false),
                        new Received("a", "2", 0, false),
                        new Received("a", "3", 2, false),
                        new Received("b", "4", 1, false)));
    }

    @Test
    void aRetainedMessageIsKeptForLaterSubscribers() throws Exception {
        try (MqttConnection connection = factory.getConnection()) {
            connection.publish("kept", bytes("1"), QoS.AT_LEAST_ONCE, true);
        }
        try (Device late = new Device(server.port()).subscribe("kept", 1)) {
            await().untilAsserted(() -> assertThat(late.received).containsExactly(new Received("kept", "1", 1, true)));
        }
    }

    @Test
    void publishAsyncCompletesWithTheAcknowledgement() {
        try (MqttConnection connection = factory.getConnection()) {
            CompletionStage<Void> sent =
                    connection.publishAsync(MqttMessage.to("a").text("1").build());
            await().until(() -> sent.toCompletableFuture().isDone());
            sent.toCompletableFuture().join();
        }
    }

    @Test
    void inATransactionMessagesLeaveAfterTheCommitInOrderAcrossHandlesAndFactories() throws Exception {
        MqttManagedConnectionFactory other = new MqttManagedConnectionFactory();
        other.setClientId("other");
        MqttConnectionFactory second = factory(other);
        Transaction transaction = server.transactions.begin();
        for (int i = 0; i < 10; i++) {
            try (MqttConnection connection = factory.getConnection()) {
                connection.publish("a", bytes("" + i));
            }
        }
        CompletionStage<Void> sent;
        try (MqttConnection connection = second.getConnection()) {
            sent = connection.publishAsync(MqttMessage.to("b").text("async").build());
        }
        publishElsewhere("marker");
        await().until(() -> device.texts().contains("marker"));
        assertThat(device.texts()).containsExactly("marker");
        assertThat(sent.toCompletableFuture()).isNotDone();

        transaction.commit();

        await().until(() -> device.received.size() == 12);
        assertThat(device.texts().stream().filter(text -> text.length() == 1))
                .containsExactlyElementsOf(
                        IntStream.range(0, 10).mapToObj(Integer::toString).toList());
        await().until(() -> sent.toCompletableFuture().isDone());
        sent.toCompletableFuture().join();
    }

    @Test
    void whatATransactionHoldsLeavesEvenWhenItsConnectionIsDestroyedMeanwhile() throws Exception {
        Transaction transaction = server.transactions.begin();
        try (MqttConnection connection = factory.getConnection()) {
            connection.publish("a", bytes("held"));
        }
        for (ManagedConnection managed : server.managed) {
            managed.destroy();
        }
        transaction.commit();
        await().untilAsserted(() -> assertThat(device.texts()).containsExactly("held"));
        // Then its client is gone: only the device is left.
        await().until(() -> server.connections() == 1);
    }

    @Test
    void afterARollbackNothingLeaves() throws Exception {
        Transaction transaction = server.transactions.begin();
        CompletionStage<Void> sent;
        try (MqttConnection connection = factory.getConnection()) {
            connection.publish("a", bytes("never"));
            sent = connection.publishAsync(MqttMessage.to("a").text("never").build());
        }
        transaction.rollback();
        server.transactions.end();
        publishElsewhere("marker");
        await().until(() -> !device.received.isEmpty());
        assertThat(device.texts()).containsExactly("marker");
        assertFails(sent.toCompletableFuture(), "rolled back");
    }

    @Test
    void inATransactionThatIsMarkedForRollbackOrTimedOutMessagesAreForgotten() throws Exception {
        Transaction transaction = server.transactions.begin();
        try (MqttConnection connection = factory.getConnection()) {
            connection.publish("a", bytes("before"));
            CompletableFuture.runAsync(transaction::rollback).join();
            connection.publish("a", bytes("after the timeout"));
        }
        Transaction marked = server.transactions.begin();
        marked.setRollbackOnly();
        try (MqttConnection connection = factory.getConnection()) {
            connection.publish("a", bytes("marked"));
        }
        marked.commit();
        publishElsewhere("marker");
        await().until(() -> !device.received.isEmpty());
        assertThat(device.texts()).containsExactly("marker");
    }

    @Test
    void aTransactionHoldsNoMoreThanItsBounds() throws Exception {
        MqttManagedConnectionFactory bean = new MqttManagedConnectionFactory();
        bean.setOutboxMessages(2);
        bean.setOutboxBytes(10);
        MqttConnectionFactory bounded = factory(bean);
        Transaction transaction = server.transactions.begin();
        try (MqttConnection connection = bounded.getConnection()) {
            assertThatExceptionOfType(MqttException.class)
                    .isThrownBy(() -> connection.publish("a", new byte[11]))
                    .withMessageContaining("outboxBytes");
            connection.publish("a", bytes("1"));
            connection.publish("a", bytes("2"));
            assertThatExceptionOfType(MqttException.class)
                    .isThrownBy(() -> connection.publish("a", bytes("3")))
                    .withMessageContaining("outboxMessages");
        }
        transaction.commit();
        await().untilAsserted(() -> assertThat(device.texts()).containsExactly("1", "2"));
    }

    @Test
    void moreThanTheClientHasRoomForStillLeavesAfterTheCommit() throws Exception {
        MqttManagedConnectionFactory bean = new MqttManagedConnectionFactory();
        bean.setOutboxMessages(30_000);
        MqttConnectionFactory large = factory(bean);
        List<String> expected =
                IntStream.range(0, 25_000).mapToObj(Integer::toString).toList();
        Transaction transaction = server.transactions.begin();
        try (MqttConnection connection = large.getConnection()) {
            expected.forEach(text -> connection.publish("many", bytes(text), QoS.AT_LEAST_ONCE, false));
        }
        CompletionStage<Void> last;
        try (MqttConnection connection = large.getConnection()) {
            last = connection.publishAsync(MqttMessage.to("last").text("last").build());
        }
        // A slow reader would lose messages to the bound of its queue; this is about their way into the broker.
        device.close();
        long before = server.received();
        transaction.commit();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> last.toCompletableFuture().isDone());
        last.toCompletableFuture().join();
        await().untilAsserted(() -> assertThat(server.received() - before).isEqualTo(25_001));
    }

    @Test
    void theProperties50HasArriveWhereTheyAreMeantTo() throws Exception {
        List<MqttMessage> arrived = arriving();
        try (MqttConnection connection = factory.getConnection()) {
            connection.publish(MqttMessage.to("properties")
                    .text("1")
                    .contentType("text/plain")
                    .utf8()
                    .responseTopic("answers")
                    .correlationData(new byte[] {1, 2})
                    .expiry(Duration.ofHours(1))
                    .userProperty("line", "7")
                    .userProperty("line", "8")
                    .build());
        }
        await().until(() -> arrived.size() == 1);
        MqttMessage message = arrived.get(0);
        assertThat(message.contentType()).contains("text/plain");
        assertThat(message.utf8()).isTrue();
        assertThat(message.responseTopic()).contains("answers");
        assertThat(message.correlationData())
                .hasValueSatisfying(data -> assertThat(data).containsExactly(1, 2));
        assertThat(message.expiry()).contains(Duration.ofHours(1));
        assertThat(message.userProperties()).containsExactly(Map.entry("line", "7"), Map.entry("line", "8"));
    }

    @Test
    void aMessageThatSaysNothingOfItsPayloadIsNotMarked() throws Exception {
        List<MqttMessage> arrived = arriving();
        try (MqttConnection connection = factory.getConnection()) {
            connection.publish(MqttMessage.to("properties").text("1").build());
        }
        await().until(() -> arrived.size() == 1);
        assertThat(arrived.get(0).utf8()).isFalse();
    }

    private List<MqttMessage> arriving() throws Exception {
        List<MqttMessage> arrived = new CopyOnWriteArrayList<>();
        MqttActivationSpec spec = new MqttActivationSpec();
        spec.setTopicFilter("properties");
        server.adapter.endpointActivation(
                new FakeEndpointFactory(new Listening(arrived), MqttListener.class, server.transactions, false), spec);
        return arrived;
    }

    /** A bean. */
    public static final class Listening implements MqttListener {
        private final List<MqttMessage> arrived;

        Listening(List<MqttMessage> arrived) {
            this.arrived = arrived;
        }

        @Override
        public void onMessage(MqttMessage message) {
            arrived.add(message);
        }
    }

    @Test
    void whatMqtt311CannotCarryIsRefusedAndWhatOnlyDescribesLeftOut() throws Exception {
        MqttManagedConnectionFactory old = new MqttManagedConnectionFactory();
        old.setMqttVersion("3.1.1");
        try (MqttConnection connection = factory(old).getConnection()) {
            for (MqttMessage message : List.of(
                    MqttMessage.to("a").userProperty("k", "v").build(),
                    MqttMessage.to("a").responseTopic("r").build(),
                    MqttMessage.to("a").correlationData(new byte[1]).build(),
                    MqttMessage.to("a").expiry(Duration.ofHours(1)).build())) {
                assertThatExceptionOfType(MqttException.class)
                        .isThrownBy(() -> connection.publish(message))
                        .withMessageContaining("needs MQTT 5.0")
                        .matches(e -> !e.isRetryable());
            }
            connection.publish(MqttMessage.to("a")
                    .text("1")
                    .contentType("text/plain")
                    .utf8()
                    .build());
        }
        await().untilAsserted(() -> assertThat(device.texts()).containsExactly("1"));
    }

    @Test
    void aClosedConnectionSaysSo() throws Exception {
        MqttConnection connection = factory.getConnection();
        connection.close();
        connection.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> connection.publish("a", bytes("1")))
                .withMessageContaining("closed");
        MqttConnection taken = factory.getConnection();
        server.managed.get(1).cleanup();
        server.managed.get(1).cleanup();
        assertThatIllegalStateException().isThrownBy(() -> taken.publish("a", bytes("1")));
    }

    private void publishElsewhere(String text) throws Exception {
        try (Device other = new Device(server.port())) {
            other.publish("elsewhere", text, 1);
        }
    }

    private static void assertFails(CompletableFuture<Void> future, String message) {
        await().until(future::isDone);
        assertThatExceptionOfType(java.util.concurrent.CompletionException.class)
                .isThrownBy(future::join)
                .withCauseInstanceOf(MqttException.class)
                .withMessageContaining(message);
    }
}
