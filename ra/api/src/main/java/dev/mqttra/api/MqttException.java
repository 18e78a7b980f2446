package dev.mqttra.api;

import org.jspecify.annotations.Nullable;

/**
 * Something about MQTT failed. Unchecked, so that it rolls back the transaction of a bean that does not handle it.
 *
 * @see #isRetryable()
 */
public class MqttException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    public MqttException(String message, boolean retryable) {
        this(message, retryable, null);
    }

    public MqttException(String message, boolean retryable, @Nullable Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
    }

    /**
     * Whether the same call may succeed later without anything being changed: the broker is not reachable now, or did
     * not acknowledge in time, or a queue is full. After such a failure of a publish it is not known whether the
     * message has left.
     */
    public boolean isRetryable() {
        return retryable;
    }
}
