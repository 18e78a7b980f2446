package dev.mqttra.sample.devices;

import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * What is warm, or cold, in a device: a temperature that follows its set-point slowly, with some noise. Not
 * thread-safe.
 */
final class Oven {
    private static final double PULL_PER_STEP = 0.06;

    private final double lowest;
    private final double highest;
    private final double noise;
    private double setPoint;
    private double celsius;

    /**
     * An oven that has reached its first set-point.
     *
     * @param noise how many degrees one step may be off
     */
    Oven(double setPoint, double lowest, double highest, double noise) {
        this.setPoint = setPoint;
        this.celsius = setPoint;
        this.lowest = lowest;
        this.highest = highest;
        this.noise = noise;
    }

    double setPoint() {
        return setPoint;
    }

    /** Lets one step of time pass, and measures. */
    double step(RandomGenerator random) {
        celsius += (setPoint - celsius) * PULL_PER_STEP + random.nextGaussian() * noise;
        return celsius;
    }

    /**
     * Takes another set-point.
     *
     * @return empty, or why it stays with the one it has
     */
    String aimAt(double wanted) {
        if (!(wanted >= lowest && wanted <= highest)) {
            return String.format(Locale.ROOT, "it can keep %.0f to %.0f °C", lowest, highest);
        }
        setPoint = wanted;
        return "";
    }
}
