package dev.mqttra.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.api.QoS;
import dev.mqttra.api.TopicFilter;
import dev.mqttra.api.TopicLevel;
import dev.mqttra.client.PublishFailedException;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.ra.fake.FakeDelivery;
import dev.mqttra.ra.fake.LogLines;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a method returns, as the answer to a request. */
class RepliesTest {
    private final Engine engine = new Engine();
    private final Requests bean = new Requests();

    public record Recipe(String line, int steps) {}

    public interface View {
        Recipe recipe(String line);

        Object anything(String what);

        MqttMessage message(MqttMessage request);
    }

    public static class Requests implements MqttEndpoint, View {
        int calls;
        Runnable reaction = () -> {};

        @Override
        @TopicFilter("recipe/{line}")
        public Recipe recipe(@TopicLevel("line") String line) {
            calls++;
            reaction.run();
            return line.equals("none") ? null : new Recipe(line, 3);
        }

        @Override
        @TopicFilter("anything")
        public Object anything(String what) {
            calls++;
            return switch (what) {
                case "text" -> "grün";
                case "bytes" -> new byte[] {1, 2};
                default -> new Unwritable();
            };
        }

        @Override
        @TopicFilter("message")
        public MqttMessage message(MqttMessage request) {
            return MqttMessage.to("ignored")
                    .text("whole")
                    .qos(QoS.EXACTLY_ONCE)
                    .retained()
                    .contentType("text/plain")
                    .utf8()
                    .userProperty("key", "value")
                    .correlationData("its own".getBytes(StandardCharsets.UTF_8))
                    .build();
        }
    }

