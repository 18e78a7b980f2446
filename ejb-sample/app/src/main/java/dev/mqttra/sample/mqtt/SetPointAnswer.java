package dev.mqttra.sample.mqtt;

import dev.mqttra.sample.plant.Answer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The payload of {@code plant/{line}/setpoint/ack}. */
public class SetPointAnswer {
    private static final int REASON_LIMIT = 200;

    public @Nullable String device;
    public double celsius;
    public boolean accepted;
    public @Nullable String reason;

    /** @throws IllegalArgumentException if something is missing */
    Answer on(String line, Instant now) {
        String why = reason == null ? "" : reason;
        return new Answer(
                Topics.requireName("line", line),
                Topics.requireName("device", device),
                celsius,
                accepted,
                why.substring(0, Math.min(why.length(), REASON_LIMIT)),
                now);
    }
}
