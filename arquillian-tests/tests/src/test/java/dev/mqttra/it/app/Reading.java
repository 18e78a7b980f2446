package dev.mqttra.it.app;

/** What a sensor sends as JSON. */
public record Reading(double value, Unit unit) {

    /** A topic level, and a value in JSON. */
    public enum Unit {
        CELSIUS,
        FAHRENHEIT
    }
}
