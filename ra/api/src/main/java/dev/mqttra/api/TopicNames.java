package dev.mqttra.api;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The rules for a topic name [MQTT-4.7.3-1, MQTT-4.7.3-2, MQTT-3.3.2-2], told where the message is made. */
final class TopicNames {
    private static final int MAXIMUM_BYTES = 65_535;

    private TopicNames() {}

    static void check(String topic) {
        if (topic.isEmpty()) {
            throw new IllegalArgumentException("a topic name has at least one character");
        }
        if (topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0) {
            throw new IllegalArgumentException("a topic name has no wildcard (+ or #), not as in '" + topic + "'");
        }
        if (topic.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a topic name has no U+0000");
        }
        int bytes;
        try {
            bytes = StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(topic))
                    .remaining();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a topic name is well-formed Unicode: a surrogate stands alone", e);
        }
        if (bytes > MAXIMUM_BYTES) {
            throw new IllegalArgumentException("a topic name has at most " + MAXIMUM_BYTES + " bytes, not " + bytes);
        }
    }
}
