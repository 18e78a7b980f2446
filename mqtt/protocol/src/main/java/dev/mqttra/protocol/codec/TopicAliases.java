package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicName;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the peer's topic aliases stand for on this connection [5.0 3.3.2.3.4]. Grows with the aliases in use. */
final class TopicAliases {
    private @Nullable TopicName[] names = new TopicName[0];
    private int maximum;

    void maximum(int newMaximum) {
        if (newMaximum < 0 || newMaximum > 65_535) {
            throw new IllegalArgumentException("a topic alias maximum is 0 to 65535, not " + newMaximum);
        }
        maximum = newMaximum;
    }

    /** Sets the alias where there is a topic, looks it up where there is none [MQTT-3.3.2-7, MQTT-3.3.2-12]. */
    TopicName resolve(int alias, @Nullable TopicName topic) throws ProtocolViolation {
        if (alias == 0 || alias > maximum) {
            throw new ProtocolViolation(
                    ReasonCode.TOPIC_ALIAS_INVALID, "topic alias " + alias + " is not within 1 to " + maximum);
        }
        if (topic == null) {
            TopicName known = alias < names.length ? names[alias] : null;
            if (known == null) {
                throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "topic alias " + alias + " is not known");
            }
            return known;
        }
        if (alias >= names.length) {
            names = Arrays.copyOf(names, Math.min(maximum + 1, Math.max(16, Integer.highestOneBit(alias) * 2)));
        }
        names[alias] = topic;
        return topic;
    }
}
