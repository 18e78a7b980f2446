package dev.mqttra.netty;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a port speaks to its clients.
 *
 * @param maximumPacketSize bytes of a whole packet; a longer one is a violation before it is read
 * @param maximumBytesBeforeConnect bytes that are read of a connection until its CONNECT is complete, with the handshakes
 *     of TLS and WebSocket; more are a violation. What is announced but not sent allocates nothing
 * @param tls null for none
 * @param webSocket null for none
 * @param traffic counts the bytes
 */
public record ListenerConfig(
        int maximumPacketSize,
        int maximumBytesBeforeConnect,
        @Nullable Tls tls,
        @Nullable WebSocket webSocket,
        Traffic traffic) {

    /** Holds a CONNECT with a Will as large as MQTT allows (65,535 bytes) and as much again. */
    public static final int DEFAULT_BYTES_BEFORE_CONNECT = 128 * 1024;

    /**
     * How a port answers the requests for a WebSocket.
     *
     * @param path where MQTT is: begins with a slash; others are answered with 404
     * @param origins the web pages that may connect, such as {@code https://example.com}; {@code *} is all. A program
     *     that sends no Origin may always connect, and so may a page, or a program that says it is one, of the host that
     *     is asked for; on loopback connections that must be a loopback name
     */
    public record WebSocket(String path, List<String> origins) {
        /** The usual path. */
        public static final String DEFAULT_PATH = "/mqtt";

        public WebSocket {
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException("a path begins with a slash: '" + path + "'");
            }
            origins = List.copyOf(origins);
        }
    }

    public ListenerConfig {
        Objects.requireNonNull(traffic);
        if (tls != null && !tls.hasCertificate()) {
            throw new IllegalArgumentException("a server needs a certificate and its key for TLS");
        }
    }

    /** Plain TCP. */
    public static ListenerConfig tcp(int maximumPacketSize) {
        return new ListenerConfig(maximumPacketSize, DEFAULT_BYTES_BEFORE_CONNECT, null, null, new Traffic());
    }
}
