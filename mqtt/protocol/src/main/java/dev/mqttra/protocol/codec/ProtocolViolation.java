package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * The peer broke the protocol. Carries the most specific reason code and no stack trace: it is the peer's fault, not
 * ours, and is answered in one place. Local misuse is an {@link IllegalArgumentException}.
 */
public final class ProtocolViolation extends Exception {
    private static final long serialVersionUID = 1L;

    private final ReasonCode reason;
    private @Nullable MqttVersion version;

    /**
     * @param message what is wrong, for logs and for a reason string; without anything secret
     */
    public ProtocolViolation(ReasonCode reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public ReasonCode reason() {
        return reason;
    }

    /**
     * The version that the bytes were read in, which is the one to answer in: of a CONNECT that breaks the protocol
     * nobody else knows it. Null where a packet was decoded and it is the machine that objects.
     */
    public @Nullable MqttVersion version() {
        return version;
    }

    ProtocolViolation in(MqttVersion readIn) {
        version = readIn;
        return this;
    }

    @Override
    public String toString() {
        return reason + ": " + getMessage();
    }
}
