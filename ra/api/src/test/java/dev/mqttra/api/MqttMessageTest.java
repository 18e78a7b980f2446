package dev.mqttra.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.bind.JsonbException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MqttMessageTest {

    public static class Reading {
        public String sensor = "";
        public double value;
    }

    @Test
    void aNewMessageIsQos1NotRetainedAndEmpty() {
        MqttMessage message = MqttMessage.to("plant/7").build();
        assertThat(message.topic()).isEqualTo("plant/7");
        assertThat(message.qos()).isEqualTo(QoS.AT_LEAST_ONCE);
        assertThat(message.retained()).isFalse();
        assertThat(message.duplicate()).isFalse();
        assertThat(message.payload()).isEmpty();
        assertThat(message.userProperties()).isEmpty();
        assertThat(message.utf8()).isFalse();
        assertThat(message.expiry()).isEmpty();
    }

    @Test
    void everythingSetIsFound() {
        MqttMessage message = MqttMessage.to("a")
                .text("grün")
                .qos(QoS.EXACTLY_ONCE)
                .retained()
                .userProperty("line", "7")
                .userProperty("line", "8")
                .contentType("text/plain")
                .utf8()
                .responseTopic("answers")
                .correlationData(new byte[] {1})
                .expiry(Duration.ofMillis(1500))
                .build();
        assertThat(message.text()).isEqualTo("grün");
        assertThat(message.qos()).isEqualTo(QoS.EXACTLY_ONCE);
        assertThat(message.retained()).isTrue();
        assertThat(message.userProperties()).containsExactly(Map.entry("line", "7"), Map.entry("line", "8"));
        assertThat(message.userProperty("line")).contains("7");
        assertThat(message.userProperty("none")).isEmpty();
        assertThat(message.contentType()).contains("text/plain");
        assertThat(message.utf8()).isTrue();
        assertThat(message.responseTopic()).contains("answers");
        assertThat(message.correlationData().orElseThrow()).containsExactly(1);
        assertThat(message.expiry()).contains(Duration.ofSeconds(2));
    }

    @Test
    void aPayloadThatIsSaidToBeUtf8IsUtf8() {
        byte[] latin1 = {'g', 'r', (byte) 0xFC, 'n'};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MqttMessage.to("a").utf8().payload(latin1).build())
                .withMessageContaining("not UTF-8");
        assertThat(MqttMessage.to("a").payload(latin1).build().utf8()).isFalse();
        assertThat(MqttMessage.to("a")
                        .utf8()
                        .utf8(false)
                        .payload(latin1)
                        .build()
                        .utf8())
                .isFalse();
    }

    @Test
    void laterChangesOfThePublishersArrayDoNotReachTheMessage() {
        byte[] payload = {1};
        MqttMessage message = MqttMessage.to("a").payload(payload).build();
        payload[0] = 2;
        assertThat(message.payload()).containsExactly(1);
    }

    @Test
    void jsonIsTheServersBinding() {
        Reading reading = new Reading();
        reading.sensor = "t1";
        reading.value = 21.5;
        MqttMessage message = MqttMessage.to("a").json(reading).build();
        assertThat(message.contentType()).contains("application/json");
        assertThat(message.text()).isEqualTo("{\"sensor\":\"t1\",\"value\":21.5}");
        assertThat(message.json(Reading.class).value).isEqualTo(21.5);
        assertThat(message.json(Map.class)).containsEntry("sensor", "t1");
        assertThat(MqttMessage.to("a").json(List.of(1, 2)).build().text()).isEqualTo("[1,2]");
    }

    @Test
    void jsonThatDoesNotFitIsToldByTheBinding() {
        MqttMessage message = MqttMessage.to("a").text("not json").build();
        assertThatThrownBy(() -> message.json(Reading.class)).isInstanceOf(JsonbException.class);
        assertThatThrownBy(() -> message.json(Map.class)).isInstanceOf(JsonbException.class);
    }

    @Test
    void aTopicThatIsNoTopicNameIsRefused() {
        for (String topic : List.of("", "a/+", "a/#", "a\0b", "\uD800", "x".repeat(65_536))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MqttMessage.to(topic).build())
                    .withMessageContaining("topic name");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MqttMessage.to("a").responseTopic(topic).build());
        }
    }

    @Test
    void anExpiryOutsideTheProtocolsRangeIsRefused() {
        for (Duration expiry : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(1L << 32))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MqttMessage.to("a").expiry(expiry))
                    .withMessageContaining("expiry");
        }
    }
}
