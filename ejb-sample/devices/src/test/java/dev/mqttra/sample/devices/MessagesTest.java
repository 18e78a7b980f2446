package dev.mqttra.sample.devices;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MessagesTest {

    @Test
    void writesReadingsAndAnswers() {
        Instant at = Instant.parse("2026-01-01T12:00:00Z");

        assertThat(new String(Messages.reading("oven-1", 214.56, 215, at), UTF_8))
                .isEqualTo(
                        "{\"device\":\"oven-1\",\"celsius\":214.6,\"setPoint\":215.0,\"at\":\"2026-01-01T12:00:00Z\"}");
        assertThat(new String(Messages.answer("oven-1", 215, ""), UTF_8))
                .isEqualTo("{\"device\":\"oven-1\",\"celsius\":215.0,\"accepted\":true,\"reason\":\"\"}");
        assertThat(new String(Messages.answer("oven-1", 15, "too cold"), UTF_8))
                .contains("\"accepted\":false,\"reason\":\"too cold\"");
    }

    @Test
    void readsSetPoints() {
        assertThat(Messages.setPoint("{\"celsius\": 21.5}".getBytes(UTF_8))).hasValue(21.5);
        assertThat(Messages.setPoint("{\"celsius\":-2E1}".getBytes(UTF_8))).hasValue(-20);
        assertThat(Messages.setPoint("{\"kelvin\":300}".getBytes(UTF_8))).isEmpty();
        assertThat(Messages.setPoint(new byte[] {(byte) 0xff})).isEmpty();
    }
}
