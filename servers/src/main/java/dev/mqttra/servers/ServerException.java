package dev.mqttra.servers;

import org.jspecify.annotations.Nullable;

/** A server did not do what was asked. The message carries what the server said. */
public final class ServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerException(String message) {
        super(message);
    }

    ServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
