package dev.mqttra.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.api.TopicFilter;
import dev.mqttra.broker.Broker;
import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.netty.ScriptedBroker;
import dev.mqttra.ra.fake.Device;
import dev.mqttra.ra.fake.FakeEndpointFactory;
import dev.mqttra.ra.fake.FakeServer;
import dev.mqttra.ra.fake.LogLines;
import jakarta.resource.spi.InvalidPropertyException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The adapter as a client of a broker that runs elsewhere. */
@Timeout(60)
class RemoteInboundTest {
    private final FakeServer server = new FakeServer();
    private final MqttActivationSpec spec = new MqttActivationSpec();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private Broker broker;

    @BeforeEach
    void start() throws Exception {
        broker = Broker.start(BrokerConfig.builder().port(0).build());
        spec.setServerUri("tcp://127.0.0.1:" + broker.port());
        spec.setTopicFilter("a/#");
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
        broker.close();
        await().until(() -> server.workManager.threads().isEmpty());
        assertThat(server.hosts()).isFalse();
    }

    private FakeEndpointFactory factory() {
        return new FakeEndpointFactory(
                new Engine.Bean(message -> seen.add(message.text())), MqttListener.class, server.transactions, true);
    }

    @Test
    void aPersistentSessionKeepsWhatComesBetweenTwoActivations() throws Exception {
        spec.setClientId("bean");
        List<String> published = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            FakeEndpointFactory factory = factory();
            server.adapter.endpointActivation(factory, spec);
            await().until(() -> broker.statistics().connections() == 1
                    && broker.statistics().subscriptions() == 1);
            await().until(() -> seen.equals(published));
            server.adapter.endpointDeactivation(factory, spec);
            await().until(() -> broker.statistics().connections() == 0);
            try (Device device = new Device(broker.port())) {
                String text = "while away " + i;
                published.add(text);
                device.publish("a/b", text, 1);
            }
            await().until(() -> broker.statistics().connections() == 0);
        }
        assertThat(seen).containsExactly("while away 0", "while away 1");
    }

    @Test
    void withoutClientIdTheSessionEndsWithTheActivation() throws Exception {
        FakeEndpointFactory factory = factory();
        server.adapter.endpointActivation(factory, spec);
        await().until(() -> broker.statistics().subscriptions() == 1);
        server.adapter.endpointDeactivation(factory, spec);
        await().until(() -> broker.statistics().sessions() == 0);
    }

    @Test
    void aPersistentSessionNeedsAName() {
        spec.setCleanStart(false);
        assertThatThrownBy(() -> server.adapter.endpointActivation(factory(), spec))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessageContaining("clientId must be set where cleanStart is false");
    }

    @Test
    void aBrokerThatIsDownFailsNoActivation() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        spec.setServerUri("tcp://127.0.0.1:" + port);
        server.adapter.setReconnectDelay(50);
        server.adapter.endpointActivation(factory(), spec);
        try (Broker late = Broker.start(BrokerConfig.builder().port(port).build())) {
            await().until(() -> late.statistics().subscriptions() == 1);
            try (Device device = new Device(port)) {
                device.publish("a", "at last", 1);
            }
            await().until(() -> seen.contains("at last"));
        }
    }

    @Test
    void acknowledgementsLeaveInOrderWhateverTheBeansDo() throws Exception {
        server.adapter.endpointActivation(factory(), spec);
        await().until(() -> broker.statistics().subscriptions() == 1);
        List<String> texts = IntStream.range(0, 500).mapToObj(i -> "m" + i).toList();
        try (Device device = new Device(broker.port())) {
            for (String text : texts) {
                device.publish("a", text, 1);
            }
            await().until(() -> seen.size() >= texts.size());
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(texts);
    }

    public static class GroupBean implements MqttEndpoint {
        @TopicFilter("$share/its-own/a")
        public void on(MqttMessage message) {}
    }

    @Test
    void aGroupIsSaidInOnePlaceOnly() {
        spec.setSharedSubscription("group");
        spec.setTopicFilter("$share/its-own/a");
        String said = "sharedSubscription is 'group' while the topic filter '$share/its-own/a' of ";
        refused(factory(), "bean " + Engine.Bean.class.getName() + ": activation property " + said);
        spec.setTopicFilter(null);
        FakeEndpointFactory endpoint =
                new FakeEndpointFactory(new GroupBean(), MqttEndpoint.class, server.transactions, true);
        refused(endpoint, "bean " + GroupBean.class.getName() + ": activation property " + said + "GroupBean.on");
    }

    @Test
    void aGroupNeedsAVersionThatHasThem() {
        spec.setSharedSubscription("group");
        spec.setMqttVersion("3.1.1");
        refused(
                factory(),
                "bean " + Engine.Bean.class.getName()
                        + ": activation property mqttVersion must be 5.0 or automatic where"
                        + " sharedSubscription is set");
    }

    private void refused(FakeEndpointFactory factory, String message) {
        assertThatThrownBy(() -> server.adapter.endpointActivation(factory, spec))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aBrokerWithoutSharedSubscriptionsIsToldByBeanAndProperty() throws Exception {
        spec.setSharedSubscription("group");
        spec.setQos(0);
        List<String> log = new CopyOnWriteArrayList<>();
        try (ScriptedBroker poor = ScriptedBroker.withoutSharedSubscriptions();
                LogLines lines = LogLines.of("dev.mqttra.ra", log)) {
            spec.setServerUri("tcp://127.0.0.1:" + poor.port());
            server.adapter.endpointActivation(factory(), spec);
            await().until(() -> state().startsWith("REFUSED"));
            assertThat(state()).contains("activation property sharedSubscription ('group')");
            assertThat(poor.subscribed()).isZero();
            // It is told after it is shown.
            await().untilAsserted(() -> assertThat(log)
                    .anyMatch(line -> line.startsWith("MQTTRA-230 Bean " + Engine.Bean.class.getName())
                            && line.contains("activation property sharedSubscription ('group')")));
        }
    }

    @Test
    void aBrokerOfAnOlderVersionIsToldByBeanAndProperty() throws Exception {
        spec.setSharedSubscription("group");
        try (ScriptedBroker old = ScriptedBroker.ofVersion311()) {
            spec.setServerUri("tcp://127.0.0.1:" + old.port());
            server.adapter.endpointActivation(factory(), spec);
            await().until(() -> state().startsWith("REFUSED"));
            assertThat(state()).contains("sharedSubscription ('group') needs MQTT 5.0");
        }
    }

    private static String state() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName activation = beans.queryNames(new ObjectName("dev.mqttra:type=Activation,*"), null)
                .iterator()
                .next();
        return (String) beans.getAttribute(activation, "State");
    }

    @Test
    void whereThereAreNoPropertiesADeadLetterIsThePayloadAlone() throws Exception {
        for (String version : List.of("3.1.1", "5.0")) {
            spec.setMqttVersion(version);
            spec.setOnExhausted("deadLetter");
            spec.setDeadLetterTopic("dead/{topic}");
            spec.setMaxRedeliveries(0);
            FakeEndpointFactory factory = factory();
            factory.failNext(FakeEndpointFactory.CALL, () -> new IllegalStateException("never"));
            server.adapter.endpointActivation(factory, spec);
            await().until(() -> broker.statistics().subscriptions() == 1);
            try (Device device = new Device(broker.port()).subscribe("dead/#", 1)) {
                device.publish("a/" + version, "text", 1);
                await().until(() -> device.texts().equals(List.of("text")));
                assertThat(device.received.get(0).topic()).isEqualTo("dead/a/" + version);
            }
            server.adapter.endpointDeactivation(factory, spec);
            await().until(() -> broker.statistics().subscriptions() == 0);
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void nobodyCouldBeToldThatAMessageIsRefused() {
        spec.setOnExhausted("refuse");
        refused(
                factory(),
                "bean " + Engine.Bean.class.getName() + ": activation property onExhausted is refuse, which is for");
    }
}
