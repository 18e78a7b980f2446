package dev.mqttra.protocol.topic;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A topic name: validated UTF-8, 1 to 65,535 bytes, without wildcards and U+0000 [MQTT-4.7.3-1, MQTT-3.3.2-2]. Kept as
 * bytes, as it is compared and sent; a String is made when somebody asks.
 */
public final class TopicName {
    private final byte[] utf8;
    private final int hash;
    private @Nullable String text;

    private TopicName(byte[] utf8, int hash, @Nullable String text) {
        this.utf8 = utf8;
        this.hash = hash;
        this.text = text;
    }

    /**
     * @throws IllegalArgumentException that says what is wrong with the name
     */
    public static TopicName of(String name) {
        Objects.requireNonNull(name);
        byte[] utf8 = Utf8.encode(name, "topic name");
        TopicName topic = ofUtf8(utf8);
        topic.text = name;
        return topic;
    }

    /**
     * Takes the array as it is.
     *
     * @throws IllegalArgumentException that says what is wrong with the name
     */
    public static TopicName ofUtf8(byte[] utf8) {
        if (utf8.length == 0) {
            throw new IllegalArgumentException("a topic name has at least one character");
        }
        if (!Utf8.isValid(utf8, 0, utf8.length)) {
            throw new IllegalArgumentException("a topic name is well-formed UTF-8 without U+0000");
        }
        for (byte b : utf8) {
            if (b == '#' || b == '+') {
                throw new IllegalArgumentException(
                        "a topic name has no wildcard: " + new String(utf8, StandardCharsets.UTF_8));
            }
        }
        return new TopicName(utf8, Utf8.hash(utf8, 0, utf8.length), null);
    }

    /** The name in UTF-8. Shared: not to be modified. */
    public byte[] utf8() {
        return utf8;
    }

    /** Whether the first level begins with {@code $}, which leading wildcards do not match [MQTT-4.7.2-1]. */
    public boolean isSystem() {
        return utf8[0] == '$';
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof TopicName that && hash == that.hash && Arrays.equals(utf8, that.utf8);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        String known = text;
        if (known == null) {
            known = new String(utf8, StandardCharsets.UTF_8);
            text = known;
        }
        return known;
    }
}
