package dev.mqttra.sample.mqtt;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The topics of the plant. */
public final class Topics {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,39}");

    private Topics() {}

    public static String setPoint(String line) {
        return "plant/" + requireName("line", line) + "/setpoint";
    }

    /** The line in {@code plant/{line}/...}. */
    static String line(String topic) {
        return topic.split("/", 3)[1];
    }

    /**
     * A name that fits into one topic level, and into its column.
     *
     * @throws IllegalArgumentException if it does not
     */
    public static String requireName(String what, @Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "A " + what + " has 1 to 40 letters, digits and hyphens, unlike '" + name + "'");
        }
        return name;
    }
}
