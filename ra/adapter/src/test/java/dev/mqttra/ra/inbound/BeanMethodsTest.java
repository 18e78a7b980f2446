package dev.mqttra.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.api.QoS;
import dev.mqttra.api.TopicFilter;
import dev.mqttra.api.TopicLevel;
import dev.mqttra.api.UserProperty;
import dev.mqttra.protocol.topic.TopicName;
import dev.mqttra.ra.fake.FakeDelivery;
import jakarta.resource.ResourceException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class BeanMethodsTest {
    private final MqttActivationSpec spec = new MqttActivationSpec();

    public enum Color {
        RED,
        GREEN
    }

    public static class Everything implements MqttEndpoint {
        @TopicFilter(value = "e/{text}/{number}/{uuid}/{color}/{decimal}/{rest...}", qos = QoS.EXACTLY_ONCE)
        public void all(
                @TopicLevel("rest") String rest,
                MqttMessage message,
                @TopicLevel("number") long number,
                byte[] payload,
                @TopicLevel("uuid") UUID uuid,
                String text,
                @TopicLevel("color") Color color,
                @TopicLevel("decimal") BigDecimal decimal,
                @TopicLevel("text") String level,
                @UserProperty("key") String property) {}
    }

    @Test
    void everyKindOfParameterIsBoundInAnyOrder() throws Exception {
        List<DeliveryMethod> methods = methods(Everything.class);
        assertThat(methods).hasSize(1);
        DeliveryMethod all = methods.get(0);
        assertThat(all.qos()).isEqualTo(dev.mqttra.protocol.packet.QoS.EXACTLY_ONCE);
        UUID uuid = UUID.randomUUID();
        ReceivedMessage message = message("e/t/-7/" + uuid + "/GREEN/1.50/x/y", "grün");
        assertThat(all.bind(List.of(message)))
                .containsExactly(
                        "x/y",
                        message,
                        -7L,
                        message.payload(),
                        uuid,
                        "grün",
                        Color.GREEN,
                        new BigDecimal("1.50"),
                        "t",
                        null);
    }

    @Test
    void aMessageThatDoesNotFitIsToldByItsLevel() throws Exception {
        DeliveryMethod all = methods(Everything.class).get(0);
        UUID uuid = UUID.randomUUID();
        assertThatThrownBy(() -> all.bind(List.of(message("e/t/seven/" + uuid + "/RED/1/x", ""))))
                .isInstanceOf(UnbindableException.class)
                .hasMessage("topic level {number} is long, not 'seven'");
        assertThatThrownBy(() -> all.bind(List.of(message("e/t/7/1-1-1-1-1/RED/1/x", ""))))
                .hasMessage("topic level {uuid} is UUID, not '1-1-1-1-1'");
        assertThatThrownBy(() -> all.bind(List.of(message("e/t/7/" + uuid + "/BLUE/1/x", ""))))
                .hasMessage("topic level {color} is one of RED, GREEN, not 'BLUE'");
        assertThatThrownBy(() -> all.bind(List.of(new ReceivedMessage(new FakeDelivery(
                        "e/t/7/" + uuid + "/RED/1/x", new byte[] {(byte) 0xC3, 0x28}, new ArrayList<>())))))
                .isInstanceOf(UnbindableException.class)
                .hasMessageContaining("the payload is not UTF-8");
    }

    public static class Lists implements MqttEndpoint {
        @TopicFilter("l/{line}/{number}")
        public void all(
                List<MqttMessage> messages,
                @TopicLevel("number") int number,
                List<byte[]> payloads,
                @TopicLevel("line") String line,
                List<? extends String> texts) {}
    }

    @Test
    void aListGetsEveryMessageAndTheLevelsThatTheyShare() throws Exception {
        DeliveryMethod all = methods(Lists.class).get(0);
        List<ReceivedMessage> messages = List.of(message("l/a/7", "x"), message("l/a/7", "y"));
        assertThat(all.isBatch()).isTrue();
        assertThat(all.bind(messages))
                .containsExactly(
                        messages,
                        7,
                        List.of(messages.get(0).payload(), messages.get(1).payload()),
                        "a",
                        List.of("x", "y"));
        assertThat(all.bind(messages.subList(1, 2))[4]).isEqualTo(List.of("y"));
    }

    @Test
    void aBatchIsOfOneValueOfTheLevelsBesideIt() throws Exception {
        DeliveryMethod all = methods(Lists.class).get(0);
        assertThat(all.batchKey(message("l/a/7", "x"))).isEqualTo(all.batchKey(message("l/a/7", "y")));
        assertThat(List.of("l/a/8", "l/b/7", "l/7/a", "l/a7/"))
                .extracting(topic -> all.batchKey(message(topic, "x")))
                .doesNotContain(all.batchKey(message("l/a/7", "x")))
                .doesNotHaveDuplicates();
        DeliveryMethod single = methods(Everything.class).get(0);
        assertThat(single.isBatch()).isFalse();
        assertThat(single.batchKey(message("e/t/7/u/RED/1/x", ""))).isEmpty();
        assertThatThrownBy(() -> single.bind(List.of(message("e", ""), message("e", ""))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takes one message, not 2");
    }

    @Test
    void aMessageOfABatchThatDoesNotFitIsToldByItsPlace() throws Exception {
        DeliveryMethod all = methods(Lists.class).get(0);
        ReceivedMessage wrong =
                new ReceivedMessage(new FakeDelivery("l/a/7", new byte[] {(byte) 0xC3}, new ArrayList<>()));
        assertThatThrownBy(() -> all.bind(List.of(message("l/a/7", "x"), wrong, message("l/a/7", "y"))))
                .isInstanceOfSatisfying(
                        UnbindableException.class, e -> assertThat(e.index()).isEqualTo(1))
                .hasMessageContaining("the payload is not UTF-8");
    }

    public static class Listener implements MqttListener {
        @Override
        public void onMessage(MqttMessage message) {}
    }

    @Test
    void aListenersFilterIsAnActivationProperty() throws Exception {
        spec.setTopicFilter("a/{b}/+");
        spec.setQos(2);
        DeliveryMethod method = methods(Listener.class).get(0);
        assertThat(method.pattern()).hasToString("a/+/+");
        assertThat(method.qos()).isEqualTo(dev.mqttra.protocol.packet.QoS.EXACTLY_ONCE);
        assertThat(method.method().getDeclaringClass()).isEqualTo(MqttListener.class);
    }

    @Test
    void aListenerWithoutFilterIsRefused() {
        refused(Listener.class, "topicFilter", "topicFilter is missing", "bean " + Listener.class.getName());
    }

    public static class NoMethods implements MqttEndpoint {
        public void notAnnotated(String text) {}
    }

    public static class Both implements MqttListener {
        @Override
        public void onMessage(MqttMessage message) {}

        @TopicFilter("x")
        public void x() {}
    }

    public static class Hidden implements MqttEndpoint {
        @TopicFilter("x")
        void hidden(String text) {}
    }

    public static class ReturningStage implements MqttEndpoint {
        @TopicFilter("x")
        public CompletionStage<String> answer() {
            return CompletableFuture.completedStage("");
        }
    }

    public static class WrongFilter implements MqttEndpoint {
        @TopicFilter("plant/x{line}")
        public void wrong() {}
    }

    public static class WrongParameter implements MqttEndpoint {
        @TopicFilter("plant/{line}")
        public void wrong(@TopicLevel("line") String line, StringBuilder reading) {}
    }

    public static class WrongLevel implements MqttEndpoint {
        @TopicFilter("plant/{line}/{rest...}")
        public void wrong(@TopicLevel("lane") String line) {}
    }

    public static class WrongLevelType implements MqttEndpoint {
        @TopicFilter("plant/{line}")
        public void wrong(@TopicLevel("line") Object line) {}
    }

    public static class WrongRest implements MqttEndpoint {
        @TopicFilter("plant/{rest...}")
        public void wrong(@TopicLevel("rest") int rest) {}
    }

    @SuppressWarnings("rawtypes")
    public static class ListOfAnything implements MqttEndpoint {
        @TopicFilter("x")
        public void wrong(List messages) {}
    }

    public static class PropertyBesideList implements MqttEndpoint {
        @TopicFilter("x")
        public void wrong(List<String> texts, @UserProperty("key") String property) {}
    }

    public static class PayloadBesideList implements MqttEndpoint {
        @TopicFilter("x")
        public void wrong(String text, List<MqttMessage> messages) {}
    }

    public static class ReturningList implements MqttEndpoint {
        @TopicFilter("x")
        public String wrong(List<String> texts) {
            return "";
        }
    }

    public static class Equal implements MqttEndpoint {
        @TopicFilter("plant/+/temperature")
        public void one() {}

        @TopicFilter("plant/{line}/temperature")
        public void other() {}
    }

    public static class OverlappingShared implements MqttEndpoint {
        @TopicFilter("$share/g/a/#")
        public void one() {}

        @TopicFilter("a/b")
        public void other() {}
    }

    @Test
    void ofOverlappingFiltersTheMostSpecificGetsTheMessage() throws Exception {
        Overlaps overlaps = Overlaps.of(methods(Many.class));
        assertThat(best(overlaps, "a/b")).isEqualTo("exact");
        assertThat(best(overlaps, "x/b")).isEqualTo("oneLevel");
        assertThat(best(overlaps, "a")).isEqualTo("shorter");
        assertThat(best(overlaps, "a/c")).isEqualTo("rest");
        assertThat(best(overlaps, "a/b/c")).isEqualTo("rest");
        assertThat(best(overlaps, "x/y")).isEqualTo("all");
        assertThat(best(overlaps, "$SYS/b")).isNull();
        assertThat(Overlaps.of(methods(Everything.class))).isNull();
    }

    private static String best(Overlaps overlaps, String topic) {
        DeliveryMethod best = overlaps.best(TopicName.of(topic));
        return best == null ? null : best.method().getName();
    }

    public static class Many implements MqttEndpoint {
        @TopicFilter("#")
        public void all() {}

        @TopicFilter("a/{rest...}")
        public void rest() {}

        @TopicFilter("a")
        public void shorter() {}

        @TopicFilter("{any}/b")
        public void oneLevel() {}

        @TopicFilter("a/b")
        public void exact() {}
    }

    public static class Overlapping implements MqttEndpoint {
        @TopicFilter("plant/+/temperature")
        public void one() {}

        @TopicFilter("plant/{line}/{what}")
        public void other() {}
    }

    @Test
    void whatCannotBeBoundIsRefusedByBeanMethodAndParameter() {
        refused(NoMethods.class, "a method with @TopicFilter, and this one has none", "annotate");
        refused(Both.class, "it implements MqttListener", "topicFilter", "MqttEndpoint instead");
        refused(Hidden.class, "method hidden(String)", "is public and not static");
        refused(ReturningStage.class, "method answer()", "the answer itself, not CompletionStage");
        refused(WrongFilter.class, "method wrong()", "a placeholder stands alone", "'x{line}'");
        refused(
                WrongParameter.class,
                "method wrong(String, StringBuilder), parameter 2",
                "of type StringBuilder",
                "JSON Binding has no mapping for java.lang.StringBuilder");
        refused(WrongLevel.class, "parameter 1", "@TopicLevel(\"lane\") names no level", "which has {line}, {rest}");
        refused(WrongLevelType.class, "parameter 1", "of type Object", "a String, a number, UUID or an enum");
        refused(WrongRest.class, "parameter 1", "{rest...} stands for several levels");
        refused(ListOfAnything.class, "method wrong(List), parameter 1", "a List says of what it is");
        refused(PropertyBesideList.class, "parameter 2", "no @UserProperty beside a List");
        refused(PayloadBesideList.class, "parameter 1", "of type String", "beside a List");
        refused(ReturningList.class, "method wrong(List)", "returns nothing (void), not String");
        refused(
                Equal.class,
                "one()",
                "plant/+/temperature",
                "other()",
                "plant/{line}/temperature",
                "neither is more specific");
        refused(OverlappingShared.class, "one()", "$share/g/a/#", "other()", "a/b", "are shared subscriptions");
        spec.setSharedSubscription("g");
        refused(Overlapping.class, "one()", "other()", "overlap", "are shared subscriptions");
    }

    @Test
    void aPropertyThatWouldDoNothingIsRefused() {
        spec.setTopicFilter("x");
        refused(Everything.class, "topicFilter (x)", "for MqttListener beans");
        spec.setTopicFilter(null);
        spec.setQos(1);
        refused(Everything.class, "qos (1)", "for MqttListener beans");
    }

    public static class Inherited extends Everything {
        @Override
        public void all(
                String rest,
                MqttMessage message,
                long number,
                byte[] payload,
                UUID uuid,
                String text,
                Color color,
                BigDecimal decimal,
                String level,
                String property) {}

        @TopicFilter("other")
        public void other() {}
    }

    @Test
    void anAnnotationIsFoundAtTheMethodThatWasOverridden() throws Exception {
        assertThat(methods(Inherited.class)).hasSize(2);
    }

    private List<DeliveryMethod> methods(Class<?> bean) throws ResourceException {
        return BeanMethods.of(bean, spec.settings(), new JsonBinding(bean));
    }

    private void refused(Class<?> bean, String... said) {
        assertThatThrownBy(() -> methods(bean))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining(bean.getName())
                .message()
                .contains(said);
    }

    private static ReceivedMessage message(String topic, String payload) {
        return new ReceivedMessage(new FakeDelivery(topic, payload, new ArrayList<>()));
    }
}
