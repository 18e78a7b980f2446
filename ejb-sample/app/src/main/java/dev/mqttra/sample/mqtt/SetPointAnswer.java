package dev.mqttra.sample.mqtt;

import dev.mqttra.sample.plant.Answer;
import java.time.Instant;

/** The payload of {@code plant/{line}/setpoint/ack}. */
public class SetPointAnswer {
    private static final int REASON_LIMIT = 200;

    public String device = "";
    public double celsius;
    public boolean accepted;
    public String reason = "";

    /** @throws IllegalArgumentException if something is missing */
    Answer on(String line, Instant now) {
        Topics.requireName("line", line);
        Topics.requireName("device", device);
        String shortReason = reason.length() > REASON_LIMIT ? reason.substring(0, REASON_LIMIT) : reason;
        return new Answer(line, device, celsius, accepted, shortReason, now);
    }
}
