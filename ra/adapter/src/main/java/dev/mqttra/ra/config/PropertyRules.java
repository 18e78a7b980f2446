package dev.mqttra.ra.config;

import org.jspecify.annotations.Nullable;

/** The words in which a property that breaks a rule is refused: its name, what would be right, what was given. */
public final class PropertyRules {
    private PropertyRules() {}

    /**
     * A number within bounds.
     *
     * @param value null takes the default
     * @throws IllegalArgumentException if it is outside
     */
    public static int number(String property, @Nullable Integer value, int minimum, int maximum, int byDefault) {
        if (value == null) {
            return byDefault;
        }
        if (value < minimum || value > maximum) {
            throw new IllegalArgumentException(
                    property + " must be a number from " + minimum + " to " + maximum + ", not " + value);
        }
        return value;
    }

    /** Null for null and for nothing but blanks, as consoles leave it; otherwise without the blanks around it. */
    public static @Nullable String text(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** The first that was said, null if none was. */
    static <T> @Nullable T first(@Nullable T own, @Nullable T inherited) {
        return own != null ? own : inherited;
    }
}
