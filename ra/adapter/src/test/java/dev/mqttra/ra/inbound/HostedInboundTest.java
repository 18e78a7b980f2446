package dev.mqttra.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.mqttra.api.MqttConnection;
import dev.mqttra.api.MqttConnectionFactory;
import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.api.QoS;
import dev.mqttra.api.TopicFilter;
import dev.mqttra.api.TopicLevel;
import dev.mqttra.client.ClientConfig;
import dev.mqttra.client.ClientListener;
import dev.mqttra.client.MqttClient;
import dev.mqttra.client.PublishFailedException;
import dev.mqttra.netty.EventLoops;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicName;
import dev.mqttra.ra.fake.Device;
import dev.mqttra.ra.fake.FakeEndpointFactory;
import dev.mqttra.ra.fake.FakeServer;
import dev.mqttra.ra.fake.LogLines;
import dev.mqttra.ra.outbound.MqttManagedConnectionFactory;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole way from a device that is none of ours, through the hosted broker, to a bean, and back to its PUBACK. */
@Timeout(60)
class HostedInboundTest {
    private final FakeServer server = new FakeServer();
    private final MqttActivationSpec spec = new MqttActivationSpec();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        spec.setTopicFilter("plant/+/temperature");
        spec.setQos(2);
        spec.setRedeliveryDelay(50L);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        await().until(() -> server.workManager.threads().isEmpty());
        assertThat(activations()).isEmpty();
    }

    private FakeEndpointFactory activate(boolean transacted, Engine.Reaction reaction) throws ResourceException {
        FakeEndpointFactory factory =
                new FakeEndpointFactory(new Engine.Bean(reaction), MqttListener.class, server.transactions, transacted);
        server.adapter.endpointActivation(factory, spec);
        await().until(() -> "CONNECTED".equals(attribute("State")));
        return factory;
    }

    private static Set<ObjectName> activations() throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("dev.mqttra:type=Activation,*"), null);
    }

    private static Object attribute(String name) throws Exception {
        ObjectName activation = activations().iterator().next();
        return ManagementFactory.getPlatformMBeanServer().getAttribute(activation, name);
    }

    @Test
    void theDevicesAcknowledgementWaitsForTheCommit() throws Exception {
        for (int qos = 1; qos <= 2; qos++) {
            CountDownLatch inBean = new CountDownLatch(1);
            CountDownLatch mayReturn = new CountDownLatch(1);
            FakeEndpointFactory factory = activate(true, message -> {
                inBean.countDown();
                awaitQuietly(mayReturn);
            });
            try (Device device = new Device(server.port());
                    Device other = new Device(server.port())) {
                CompletableFuture<Void> acknowledged = publish(device, "plant/1/temperature", "20", qos);
                inBean.await();
                // Another device's acknowledgement shows that the broker is not just slow.
                other.publish("elsewhere", "x", qos);
                assertThat(acknowledged).isNotDone();
                mayReturn.countDown();
                assertThat(acknowledged).succeedsWithin(Duration.ofSeconds(10));
            }
            server.adapter.endpointDeactivation(factory, spec);
        }
    }

    @Test
    void aDeviceDoesNotWaitForEverForABeanThatIsPausedAndItsMessageStays() throws Exception {
        List<String> got = new CopyOnWriteArrayList<>();
        try (FakeServer impatient = new FakeServer()) {
            impatient.adapter.setHostedAcknowledgementTimeout(1_000);
            impatient.start();
            FakeEndpointFactory factory = new FakeEndpointFactory(
                    new Engine.Bean(m -> got.add(m.text())), MqttListener.class, impatient.transactions, true);
            impatient.adapter.endpointActivation(factory, spec);
            await().until(() -> "CONNECTED".equals(attribute("State")));
            operation("pause");
            try (Device device = new Device(impatient.port())) {
                assertThat(publish(device, "plant/1/temperature", "20", 1)).failsWithin(Duration.ofSeconds(20));
                await().until(() -> !device.isConnected());
            }
            operation("resume");
            await().until(() -> got.contains("20"));
            impatient.adapter.endpointDeactivation(factory, spec);
        }
    }

    private static void operation(String name) throws Exception {
        ObjectName activation = activations().iterator().next();
        ManagementFactory.getPlatformMBeanServer().invoke(activation, name, null, null);
    }

    private static CompletableFuture<Void> publish(Device device, String topic, String text, int qos) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread publisher = new Thread(() -> {
            try {
                device.publish(topic, text, qos);
                done.complete(null);
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        publisher.setDaemon(true);
        publisher.start();
        return done;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRollbackIsRepeatedUntilItSucceedsAndThenAcknowledged() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        activate(true, message -> {
            if (attempts.incrementAndGet() <= 2) {
                server.transactions.setRollbackOnly();
            }
        });
        try (Device device = new Device(server.port())) {
            device.publish("plant/1/temperature", "20", 1);
            assertThat(attempts).hasValue(3);
        }
        await().until(() -> attribute("Delivered").equals(1L));
        assertThat(attribute("Failed")).isEqualTo(2L);
        assertThat(attribute("Redelivered")).isEqualTo(2L);
        assertThat(attribute("Received")).isEqualTo(1L);
        assertThat(attribute("WaitingForRedelivery")).isEqualTo(0);
    }

    @Test
    void manyMessagesOfManyDevicesAtEveryQosAllArrive() throws Exception {
        AtomicInteger count = new AtomicInteger();
        activate(true, message -> {
            if (count.incrementAndGet() % 10 == 0) {
                throw new IllegalStateException("one in ten");
            }
            seen.add(message.text());
        });
        try (Device one = new Device(server.port());
                Device two = new Device(server.port())) {
            for (int i = 0; i < 100; i++) {
                one.publish("plant/1/temperature", "one-" + i, i % 3);
                two.publish("plant/2/temperature", "two-" + i, i % 3);
            }
            await().until(() -> Set.copyOf(seen).size() == 200);
        }
        assertThat(seen).hasSize(200);
    }

    public static class PlantBean implements MqttEndpoint {
        private final List<String> seen;

        PlantBean(List<String> seen) {
            this.seen = seen;
        }

        @TopicFilter(value = "plant/{line}/level/{number}", qos = QoS.EXACTLY_ONCE)
        public void level(@TopicLevel("number") int number, byte[] payload, @TopicLevel("line") String line) {
            seen.add("level " + line + " " + number + " " + payload.length);
        }

        @TopicFilter("plant/{line}/note/{rest...}")
        public void note(String text, @TopicLevel("rest") String rest, MqttMessage message) {
            seen.add("note " + text + " " + rest + " " + message.topic() + " " + message.qos());
        }
    }

    /** What a server makes of a bean whose listener interface has no methods. */
    public interface PlantView {
        void level(int number, byte[] payload, String line);

        void note(String text, String rest, MqttMessage message);
    }

    @Test
    void methodsWithTopicFiltersGetWhatTheirParametersSay() throws Exception {
        spec.setTopicFilter(null);
        spec.setQos(null);
        server.adapter.endpointActivation(
                new FakeEndpointFactory(new PlantBean(seen), PlantView.class, server.transactions, true), spec);
        await().until(() -> "CONNECTED".equals(attribute("State")));
        try (Device device = new Device(server.port())) {
            device.publish("plant/a/level/7", "xyz", 2);
            device.publish("plant/b/note/x/y", "grün", 2);
            device.publish("plant/b/other", "nobody", 1);
        }
        assertThat(seen).containsExactlyInAnyOrder("level a 7 3", "note grün x/y plant/b/note/x/y AT_LEAST_ONCE");
    }

    @Test
    void aWrongActivationFailsByNameAndLeavesNothing() throws Exception {
        refused(wrong -> wrong.setTopicFilter("plant/#/x"), "topicFilter: # is the last level", "'plant/#/x'");
        refused(wrong -> wrong.setTopicFilter(null), "topicFilter is missing", "topicFilter");
        refused(wrong -> wrong.setQos(7), "qos is 0, 1 or 2", "7");
        refused(wrong -> wrong.setServerUri("http://nowhere"), "serverUri must be tcp://host:port", "http://nowhere");
        refused(wrong -> wrong.setPassword("secret"), "userName must be set where password is", "userName");
        refused(wrong -> wrong.setKeepAlive(-1), "keepAlive must be a number from 0", "-1");
        refused(wrong -> wrong.setCleanStart(false), "clientId must be set where cleanStart is false", "clientId");
        assertThat(server.hosts()).isFalse();
        assertThat(server.workManager.threads()).isEmpty();
    }

    /** By the name of the bean, and everything once: servers print a message with those of its causes. */
    private void refused(Consumer<MqttActivationSpec> change, String said, String once) throws Exception {
        FakeEndpointFactory factory =
                new FakeEndpointFactory(new Engine.Bean(message -> {}), MqttListener.class, server.transactions, true);
        MqttActivationSpec wrong = new MqttActivationSpec();
        wrong.setTopicFilter("plant");
        wrong.setServerUri("tcp://127.0.0.1:1");
        change.accept(wrong);
        // What comes before the activation on WildFly must not fail without the bean's name.
        wrong.validate();
        InvalidPropertyException refusal = catchThrowableOfType(
                InvalidPropertyException.class, () -> server.adapter.endpointActivation(factory, wrong));
        StringBuilder printed = new StringBuilder();
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            printed.append(cause.getMessage()).append('\n');
        }
        assertThat(printed).startsWith("bean " + Engine.Bean.class.getName()).contains(said);
        assertThat(printed).containsOnlyOnce(once).containsOnlyOnce(Engine.Bean.class.getName());
    }

    @Test
    void tenActivationsLeaveNothingBehind() throws Exception {
        for (int i = 0; i < 10; i++) {
            seen.clear();
            FakeEndpointFactory factory = activate(true, message -> seen.add(message.text()));
            try (Device device = new Device(server.port())) {
                device.publish("plant/1/temperature", "20", 1);
            }
            assertThat(seen).containsExactly("20");
            server.adapter.endpointDeactivation(factory, spec);
            assertThat(factory.held()).isZero();
            assertThat(activations()).isEmpty();
            await().until(() -> server.connections() == 0);
            // What is left is the event loop.
            await().until(() -> server.workManager.threads().size() == 1);
        }
    }

    @Test
    void betweenTwoActivationsNothingIsAcknowledgedThatNobodyGot() throws Exception {
        FakeEndpointFactory factory = activate(true, message -> seen.add("first " + message.text()));
        try (Device device = new Device(server.port());
                Device other = new Device(server.port())) {
            device.publish("plant/1/temperature", "1", 1);
            server.adapter.endpointDeactivation(factory, spec);
            CompletableFuture<Void> acknowledged = publish(device, "plant/1/temperature", "2", 1);
            await().until(() -> server.received() == 2);
            other.publish("elsewhere", "x", 1);
            assertThat(acknowledged).isNotDone();
            activate(true, message -> seen.add("second " + message.text()));
            assertThat(acknowledged).succeedsWithin(Duration.ofSeconds(10));
        }
        assertThat(seen).containsExactly("first 1", "second 2");
    }

    @Test
    void aQuietBeanIsWaitedForToo() throws Exception {
        FakeEndpointFactory factory = activate(true, message -> seen.add("first " + message.text()));
        server.adapter.endpointDeactivation(factory, spec);
        assertThat(factory.held()).isZero();
        try (Device device = new Device(server.port());
                Device other = new Device(server.port())) {
            CompletableFuture<Void> acknowledged = publish(device, "plant/1/temperature", "1", 1);
            await().until(() -> server.received() == 1);
            other.publish("elsewhere", "x", 1);
            assertThat(acknowledged).isNotDone();
            activate(true, message -> seen.add("second " + message.text()));
            assertThat(acknowledged).succeedsWithin(Duration.ofSeconds(10));
        }
        assertThat(seen).containsExactly("second 1");
    }

    /** The bean is activated and gets nothing yet; then another one of its application is refused. */
    private void failToDeploy() throws Exception {
        FakeEndpointFactory factory = new FakeEndpointFactory(
                new Engine.Bean(message -> seen.add("never")), MqttListener.class, server.transactions, true);
        factory.unavailable(Integer.MAX_VALUE);
        MqttActivationSpec same = new MqttActivationSpec();
        same.setTopicFilter(spec.getTopicFilter());
        same.setQos(spec.getQos());
        server.adapter.endpointActivation(factory, same);
        refused(wrong -> wrong.setQos(7), "qos is 0, 1 or 2", "7");
        server.adapter.endpointDeactivation(factory, same);
    }

    @Test
    void nobodyWaitsForABeanWhoseDeploymentFailed() throws Exception {
        failToDeploy();
        try (Device device = new Device(server.port())) {
            assertThat(publish(device, "plant/1/temperature", "1", 1)).succeedsWithin(Duration.ofSeconds(10));
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void aDeploymentThatFailsLeavesItsPredecessorsSessionAsItWas() throws Exception {
        FakeEndpointFactory factory = activate(true, message -> seen.add("first " + message.text()));
        server.adapter.endpointDeactivation(factory, spec);
        try (Device device = new Device(server.port())) {
            CompletableFuture<Void> acknowledged = publish(device, "plant/1/temperature", "1", 1);
            await().until(() -> server.received() == 1);
            failToDeploy();
            activate(true, message -> seen.add("third " + message.text()));
            assertThat(acknowledged).succeedsWithin(Duration.ofSeconds(10));
        }
        assertThat(seen).containsExactly("third 1");
    }

    @Test
    void aBeanMayPublishWhatItGetsItself() throws Exception {
        spec.setMaxConcurrency(1);
        MqttManagedConnectionFactory bean = new MqttManagedConnectionFactory();
        bean.setResourceAdapter(server.adapter);
        bean.setPublishTimeout(5_000);
        MqttConnectionFactory connections =
                (MqttConnectionFactory) bean.createConnectionFactory(server.connectionManager());
        activate(false, message -> {
            if (message.text().equals("question")) {
                try (MqttConnection connection = connections.getConnection()) {
                    connection.publish("plant/1/temperature", "answer".getBytes(StandardCharsets.UTF_8));
                }
            }
            seen.add(message.text());
        });
        try (Device device = new Device(server.port())) {
            device.publish("plant/1/temperature", "question", 1);
        }
        await().until(() -> seen.size() == 2);
        assertThat(seen).containsExactly("question", "answer");
    }

    @Test
    void anActivationThatDoesNotComeBackReleasesItsDevices() throws Exception {
        FakeEndpointFactory factory = activate(true, message -> {});
        // Another instance in the same class loader keeps the broker open.
        try (FakeServer instance = new FakeServer();
                Device device = new Device(server.port())) {
            instance.adapter.setBrokerName(server.adapter.getBrokerName());
            instance.start();
            server.adapter.endpointDeactivation(factory, spec);
            CompletableFuture<Void> acknowledged = publish(device, "plant/1/temperature", "2", 1);
            await().until(() -> server.received() == 1);
            server.adapter.stop();
            assertThat(acknowledged).failsWithin(Duration.ofSeconds(10));
            try (Device again = new Device(server.port())) {
                again.publish("plant/1/temperature", "2", 1);
            }
        }
    }

    /** While its session was ended first, a device that waited came back to a broker where nobody was there for it. */
    @Test
    void whoWaitsWhenTheAdapterStopsWaitsUntilTheBrokerIsGone() throws Exception {
        FakeEndpointFactory factory = activate(true, message -> {});
        List<String> log = new CopyOnWriteArrayList<>();
        try (Device device = new Device(server.port());
                LogLines lines = LogLines.of("dev.mqttra.broker", log)) {
            server.adapter.endpointDeactivation(factory, spec);
            CompletableFuture<Void> acknowledged = publish(device, "plant/1/temperature", "1", 1);
            await().until(() -> server.received() == 1);

            server.adapter.stop();

            assertThat(acknowledged).failsWithin(Duration.ofSeconds(10));
            assertThat(log).noneMatch(line -> line.startsWith("MQTTB-014"));
        }
    }

    @Test
    void oneClientIdentifierIsNotForTwoBeans() throws Exception {
        spec.setClientId("mine");
        activate(true, message -> {});
        MqttActivationSpec other = new MqttActivationSpec();
        other.setTopicFilter("elsewhere");
        other.setClientId("mine");
        assertThatThrownBy(() -> server.adapter.endpointActivation(
                        new FakeEndpointFactory(
                                new Engine.Bean(message -> {}), MqttListener.class, server.transactions, true),
                        other))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessageContaining("clientId 'mine' is used by another active bean, " + Engine.Bean.class.getName());
    }

    private MqttActivationSpec sameAgain() {
        MqttActivationSpec other = new MqttActivationSpec();
        other.setTopicFilter(spec.getTopicFilter());
        return other;
    }

    private FakeEndpointFactory factory(Engine.Reaction reaction) {
        return new FakeEndpointFactory(new Engine.Bean(reaction), MqttListener.class, server.transactions, true);
    }

    @Test
    void twoActivationsOfOneBeanAndItsFiltersMustBeToldApart() throws Exception {
        activate(true, message -> seen.add("one"));
        MqttActivationSpec other = sameAgain();
        assertThatThrownBy(() -> server.adapter.endpointActivation(factory(message -> seen.add("two")), other))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessageContaining(
                        "bean " + Engine.Bean.class.getName() + ": activation property clientId must be set")
                .hasMessageContaining("the active bean " + Engine.Bean.class.getName() + " has the same name");
        other.setClientId("two");
        server.adapter.endpointActivation(factory(message -> seen.add("two")), other);
        await().until(() -> server.connections() == 2);
        try (Device device = new Device(server.port())) {
            device.publish("plant/1/temperature", "20", 1);
        }
        assertThat(seen).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void theMembersOfAGroupShareItsMessages() throws Exception {
        spec.setSharedSubscription("group");
        activate(true, message -> seen.add("one " + message.text()));
        MqttActivationSpec other = sameAgain();
        other.setSharedSubscription("group");
        other.setClientId("two");
        server.adapter.endpointActivation(factory(message -> seen.add("two " + message.text())), other);
        await().until(() -> server.subscriptions() == 2);
        try (Device device = new Device(server.port())) {
            for (int i = 0; i < 100; i++) {
                device.publish("plant/1/temperature", "" + i, 1);
            }
        }
        assertThat(seen)
                .hasSize(100)
                .anyMatch(text -> text.startsWith("one "))
                .anyMatch(text -> text.startsWith("two "));
        assertThat(seen.stream().map(text -> text.substring(4))).doesNotHaveDuplicates();
    }

    @Test
    void aDeadLetterReachesItsSubscribersBeforeTheDeviceIsAcknowledged() throws Exception {
        spec.setOnExhausted("deadLetter");
        spec.setDeadLetterTopic("dead/{topic}");
        spec.setMaxRedeliveries(1);
        activate(true, message -> {
            throw new IllegalStateException("never");
        });
        try (Device device = new Device(server.port());
                Device undertaker = new Device(server.port()).subscribe("dead/#", 1)) {
            device.publish("plant/1/temperature", "20", 2);
            await().until(() -> undertaker.texts().equals(List.of("20")));
            assertThat(undertaker.received.get(0).topic()).isEqualTo("dead/plant/1/temperature");
        }
        assertThat(attribute("DeadLettered")).isEqualTo(1L);
        assertThat(attribute("Redelivered")).isEqualTo(1L);
        assertThat(attribute("LagMillis")).isEqualTo(0L);
    }

    @Test
    void deadLettersThatWouldComeBackAreRefused() throws Exception {
        refused(
                wrong -> {
                    wrong.setOnExhausted("deadLetter");
                    wrong.setDeadLetterTopic("plant");
                },
                "deadLetterTopic 'plant' names topics that the bean's own topic filter 'plant' matches",
                "deadLetterTopic");
    }

    @Test
    void anEndpointThatHasStoppedGoesOnWhenItsMBeanIsTold() throws Exception {
        spec.setOnExhausted("stop");
        spec.setMaxRedeliveries(0);
        AtomicInteger attempts = new AtomicInteger();
        activate(true, message -> {
            seen.add(message.text());
            if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("once");
            }
        });
        try (Device device = new Device(server.port())) {
            CompletableFuture<Void> acknowledged = publish(device, "plant/1/temperature", "20", 1);
            await().until(() -> attribute("Mode").equals("STOPPED"));
            assertThat(acknowledged).isNotDone();
            invoke("resume");
            assertThat(acknowledged).succeedsWithin(Duration.ofSeconds(10));
            assertThat(attribute("Mode")).isEqualTo("RUNNING");
        }
        assertThat(seen).containsExactly("20", "20");
    }

    private static Object invoke(String operation) throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .invoke(activations().iterator().next(), operation, null, null);
    }

    @Test
    void aRefusalReachesADeviceOf5AsAReasonAndEndsTheConnectionOfOneOf3() throws Exception {
        spec.setOnExhausted("refuse");
        spec.setMaxRedeliveries(1);
        activate(true, message -> {
            seen.add(message.text());
            if (message.text().startsWith("poison")) {
                throw new IllegalStateException("never");
            }
        });
        try (EventLoops loops = EventLoops.start(1)) {
            MqttClient five = MqttClient.overTcp(
                    ClientConfig.builder()
                            .server("tcp://127.0.0.1:" + server.port())
                            .clientId("five")
                            .build(),
                    loops.loop(0),
                    Runnable::run,
                    new ClientListener() {});
            five.start();
            for (dev.mqttra.protocol.packet.QoS qos : List.of(
                    dev.mqttra.protocol.packet.QoS.AT_LEAST_ONCE, dev.mqttra.protocol.packet.QoS.EXACTLY_ONCE)) {
                assertThat(five.publish(message("poison"), qos, false).toCompletableFuture())
                        .failsWithin(Duration.ofSeconds(10))
                        .withThrowableOfType(ExecutionException.class)
                        .havingCause()
                        .isInstanceOfSatisfying(PublishFailedException.class, e -> assertThat(e.reasonCode())
                                .isEqualTo(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR));
                assertThat(five.publish(message("fine"), qos, false).toCompletableFuture())
                        .succeedsWithin(Duration.ofSeconds(10));
            }
            five.close().toCompletableFuture().join();
        }
        try (Device three = new Device(server.port())) {
            assertThat(publish(three, "plant/1/temperature", "poison 3", 1)).failsWithin(Duration.ofSeconds(10));
            await().until(() -> !three.isConnected());
        }
        assertThat(attribute("Refused")).isEqualTo(3L);
        assertThat(seen)
                .containsExactly("poison", "poison", "fine", "poison", "poison", "fine", "poison 3", "poison 3");
    }

    private static Message message(String text) {
        return new Message(TopicName.of("plant/1/temperature"), text.getBytes(StandardCharsets.UTF_8));
    }
}
