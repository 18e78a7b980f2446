package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.ReasonCode;

/**
 * The peer broke the protocol. Carries the most specific reason code and no stack trace: it is the peer's fault, not
 * ours, and is answered in one place. Local misuse is an {@link IllegalArgumentException}.
 */
public final class ProtocolViolation extends Exception {
    private static final long serialVersionUID = 1L;

    private final ReasonCode reason;

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

    @Override
    public String toString() {
        return reason + ": " + getMessage();
    }
}
