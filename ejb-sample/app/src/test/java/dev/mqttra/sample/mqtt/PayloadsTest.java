package dev.mqttra.sample.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mqttra.api.MqttMessage;
import dev.mqttra.sample.plant.Answer;
import dev.mqttra.sample.plant.Reading;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadsTest {
    private static final String MEASURED =
            "{\"device\":\"oven-1\",\"celsius\":214.6,\"setPoint\":215.0,\"at\":\"2026-01-01T12:00:00Z\"}";

    @Test
    void aMeasurementBecomesAReading() {
        Reading reading = measurement(MEASURED).on("baking");

        assertThat(reading.getLine()).isEqualTo("baking");
        assertThat(reading.getDevice()).isEqualTo("oven-1");
        assertThat(reading.getCelsius()).isEqualTo(214.6);
        assertThat(reading.getSetPoint()).isEqualTo(215);
        assertThat(reading.getAt()).isEqualTo(Instant.parse("2026-01-01T12:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"device\":\"oven-1\",\"at\":\"2026-01-01T12:00:00Z\"}",
                "{\"device\":\"oven-1\",\"celsius\":20}",
                "{\"device\":\"oven/1\",\"celsius\":20,\"at\":\"2026-01-01T12:00:00Z\"}",
                "{\"device\":null,\"celsius\":20,\"at\":\"2026-01-01T12:00:00Z\"}",
                "{\"device\":\"oven-1\",\"celsius\":20,\"at\":null}",
            })
    void anIncompleteMeasurementIsRefused(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> measurement(json).on("baking"));
    }

    @Test
    void anAnswerSaysWhy() {
        String json =
                "{\"device\":\"oven-3\",\"celsius\":230,\"accepted\":false,\"reason\":\"" + "x".repeat(300) + "\"}";

        Answer answer = MqttMessage.to("plant/baking/setpoint/ack")
                .text(json)
                .build()
                .json(SetPointAnswer.class)
                .on("baking", Instant.EPOCH);

        assertThat(answer.isAccepted()).isFalse();
        assertThat(answer.getCelsius()).isEqualTo(230);
        assertThat(answer.getReason()).hasSize(200);
    }

    @Test
    void topicsHaveTheLine() {
        assertThat(Topics.line("plant/baking/temperature")).isEqualTo("baking");
        assertThat(Topics.setPoint("baking")).isEqualTo("plant/baking/setpoint");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Topics.setPoint("a/b"))
                .withMessageContaining("unlike 'a/b'");
        assertThatIllegalArgumentException().isThrownBy(() -> Topics.setPoint("+"));
    }

    @Test
    void theBeanFailsEveryFifthTimeAndOnlyOnRequest() {
        Faults faults = new Faults();
        assertThat(failuresOf(faults, 20)).isZero();

        faults.setWanted(true);
        assertThat(failuresOf(faults, 20)).isEqualTo(4);
    }

    private static int failuresOf(Faults faults, int calls) {
        int failures = 0;
        for (int i = 0; i < calls; i++) {
            try {
                faults.perhapsFail();
            } catch (IllegalStateException e) {
                failures++;
            }
        }
        return failures;
    }

    private static Measurement measurement(String json) {
        return MqttMessage.to("plant/baking/temperature").text(json).build().json(Measurement.class);
    }
}
