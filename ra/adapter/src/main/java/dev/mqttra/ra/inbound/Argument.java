package dev.mqttra.ra.inbound;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the value of one parameter from a message. Stateless, called by any thread. */
@FunctionalInterface
interface Argument {

    /** The message itself. */
    Argument MESSAGE = message -> message;

    /** The payload, not copied. */
    Argument PAYLOAD = ReceivedMessage::payload;

    /** The payload as UTF-8. */
    Argument TEXT = Argument::utf8;

    /**
     * @throws UnbindableException if the message has nothing that fits
     */
    @Nullable
    Object bind(ReceivedMessage message) throws UnbindableException;

    /**
     * The value for a call that gets all of these messages.
     *
     * @param messages at least one. All of them have the same levels, see {@link DeliveryMethod#batchKey}
     * @throws UnbindableException that says which message has nothing that fits
     */
    default @Nullable Object bindAll(List<ReceivedMessage> messages) throws UnbindableException {
        return bind(messages.get(0));
    }

    /** What a topic has at a level, converted. */
    record Level(TopicPattern pattern, int level, String name, LevelType type) implements Argument {
        @Override
        public Object bind(ReceivedMessage message) throws UnbindableException {
            String text = textOf(message);
            try {
                return type.convert(text);
            } catch (IllegalArgumentException e) {
                throw new UnbindableException("topic level {" + name + "} is " + type + ", not '" + text + "'");
            }
        }

        String textOf(ReceivedMessage message) {
            return pattern.valueAt(level, message.topic());
        }
    }

    /** A List that has for each message what the element makes of it. The list is the bean's: it may change it. */
    record Batch(Argument element) implements Argument {
        @Override
        public Object bind(ReceivedMessage message) throws UnbindableException {
            return bindAll(List.of(message));
        }

        @Override
        public Object bindAll(List<ReceivedMessage> messages) throws UnbindableException {
            List<@Nullable Object> values = new ArrayList<>(messages.size());
            for (int i = 0; i < messages.size(); i++) {
                try {
                    values.add(element.bind(messages.get(i)));
                } catch (UnbindableException e) {
                    throw e.at(i);
                }
            }
            return values;
        }
    }

    /** The payload as UTF-8, taken strictly: a replacement character in a database would tell nobody what was lost. */
    static String utf8(ReceivedMessage message) throws UnbindableException {
        try {
            // A decoder of its own for each call reports malformed input instead of replacing it.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message.payload()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnbindableException("the payload is not UTF-8 (" + e.getMessage() + ")");
        }
    }

    /** The first user property of a name, or null. */
    static Argument userProperty(String name) {
        return message -> message.userProperty(name).orElse(null);
    }
}
