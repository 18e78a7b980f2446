package dev.mqttra.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.TopicFilter;
import dev.mqttra.api.TopicLevel;
import dev.mqttra.ra.fake.Device;
import dev.mqttra.ra.fake.FakeEndpointFactory;
import dev.mqttra.ra.fake.FakeServer;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bean whose methods have topic filters, from a device to the bean. */
@Timeout(60)
class HostedMethodsTest {
    private final FakeServer server = new FakeServer();
    private final MqttActivationSpec spec = new MqttActivationSpec();
    private final Plant bean = new Plant();

    public record Reading(double value) {}

    public interface View {
        void reading(String line, Reading reading);

        void lineSeven(String text);

        void rest(String rest);
    }

    public static class Plant implements MqttEndpoint, View {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Override
        @TopicFilter("plant/{line}/temperature")
        public void reading(@TopicLevel("line") String line, Reading reading) {
            seen.add("reading " + line + " " + reading.value());
        }

        @Override
        @TopicFilter("plant/7/+")
        public void lineSeven(String text) {
            seen.add("seven " + text);
        }

        @Override
        @TopicFilter("plant/{rest...}")
        public void rest(@TopicLevel("rest") String rest) {
            seen.add("rest " + rest);
        }
    }

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        await().until(() -> server.workManager.threads().isEmpty());
    }

    @Test
    void aMessageThatMatchesSeveralFiltersGoesOnceToTheMostSpecific() throws Exception {
        server.adapter.endpointActivation(new FakeEndpointFactory(bean, View.class, server.transactions, true), spec);
        await().until(HostedMethodsTest::isConnected);
        try (Device device = new Device(server.port())) {
            device.publish("plant/8/temperature", "{\"value\":21.5}", 1);
            device.publish("plant/7/temperature", "text", 1);
            device.publish("plant/8/other", "x", 2);
            device.publish("plant/end", "x", 1);

            await().until(() -> bean.seen.contains("rest end"));
        }
        await().untilAsserted(() -> assertThat(bean.seen)
                .containsExactlyInAnyOrder("reading 8 21.5", "seven text", "rest 8/other", "rest end"));
    }

    /** The broker sends one to each of the subscriptions that it matches. */
    @Test
    void aRetainedMessageThatMatchesSeveralFiltersGoesOnceToTheMostSpecific() throws Exception {
        server.adapter.endpointActivation(
                new FakeEndpointFactory(new Plant(), View.class, server.transactions, true), new MqttActivationSpec());
        spec.setClientId("second");
        await().until(HostedMethodsTest::isConnected);
        try (Device device = new Device(server.port())) {
            device.publish("plant/7/temperature", "text", 1, true);
            device.publish("plant/8/temperature", "{\"value\":21.5}", 1, true);
            device.publish("plant/end", "x", 1, true);

            server.adapter.endpointActivation(
                    new FakeEndpointFactory(bean, View.class, server.transactions, true), spec);

            await().untilAsserted(() -> assertThat(bean.seen).contains("reading 8 21.5", "seven text", "rest end"));
            device.publish("plant/last", "x", 1);
            await().until(() -> bean.seen.contains("rest last"));
        }
        assertThat(bean.seen).containsExactlyInAnyOrder("reading 8 21.5", "seven text", "rest end", "rest last");
    }

    private static boolean isConnected() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName activation = beans.queryNames(new ObjectName("dev.mqttra:type=Activation,*"), null)
                .iterator()
                .next();
        return "CONNECTED".equals(beans.getAttribute(activation, "State"));
    }

    @Test
    void onlyAnOldBrokerElsewhereIsTooLittleForOverlappingFilters() {
        spec.setServerUri("tcp://127.0.0.1:1");
        spec.setMqttVersion("3.1.1");

        assertThatThrownBy(() -> server.adapter.endpointActivation(
                        new FakeEndpointFactory(bean, View.class, server.transactions, true), spec))
                .hasMessageContaining("bean " + Plant.class.getName())
                .hasMessageContaining("topic filters of its methods overlap, which needs MQTT 5.0: let mqttVersion be");
    }
}
