package dev.mqttra.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.resource.spi.InvalidPropertyException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MqttActivationSpecTest {

    @Test
    void whatIsNotSetHasADefault() throws Exception {
        ActivationSettings settings = new MqttActivationSpec().settings();
        assertThat(settings.maxConcurrency()).isEqualTo(5);
        assertThat(settings.redelivery()).isEqualTo(new RedeliveryPolicy(1000, 2, 60_000));
        assertThat(settings.qos()).isNull();
        assertThat(settings.cleanStart()).isNull();
    }

    @Test
    void anEmptyTextIsNotSet() throws Exception {
        MqttActivationSpec spec = new MqttActivationSpec();
        spec.setClientId("");
        spec.setTopicFilter("");
        assertThat(spec.settings().clientId()).isNull();
        assertThat(spec.settings().topicFilter()).isNull();
    }

    @Test
    void aWrongValueIsToldByItsPropertyWithWhatWouldBeRight() {
        refused("qos", spec -> spec.setQos(3), "qos is 0, 1 or 2, not 3");
        refused("topicFilter", spec -> spec.setTopicFilter("a/#/b"), "topicFilter: # is the last level", "in 'a/#/b'");
        refused("maxConcurrency", spec -> spec.setMaxConcurrency(0), "maxConcurrency is 1 to 1000, not 0");
        refused("redeliveryDelay", spec -> spec.setRedeliveryDelay(-1L), "redeliveryDelay is 0 to", "not -1");
        refused("redeliveryMultiplier", spec -> spec.setRedeliveryMultiplier(0.5), "is 1 to 1000, not 0.5");
        refused("redeliveryMultiplier", spec -> spec.setRedeliveryMultiplier(Double.NaN), "is 1 to 1000");
        refused("maxRedeliveryDelay", spec -> spec.setMaxRedeliveryDelay(10L), "is redeliveryDelay (1000) to");
        refused("clientId", spec -> spec.setClientId("  "), "clientId is not blank");
        for (String group : List.of("a/b", "a+", "#")) {
            refused(
                    "sharedSubscription",
                    spec -> spec.setSharedSubscription(group),
                    "sharedSubscription is the name of a group, without '/', '+' and '#'",
                    "not '" + group + "'");
        }
    }

    private static void refused(String property, Consumer<MqttActivationSpec> change, String... said) {
        MqttActivationSpec spec = new MqttActivationSpec();
        change.accept(spec);
        assertThatThrownBy(spec::settings)
                .isInstanceOfSatisfying(
                        InvalidPropertyException.class, e -> assertThat(e.getInvalidPropertyDescriptors()[0].getName())
                                .isEqualTo(property))
                .message()
                .contains(said);
    }

    @Test
    void theMaximumFollowsALongDelay() throws Exception {
        MqttActivationSpec spec = new MqttActivationSpec();
        spec.setRedeliveryDelay(120_000L);
        assertThat(spec.settings().redelivery().maximumMillis()).isEqualTo(120_000);
    }

    @Test
    void theDelayGrowsUpToItsMaximum() {
        RedeliveryPolicy policy = new RedeliveryPolicy(100, 2, 1_000);
        assertThat(List.of(1, 2, 3, 4, 5, 10_000))
                .map(failures -> TimeUnit.NANOSECONDS.toMillis(policy.delayNanos(failures)))
                .containsExactly(100L, 200L, 400L, 800L, 1_000L, 1_000L);
    }

    @Test
    void itIsSerializableAndNeverEqualToAnother() throws Exception {
        MqttActivationSpec spec = new MqttActivationSpec();
        spec.setTopicFilter("a");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(spec);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            MqttActivationSpec copy = (MqttActivationSpec) in.readObject();
            assertThat(copy.settings()).isEqualTo(spec.settings());
            assertThat(copy).isNotEqualTo(spec);
        }
    }

    @Test
    void thePasswordIsNotShown() throws Exception {
        MqttActivationSpec spec = new MqttActivationSpec();
        spec.setUserName("user");
        spec.setPassword("secret");
        assertThat(spec.settings().toString()).doesNotContain("secret");
        assertThat(spec.toString()).doesNotContain("secret");
    }

    @MessageDriven(
            activationConfig = {
                @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "a"),
                @ActivationConfigProperty(propertyName = "resourceAdapter", propertyValue = "mqtt-ra"),
                @ActivationConfigProperty(propertyName = "topicFilters", propertyValue = "b")
            })
    public static class Misspelt implements MqttListener {
        @Override
        public void onMessage(MqttMessage message) {}
    }

    @Test
    void anUnknownPropertyOfABeanIsRefusedWithTheKnownOnes() throws Exception {
        assertThatThrownBy(() -> ActivationProperties.refuseUnknown(Misspelt.class))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessageContaining("bean " + Misspelt.class.getName())
                .hasMessageContaining("no activation property 'topicFilters'")
                .hasMessageContaining(
                        "cleanStart, clientId, connectTimeout, keepAlive, maxConcurrency,"
                                + " maxRedeliveryDelay, maximumReconnectDelay, mqttVersion, password, qos, reconnectDelay,"
                                + " redeliveryDelay, redeliveryMultiplier, serverUri, sharedSubscription, topicFilter, userName");
        ActivationProperties.refuseUnknown(MqttActivationSpecTest.class);
    }
}
