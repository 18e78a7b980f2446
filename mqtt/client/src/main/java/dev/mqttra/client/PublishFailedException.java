package dev.mqttra.client;

import dev.mqttra.protocol.packet.ReasonCode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why a publish did not come to its end: what its stage completes with. No stack trace: the message says all. */
public final class PublishFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What happened. */
    public enum Cause {
        /** Too many publishes, or too many bytes, are pending. Nothing was sent; later there may be room. */
        BUFFER_FULL(true),
        /** The client was closed before the server had taken the message over; it may have been sent. */
        CLOSED(false),
        /** The server lost the session in the middle of a QoS 2 exchange: it may have the message or not. */
        SESSION_LOST(true),
        /** The server refused the message for good (5.0 only), see {@link #reasonCode()}. */
        REFUSED(false),
        /** Nothing was sent: the packet is larger than the server said it takes (5.0 only). */
        TOO_LARGE(false),
        /** Nothing was sent: the server said that it supports a lower QoS at most (5.0 only). */
        QOS_NOT_SUPPORTED(false),
        /** Nothing was sent: the server said that it retains no messages (5.0 only). */
        RETAIN_NOT_SUPPORTED(false);

        private final boolean retryable;

        Cause(boolean retryable) {
            this.retryable = retryable;
        }
    }

    private final Cause what;
    private final @Nullable ReasonCode reasonCode;

    /** Also for whoever stands in for a client. */
    public PublishFailedException(Cause what, String message) {
        this(what, message, null);
    }

    PublishFailedException(Cause what, String message, @Nullable ReasonCode reasonCode) {
        super(message, null, false, false);
        this.what = Objects.requireNonNull(what);
        this.reasonCode = reasonCode;
    }

    public Cause what() {
        return what;
    }

    /** Whether publishing the same message with the same client again can succeed. */
    public boolean isRetryable() {
        return what.retryable;
    }

    /**
     * The server's code where it {@linkplain Cause#REFUSED refused}, the one it would have sent where it has said before
     * what it does not take, otherwise null.
     */
    public @Nullable ReasonCode reasonCode() {
        return reasonCode;
    }
}