    public static class Unwritable {
        public String getText() {
            throw new IllegalStateException("not now");
        }
    }

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        assertThat(engine.close()).isTrue();
    }

    private void start() throws Exception {
        engine.start(bean, View.class, true);
    }

    private FakeDelivery request(String topic, String payload) {
        FakeDelivery request = new FakeDelivery(topic, payload, engine.acknowledged).with(properties -> properties
                .string(Property.RESPONSE_TOPIC, "answers/7")
                .binary(Property.CORRELATION_DATA, new byte[] {4, 2}));
        engine.arrive(request);
        engine.run();
        return request;
    }

    @Test
    void aResultGoesToTheResponseTopicAsJsonWithTheCorrelationData() throws Exception {
        start();

        FakeDelivery request = request("recipe/a", "");

        assertThat(engine.outlet.texts()).containsExactly("answers/7 {\"line\":\"a\",\"steps\":3}");
        assertThat(engine.outlet.terms()).containsExactly("AT_LEAST_ONCE");
        var properties = engine.outlet.published().get(0).properties();
        assertThat(properties.binary(Property.CORRELATION_DATA)).containsExactly(4, 2);
        assertThat(properties.string(Property.CONTENT_TYPE)).isEqualTo("application/json");
        assertThat(request.acknowledgements()).isEqualTo(1);
    }

    @Test
    void aTextBytesAndAMessageAreNotChanged() throws Exception {
        start();

        request("anything", "text");
        request("anything", "bytes");
        request("message", "");

        assertThat(engine.outlet.texts())
                .containsExactly("answers/7 grün", "answers/7 \u0001\u0002", "answers/7 whole");
        assertThat(engine.outlet.terms()).containsExactly("AT_LEAST_ONCE", "AT_LEAST_ONCE", "EXACTLY_ONCE retained");
        var properties = engine.outlet.published().get(2).properties();
        assertThat(properties.string(Property.CONTENT_TYPE)).isEqualTo("text/plain");
        assertThat(properties.number(Property.PAYLOAD_FORMAT_INDICATOR, 0)).isEqualTo(1);
        assertThat(properties.binary(Property.CORRELATION_DATA)).containsExactly(4, 2);
        assertThat(engine.outlet.property(2, "key")).isEqualTo("value");
    }

    @Test
    void theRequestIsAcknowledgedAfterTheAnswerIs() throws Exception {
        start();
        engine.outlet.silent();

        FakeDelivery request = request("recipe/a", "");
        assertThat(engine.outlet.published()).hasSize(1);
        assertThat(request.acknowledgements()).isZero();

        engine.outlet.answer();
        assertThat(request.acknowledgements()).isEqualTo(1);
    }

    @Test
    void nothingLeavesWhereTheTransactionIsRolledBack() throws Exception {
        start();
        bean.reaction = engine.transactions::setRollbackOnly;

        FakeDelivery request = request("recipe/a", "");
        assertThat(engine.outlet.published()).isEmpty();
        assertThat(request.acknowledgements()).isZero();

        bean.reaction = () -> {};
        engine.runToEnd(5);
        assertThat(engine.outlet.published()).hasSize(1);
        assertThat(request.acknowledgements()).isEqualTo(1);
    }

    @Test
    void anAnswerThatFailsIsPublishedAgainAndTheBeanNotCalledAgain() throws Exception {
        start();
        engine.outlet.failNext(3);

        FakeDelivery request = request("recipe/a", "");
        engine.pass(1, TimeUnit.SECONDS);
        engine.pass(2, TimeUnit.SECONDS);
        assertThat(request.acknowledgements()).isZero();
        engine.pass(4, TimeUnit.SECONDS);

        assertThat(engine.outlet.published()).hasSize(1);
        assertThat(request.acknowledgements()).isEqualTo(1);
        assertThat(bean.calls).isEqualTo(1);
    }

    @Test
    void anAnswerThatIsNoMessageDoesNotHoldTheRequest() throws Exception {
        start();
        engine.outlet.failure(() -> {
            throw new IllegalArgumentException("too large");
        });
        engine.outlet.failNext(1);

        assertThat(request("recipe/a", "").acknowledgements()).isEqualTo(1);
        assertThat(engine.outlet.published()).isEmpty();
    }

    @Test
    void nullAndARequestWithoutResponseTopicHaveNoAnswer() throws Exception {
        start();

        FakeDelivery none = request("recipe/none", "");
        FakeDelivery noTopic = engine.arrive("recipe/a", "");
        FakeDelivery wrongTopic = engine.arrive(new FakeDelivery("recipe/a", "", engine.acknowledged)
                .with(properties -> properties.string(Property.RESPONSE_TOPIC, "answers/#")));
        engine.run();

        assertThat(engine.outlet.published()).isEmpty();
        assertThat(engine.acknowledged).containsExactly(none, noTopic, wrongTopic);
    }

    @Test
    void aResultThatCannotBeWrittenIsAFailureOfWhichNothingIsCommitted() throws Exception {
        start();

        List<String> log = new CopyOnWriteArrayList<>();
        FakeDelivery request;
        try (LogLines lines = LogLines.of("dev.mqttra.ra", log)) {
            request = request("anything", "unwritable");
        }

        assertThat(log)
                .singleElement()
                .asString()
                .contains("(attempt 1): what the method returned cannot be written: ", "JsonbException");
        // Of a transaction that was committed the message would count as delivered.
        assertThat(request.acknowledgements()).isZero();
        assertThat(engine.delays.size()).isEqualTo(1);
    }

    @Test
    void anAnswerThatTheBrokerRefusesForGoodIsDroppedAndTheRequestAcknowledged() throws Exception {
        start();
        engine.outlet.failure(() -> new PublishFailedException(PublishFailedException.Cause.REFUSED, "no"));
        engine.outlet.failNext(1);

        assertThat(request("recipe/a", "").acknowledgements()).isEqualTo(1);
        engine.runToEnd(5);

        assertThat(engine.outlet.published()).isEmpty();
        assertThat(bean.calls).isEqualTo(1);
    }

    @Test
    void whatIsOnItsWayWhenTheActivationEndsIsWaitedForAndThenItsRequestComesAgain() throws Exception {
        start();
        engine.outlet.silent();
        FakeDelivery request = request("recipe/a", "");

        // No answer comes: the end waits as long as it may, and acknowledges nothing.
        assertThat(engine.dispatcher.close(TimeUnit.MILLISECONDS.toNanos(50))).isZero();
        assertThat(request.acknowledgements()).isZero();

        engine.outlet.answer();
        assertThat(request.acknowledgements()).as("a late answer is one").isEqualTo(1);
    }

    @Test
    void anAnswerThatFailsWhileTheActivationEndsIsNotRepeated() throws Exception {
        start();
        engine.outlet.failNext(1);
        FakeDelivery request = request("recipe/a", "");
        assertThat(engine.delays.size()).isEqualTo(1);

        engine.close();
        engine.pass(1, TimeUnit.MINUTES);

        assertThat(engine.outlet.published()).isEmpty();
        assertThat(request.acknowledgements()).isZero();
    }
}
