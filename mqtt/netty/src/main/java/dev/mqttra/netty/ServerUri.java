package dev.mqttra.netty;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;

/**
 * Where a server is and how to speak to it: {@code tcp://host}, {@code ssl://host}, {@code ws://host/path} or
 * {@code wss://host/path}, each with {@code :port} where it is not the usual one.
 *
 * @param host a name or an address; that of IPv6 without brackets
 * @param path of a WebSocket, with its query: begins with a slash. Empty for the others
 */
public record ServerUri(Scheme scheme, String host, int port, String path) {
    private static final String DEFAULT_PATH = "/mqtt";

    /** How packets travel. */
    public enum Scheme {
        TCP(1883, false, false),
        /** TLS over TCP. */
        SSL(8883, true, false),
        WS(80, false, true),
        /** A WebSocket over TLS. */
        WSS(443, true, true);

        private final int usualPort;
        private final boolean secure;
        private final boolean webSocket;

        Scheme(int usualPort, boolean secure, boolean webSocket) {
            this.usualPort = usualPort;
            this.secure = secure;
            this.webSocket = webSocket;
        }
    }

    public ServerUri {
        Objects.requireNonNull(scheme);
        Objects.requireNonNull(host);
        Objects.requireNonNull(path);
    }

    /**
     * Reads a URI. The port is that of the scheme where it is left out: 1883, 8883, 80 or 443; the path of a WebSocket is
     * {@code /mqtt} then.
     *
     * @throws IllegalArgumentException that says what would be right. A user in the URI is refused, and not repeated in
     *     the message: it may have a password
     */
    public static ServerUri parse(String text) {
        try {
            return of(new URI(text), text);
        } catch (URISyntaxException e) {
            throw wrong(text);
        }
    }

    private static ServerUri of(URI uri, String text) {
        if (uri.getScheme() == null || uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw wrong(text);
        }
        Scheme scheme = scheme(uri.getScheme(), text);
        String path = Objects.requireNonNullElse(uri.getRawPath(), "");
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        int port = uri.getPort() < 0 ? scheme.usualPort : uri.getPort();
        boolean hasPath = !path.isEmpty() || !query.isEmpty();
        if (port == 0 || port > 65_535 || uri.getRawFragment() != null || (hasPath && !scheme.webSocket)) {
            throw wrong(text);
        }
        String host = uri.getHost();
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
        }
        return new ServerUri(
                scheme, host, port, scheme.webSocket ? (path.isEmpty() ? DEFAULT_PATH : path) + query : "");
    }

    private static Scheme scheme(String name, String text) {
        for (Scheme scheme : Scheme.values()) {
            if (scheme.name().equalsIgnoreCase(name)) {
                return scheme;
            }
        }
        throw wrong(text);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("a server is tcp://host:port, ssl://host:port, ws://host:port/path or"
                + " wss://host:port/path, without user or fragment, not '" + text.replaceAll("//.*@", "//***@") + "'");
    }

    /** Whether it is reached over TLS. */
    public boolean secure() {
        return scheme.secure;
    }

    /** Whether it is reached over a WebSocket. */
    public boolean webSocket() {
        return scheme.webSocket;
    }

    /** The host and port as a URI has them. */
    String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** As a URI, with the port. */
    @Override
    public String toString() {
        return scheme.name().toLowerCase(Locale.ROOT) + "://" + authority() + path;
    }
}
