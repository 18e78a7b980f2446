package dev.mqttra.sample.mqtt;

import dev.mqttra.sample.plant.Reading;
import java.time.Instant;

/** The payload of {@code plant/{line}/temperature}: {@code {"device":"oven-1","celsius":214.6,...}}. */
public class Measurement {
    public String device = "";
    public double celsius = Double.NaN;
    public double setPoint;
    public Instant at = Instant.EPOCH;

    /** @throws IllegalArgumentException if something is missing */
    Reading on(String line) {
        Topics.requireName("line", line);
        Topics.requireName("device", device);
        if (!Double.isFinite(celsius) || at.equals(Instant.EPOCH)) {
            throw new IllegalArgumentException("A measurement needs device, celsius and at");
        }
        return new Reading(line, device, celsius, setPoint, at);
    }
}
