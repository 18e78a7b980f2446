package dev.mqttra.sample.mqtt;

import dev.mqttra.sample.plant.Reading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The payload of {@code plant/{line}/temperature}: {@code {"device":"oven-1","celsius":214.6,...}}. */
public class Measurement {
    public @Nullable String device;
    public double celsius = Double.NaN;
    public double setPoint;
    public @Nullable Instant at;

    /** @throws IllegalArgumentException if something is missing */
    Reading on(String line) {
        if (!Double.isFinite(celsius) || at == null) {
            throw new IllegalArgumentException("A measurement needs device, celsius and at");
        }
        return new Reading(
                Topics.requireName("line", line), Topics.requireName("device", device), celsius, setPoint, at);
    }
}
