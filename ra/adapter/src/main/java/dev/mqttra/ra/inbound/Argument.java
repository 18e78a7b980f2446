package dev.mqttra.ra.inbound;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes the value of one parameter from a message. Stateless, called by any thread. */
@FunctionalInterface
interface Argument {

    /** The message itself. */
    Argument MESSAGE = message -> message;

    /** The payload, not copied. */
    Argument PAYLOAD = ReceivedMessage::payload;

    /** The payload as UTF-8, taken strictly: a replacement character in a database would tell nobody what was lost. */
    Argument TEXT = message -> {
        try {
            // A decoder of its own for each call reports malformed input instead of replacing it.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message.payload()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnbindableException("the payload is not UTF-8 (" + e.getMessage() + ")");
        }
    };

    /**
     * @throws UnbindableException if the message has nothing that fits
     */
    @Nullable
    Object bind(ReceivedMessage message) throws UnbindableException;

    /** What a topic has at a level, converted. */
    static Argument level(TopicPattern pattern, int level, String name, LevelType type) {
        return message -> {
            String text = pattern.valueAt(level, message.topic());
            try {
                return type.convert(text);
            } catch (IllegalArgumentException e) {
                throw new UnbindableException("topic level {" + name + "} is " + type + ", not '" + text + "'");
            }
        };
    }

    /** The first user property of a name, or null. */
    static Argument userProperty(String name) {
        return message -> message.userProperty(name).orElse(null);
    }
}
