package dev.mqttra.client;

import dev.mqttra.protocol.packet.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * How a connection ended.
 *
 * @param reason for a person
 * @param refusal the server's code where its CONNACK refused the connection
 * @param accepted whether the server had accepted it
 * @param sign what it says about the version, where it was not accepted
 */
record Ending(String reason, @Nullable ReasonCode refusal, boolean accepted, Versions.Sign sign) {

    /** Why the server refused the connection, null where it did not. An answer of another version refuses this one. */
    @Nullable
    ReasonCode refused() {
        return refusal == null && sign == Versions.Sign.REFUSED ? ReasonCode.UNSUPPORTED_PROTOCOL_VERSION : refusal;
    }
}
