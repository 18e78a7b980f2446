package dev.mqttra.client;

import dev.mqttra.protocol.packet.MqttVersion;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which version the next CONNECT to a server speaks. Where it is not fixed: 5.0, and 3.1.1 with a server that has shown
 * that it does not know 5.0. That is remembered for {@link #REMEMBERED}, as a server may be replaced by a newer one. A
 * server that merely closed may have had another reason: with it 3.1.1 is tried once, and 5.0 again on the connection
 * after. The owner's thread.
 */
final class Versions {
    static final long REMEMBERED = Duration.ofHours(1).toNanos();

    /** What the end of an attempt says about the server. */
    enum Sign {
        /** Nothing: it was accepted, or refused for another reason, or did not answer. */
        NONE,
        /** It closed without an answer. */
        CLOSED,
        /** It refused the level, or answered with what is no answer in that version. */
        REFUSED
    }

    private record Memory(long since, boolean certain) {}

    private final @Nullable MqttVersion fixed;
    private final Map<String, Memory> old = new HashMap<>();

    /** Where AUTH is to be used there is no older version: the client would come in as somebody else. */
    Versions(ClientConfig config) {
        fixed = config.authentication() != null ? MqttVersion.V5_0 : config.version();
    }

    MqttVersion of(String server, long now) {
        if (fixed != null) {
            return fixed;
        }
        Memory memory = old.get(server);
        if (memory != null && now - memory.since >= REMEMBERED) {
            memory = null;
        }
        if (memory == null || !memory.certain) {
            old.remove(server);
        }
        return memory == null ? MqttVersion.V5_0 : MqttVersion.V3_1_1;
    }

    /**
     * An attempt ended before the server had accepted.
     *
     * @return whether to try again at once, with the older version
     */
    boolean onFailed(String server, MqttVersion tried, Sign sign, long now) {
        if (fixed != null || sign == Sign.NONE) {
            return false;
        }
        if (tried != MqttVersion.V5_0) {
            old.remove(server); // it may have become another server meanwhile
            return false;
        }
        old.put(server, new Memory(now, sign == Sign.REFUSED));
        return true;
    }
}
