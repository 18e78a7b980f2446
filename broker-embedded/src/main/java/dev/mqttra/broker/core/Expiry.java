package dev.mqttra.broker.core;

import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Property;

/** When a message is used up: a moment in nanoseconds, {@link #NEVER} for most. */
final class Expiry {
    static final long NEVER = Long.MAX_VALUE;

    private static final long SECOND = 1_000_000_000;

    private Expiry() {}

    /** The moment for a message that arrives now. */
    static long of(Message message, long now) {
        if (message.properties().isEmpty()) {
            return NEVER;
        }
        long seconds = message.properties().number(Property.MESSAGE_EXPIRY_INTERVAL, -1);
        return seconds < 0 ? NEVER : now + seconds * SECOND;
    }

    static boolean isPast(long expiresAt, long now) {
        return expiresAt != NEVER && expiresAt - now <= 0;
    }

    static long earlier(long a, long b) {
        return a == NEVER ? b : b == NEVER || a - b <= 0 ? a : b;
    }

    /** A copy's properties with what is left of its time: the interval less the whole seconds waited [MQTT-3.3.2-6]. */
    static CopyProperties left(CopyProperties copy, long expiresAt, long now) {
        if (expiresAt == NEVER) {
            return copy;
        }
        long seconds = Math.max(0, (expiresAt - now + SECOND - 1) / SECOND);
        return copy.expiring(seconds);
    }
}
