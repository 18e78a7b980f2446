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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MqttActivationSpecTest {

    @Test
    void whatIsNotSetHasADefault() throws Exception {
        ActivationSettings settings = new MqttActivationSpec().settings();
        assertThat(settings.maxConcurrency()).isEqualTo(5);
        assertThat(settings.failures().redelivery()).isEqualTo(new RedeliveryPolicy(1000, 2, 60_000, 0));
        assertThat(settings.failures().maxRedeliveries()).isEqualTo(-1);
        assertThat(settings.failures().onExhausted()).isNull();
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
        refused("runAsGroups", spec -> spec.setRunAsGroups("a"), "runAsGroups is set only where runAsUser is");
        refused(
                "runAsGroups",
                spec -> {
                    spec.setRunAsUser("me");
                    spec.setRunAsGroups("a,,b");
                },
                "runAsGroups is names separated by commas, not 'a,,b'");
        for (String group : List.of("a/b", "a+", "#")) {
            refused(
                    "sharedSubscription",
                    spec -> spec.setSharedSubscription(group),
                    "sharedSubscription is the name of a group, without '/', '+' and '#'",
                    "not '" + group + "'");
        }
    }

    @Test
    void whatIsSaidAboutFailuresMakesSenseTogether() {
        refused("redeliveryJitter", spec -> spec.setRedeliveryJitter(1.5), "redeliveryJitter is 0 to 1, not 1.5");
        refused("maxRedeliveries", spec -> spec.setMaxRedeliveries(-2), "maxRedeliveries is -1 to 1000000, not -2");
        refused(
                "maxRedeliveries",
                spec -> spec.setMaxRedeliveries(3),
                "maxRedeliveries needs onExhausted",
                "deadLetter, drop, stop");
        refused(
                "onExhausted",
                spec -> spec.setOnExhausted("retry"),
                "onExhausted is one of deadLetter, drop, stop, refuse");
        refused("deadLetterTopic", spec -> spec.setOnExhausted("deadLetter"), "must be set where onExhausted is");
        refused(
                "deadLetterTopic",
                spec -> spec.setDeadLetterTopic("dead"),
                "is for onExhausted deadLetter, or for maxHold");
        refused("deadLetterTopic", spec -> spec.setDeadLetterTopic("dead/#"), "has no wildcard", "dead/#");
        refused(
                "deadLetterTopic",
                spec -> spec.setDeadLetterTopic("dead-{topic}"),
                "{topic} stands alone between slashes",
                "not as in 'dead-{topic}'");
        refused("deadLetterTopic", spec -> spec.setDeadLetterTopic("dead/{device}"), "is the only placeholder");
        refused("deadLetterTopic", spec -> spec.setDeadLetterTopic("{topic}/{topic}"), "has {topic} once");
        refused("noRetry", spec -> spec.setNoRetry("java.io.IOException"), "noRetry needs onExhausted");
        refused("noRetry", spec -> spec.setNoRetry("a.B,,c.D"), "noRetry is names of exception classes");
    }

    @Test
    void whatIsSaidAboutParkingMakesSenseTogether() throws Exception {
        refused("maxHold", spec -> spec.setMaxHold(0L), "maxHold is 1 to 86400000, not 0");
        refused("maxHold", spec -> spec.setMaxHold(10L), "maxHold needs retryTopic or deadLetterTopic");
        refused("retryTopic", spec -> spec.setRetryTopic("retry"), "retryTopic is for maxHold");
        MqttActivationSpec right = new MqttActivationSpec();
        right.setMaxHold(10L);
        right.setDeadLetterTopic("dead");
        assertThat(right.settings().failures().parking()).isEqualTo(new TopicTemplate("dead"));
        right.setDeadLetterTopic(null);
        right.setRetryTopic("retry");
        assertThat(right.settings().failures().parking()).isEqualTo(new TopicTemplate("retry"));
    }

    @Test
    void anOrderIsNoneOrTopicOrALevelThatEveryMethodHas() throws Exception {
        for (String wrong : List.of("device", "{}", "Topic")) {
            refused("order", spec -> spec.setOrder(wrong), "order is none, topic, or the name of a level");
        }
        MqttActivationSpec spec = new MqttActivationSpec();
        spec.setTopicFilter("a/+");
        spec.setOrder("{device}");
        List<DeliveryMethod> methods = BeanMethods.of(Misspelt.class, spec.settings(), new JsonBinding(Misspelt.class));
        assertThatThrownBy(() -> spec.settings().refuseWithoutEffect(methods))
                .hasMessageContaining("order is '{device}', which is no level of the topic filter of MqttListener");
        spec.setOrder("none");
        assertThat(spec.settings().order()).isNull();
        spec.settings().refuseWithoutEffect(methods);
        spec.setOrder("topic");
        spec.settings().refuseWithoutEffect(methods);
    }

    @Test
    void batchesAreForMethodsWithAList() throws Exception {
        refused("batchSize", spec -> spec.setBatchSize(0), "batchSize is 1 to 10000, not 0");
        refused("batchLinger", spec -> spec.setBatchLinger(-1L), "batchLinger is 0 to 60000, not -1");
        MqttActivationSpec spec = new MqttActivationSpec();
        spec.setTopicFilter("a");
        List<DeliveryMethod> methods = BeanMethods.of(Misspelt.class, spec.settings(), new JsonBinding(Misspelt.class));
        spec.setBatchLinger(5L);
        assertThatThrownBy(() -> spec.settings().refuseWithoutEffect(methods))
                .hasMessageContaining("batchLinger is for methods with a List, and the bean has none");
    }

    @Test
    void theBufferOfQosZeroIsBoundedAndItsPolicyNeedsIt() throws Exception {
        refused("qos0Buffer", spec -> spec.setQos0Buffer(0), "qos0Buffer is 1 to 50000, not 0");
        refused("qos0Policy", spec -> spec.setQos0Policy("dropOldest"), "qos0Policy is for qos0Buffer");
        refused("qos0Policy", spec -> spec.setQos0Policy("drop"), "qos0Policy is dropOldest or dropNewest");
        MqttActivationSpec spec = new MqttActivationSpec();
        spec.setTopicFilter("a");
        spec.setQos0Buffer(5);
        assertThat(spec.settings().qosZero()).isEqualTo(new QosZeroBuffer.Policy(5, true));
        List<DeliveryMethod> methods = BeanMethods.of(Misspelt.class, spec.settings(), new JsonBinding(Misspelt.class));
        spec.settings().refuseWithoutEffect(methods);
        spec.setOrder("topic");
        assertThatThrownBy(() -> spec.settings().refuseWithoutEffect(methods))
                .hasMessageContaining("qos0Policy is dropNewest where there is an order or a method with a List");
        spec.setQos0Policy("dropNewest");
        spec.settings().refuseWithoutEffect(methods);
    }

    @Test
    void aTopicTemplateComesBackWhereAPatternOfTheBeanMatchesIt() {
        assertThat(comesBack("dead/{topic}", "plant/{line}/temperature")).isFalse();
        assertThat(comesBack("plant/dead", "plant/{line}/temperature")).isFalse();
        assertThat(comesBack("{topic}/dead", "plant/{line}/temperature")).isFalse();
        assertThat(comesBack("plant/dead/temperature", "plant/{line}/temperature"))
                .isTrue();
        assertThat(comesBack("{topic}/dead", "plant/{rest...}")).isTrue();
        assertThat(comesBack("dead/{topic}", "plant/{line}", "dead/{rest...}")).isTrue();
        assertThat(comesBack("$dead/{topic}", "#")).isFalse();
    }

    private static boolean comesBack(String template, String... patterns) {
        return new TopicTemplate(template)
                        .comingBackTo(Stream.of(patterns).map(TopicPattern::of).toList())
                != null;
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
        assertThat(spec.settings().failures().redelivery().maximumMillis()).isEqualTo(120_000);
    }

    @Test
    void theDelayGrowsUpToItsMaximum() {
        RedeliveryPolicy policy = new RedeliveryPolicy(100, 2, 1_000, 0);
        assertThat(List.of(1, 2, 3, 4, 5, 10_000))
                .map(failures -> TimeUnit.NANOSECONDS.toMillis(policy.delayNanos(failures, 0.5)))
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

    @MessageDriven(activationConfig = @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "1s"))
    public static class NotANumber implements MqttListener {
        @Override
        public void onMessage(MqttMessage message) {}
    }

    @MessageDriven(activationConfig = @ActivationConfigProperty(propertyName = "cleanStart", propertyValue = "yes"))
    public static class NotABoolean implements MqttListener {
        @Override
        public void onMessage(MqttMessage message) {}
    }

    @MessageDriven(
            activationConfig = {
                @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "${delay:1000}"),
                @ActivationConfigProperty(propertyName = "maxConcurrency", propertyValue = "3"),
                @ActivationConfigProperty(propertyName = "cleanStart", propertyValue = "True")
            })
    public static class Right implements MqttListener {
        @Override
        public void onMessage(MqttMessage message) {}
    }

    @Test
    void aValueOfTheWrongKindIsRefusedAsServersDropIt() throws Exception {
        assertThatThrownBy(() -> ActivationProperties.refuseDropped(NotANumber.class))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessage("bean " + NotANumber.class.getName()
                        + ": activation property redeliveryDelay is a whole number, not '1s'");
        assertThatThrownBy(() -> ActivationProperties.refuseDropped(NotABoolean.class))
                .hasMessageContaining("activation property cleanStart is true or false, not 'yes'");
        ActivationProperties.refuseDropped(Right.class);
    }

    @Test
    void anUnknownPropertyOfABeanIsRefusedWithTheKnownOnes() throws Exception {
        assertThatThrownBy(() -> ActivationProperties.refuseDropped(Misspelt.class))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessageContaining("bean " + Misspelt.class.getName())
                .hasMessageContaining("no activation property 'topicFilters'")
                .hasMessageContaining(
                        "batchLinger, batchSize, cleanStart, clientId, connectTimeout, deadLetterTopic, keepAlive,"
                                + " keyStore, keyStorePassword, keyStoreType, maxConcurrency, maxHold, maxRedeliveries,"
                                + " maxRedeliveryDelay, maximumReconnectDelay, mqttVersion, noRetry, onExhausted, order,"
                                + " password, qos, qos0Buffer, qos0Policy, reconnectDelay, redeliveryDelay,"
                                + " redeliveryJitter, redeliveryMultiplier, retryTopic, runAsGroups, runAsUser, serverUri,"
                                + " sharedSubscription, topicFilter, trustStore, trustStorePassword, trustStoreType,"
                                + " userName");
        ActivationProperties.refuseDropped(MqttActivationSpecTest.class);
    }
}
