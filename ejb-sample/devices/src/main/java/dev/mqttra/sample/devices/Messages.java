package dev.mqttra.sample.devices;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the devices say and understand: small JSON objects, written and read without a library, as on a device. */
final class Messages {
    private static final Pattern CELSIUS =
            Pattern.compile("\"celsius\"\\s*:\\s*(-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)");

    private Messages() {}

    static byte[] reading(String device, double celsius, double setPoint, Instant at) {
        return json(
                "{\"device\":\"%s\",\"celsius\":%.1f,\"setPoint\":%s,\"at\":\"%s\"}", device, celsius, setPoint, at);
    }

    /** @param reason why the set-point is refused; empty if it is accepted */
    static byte[] answer(String device, double celsius, String reason) {
        return json(
                "{\"device\":\"%s\",\"celsius\":%s,\"accepted\":%s,\"reason\":\"%s\"}",
                device, celsius, reason.isEmpty(), reason);
    }

    /** The set-point in a message; empty if there is none in it. */
    static OptionalDouble setPoint(byte[] payload) {
        Matcher matcher = CELSIUS.matcher(new String(payload, StandardCharsets.UTF_8));
        return matcher.find() ? OptionalDouble.of(Double.parseDouble(matcher.group(1))) : OptionalDouble.empty();
    }

    private static byte[] json(String format, Object... values) {
        return String.format(Locale.ROOT, format, values).getBytes(StandardCharsets.UTF_8);
    }
}
