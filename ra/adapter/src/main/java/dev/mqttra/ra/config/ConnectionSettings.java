package dev.mqttra.ra.config;

import static dev.mqttra.ra.config.PropertyRules.first;
import static dev.mqttra.ra.config.PropertyRules.number;
import static dev.mqttra.ra.config.PropertyRules.text;

import dev.mqttra.netty.ServerUri;
import dev.mqttra.protocol.packet.MqttVersion;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a broker: what a connection factory or an activation said, completed by the adapter's properties and the
 * defaults. Immutable and valid; equal settings may share a client.
 *
 * @param servers tried in turn; empty stands for the adapter's hosted broker
 * @param clientId with the node's name behind it where there is one; null lets the adapter make one up
 * @param password never in {@link #toString()}
 * @param keepAlive zero is off
 * @param version null is automatic
 * @param tls for servers of ssl and wss; null for what the platform trusts
 */
public record ConnectionSettings(
        List<URI> servers,
        @Nullable String clientId,
        @Nullable String userName,
        @Nullable String password,
        boolean cleanStart,
        Duration keepAlive,
        Duration connectTimeout,
        Duration reconnectDelay,
        Duration maximumReconnectDelay,
        @Nullable MqttVersion version,
        @Nullable TlsSettings tls,
        @Nullable Integer maximumPacketSize) {
    public static final int KEEP_ALIVE = 60;
    public static final int CONNECT_TIMEOUT = 10_000;
    public static final int RECONNECT_DELAY = 1_000;
    public static final int MAXIMUM_RECONNECT_DELAY = 30_000;
    static final int SMALLEST_PACKET_LIMIT = 1_024;
    static final int LARGEST_PACKET = 268_435_460;
    private static final int DAY = 86_400_000;
    private static final Set<String> SECURE = Set.of("ssl", "wss");
    private static final Pattern NODE_NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public ConnectionSettings {
        servers = List.copyOf(servers);
    }

    /**
     * The settings of a connection factory: its own properties, then the adapter's, then the defaults.
     *
     * @throws IllegalArgumentException that names the property and what would be right
     */
    public static ConnectionSettings of(
            ConnectionProperties own, AdapterProperties adapter, @Nullable String clientId) {
        Integer delay = first(own.getReconnectDelay(), adapter.getReconnectDelay());
        int firstDelay = number("reconnectDelay", delay, 1, DAY, RECONNECT_DELAY);
        Integer maximumDelay = first(own.getMaximumReconnectDelay(), adapter.getMaximumReconnectDelay());
        Integer keepAlive = first(own.getKeepAlive(), adapter.getKeepAlive());
        Integer connectTimeout = first(own.getConnectTimeout(), adapter.getConnectTimeout());
        Login login = Login.of(own, adapter);
        return new ConnectionSettings(
                servers(first(text(own.getServerUri()), text(adapter.getServerUri()))),
                clientId(text(clientId), text(adapter.getNodeName())),
                login.userName,
                login.password,
                true,
                Duration.ofSeconds(number("keepAlive", keepAlive, 0, 65_535, KEEP_ALIVE)),
                Duration.ofMillis(number("connectTimeout", connectTimeout, 1, DAY, CONNECT_TIMEOUT)),
                Duration.ofMillis(firstDelay),
                Duration.ofMillis(number(
                        "maximumReconnectDelay",
                        maximumDelay,
                        firstDelay,
                        DAY,
                        Math.max(firstDelay, MAXIMUM_RECONNECT_DELAY))),
                version(first(text(own.getMqttVersion()), text(adapter.getMqttVersion()))),
                tls(own, adapter),
                maximumPacketSize(adapter));
    }

    /**
     * The settings of an activation: its own properties, then the adapter's, then the defaults. The adapter's login goes to
     * the adapter's own broker only, never to a {@code serverUri} that the activation named.
     *
     * @param clientId null lets the adapter make one up
     * @param cleanStart whether the broker forgets the session when the connection ends; false needs a client identifier
     * @throws IllegalArgumentException that names the property and what would be right
     */
    public static ConnectionSettings ofActivation(
            ConnectionProperties own, AdapterProperties adapter, @Nullable String clientId, boolean cleanStart) {
        ConnectionSettings settings = of(own, adapter, clientId);
        if (!cleanStart && settings.clientId == null) {
            throw new IllegalArgumentException(
                    "clientId must be set where cleanStart is false: the broker keeps the session under it");
        }
        return new ConnectionSettings(
                settings.servers,
                settings.clientId,
                settings.userName,
                settings.password,
                cleanStart,
                settings.keepAlive,
                settings.connectTimeout,
                settings.reconnectDelay,
                settings.maximumReconnectDelay,
                settings.version,
                settings.tls,
                settings.maximumPacketSize);
    }

    /** These settings for another user: the credentials that the server gave with a request for a connection. */
    public ConnectionSettings with(String newUserName, String newPassword) {
        return new ConnectionSettings(
                servers,
                clientId,
                newUserName,
                newPassword,
                cleanStart,
                keepAlive,
                connectTimeout,
                reconnectDelay,
                maximumReconnectDelay,
                version,
                tls,
                maximumPacketSize);
    }

    /**
     * These settings for an activation that shares its subscriptions with others.
     *
     * @throws IllegalArgumentException if an older version was asked for: its brokers cannot say that they do not know
     *     shared subscriptions, and would just never send a message
     */
    public ConnectionSettings sharing() {
        if (version != null && version != MqttVersion.V5_0) {
            throw new IllegalArgumentException("mqttVersion must be 5.0 or automatic where sharedSubscription is set:"
                    + " older versions have no shared subscriptions");
        }
        return new ConnectionSettings(
                servers,
                clientId,
                userName,
                password,
                cleanStart,
                keepAlive,
                connectTimeout,
                reconnectDelay,
                maximumReconnectDelay,
                MqttVersion.V5_0,
                tls,
                maximumPacketSize);
    }

    /** What an activation or a connection factory says about TLS has to be for a server of its own or of the adapter. */
    private static @Nullable TlsSettings tls(ConnectionProperties own, AdapterProperties adapter) {
        TlsSettings tls = TlsSettings.of(own, adapter);
        String servers = first(text(own.getServerUri()), text(adapter.getServerUri()));
        boolean said = own != adapter && (text(own.getTrustStore()) != null || text(own.getKeyStore()) != null);
        if (said && servers(servers).stream().noneMatch(server -> SECURE.contains(server.getScheme()))) {
            throw new IllegalArgumentException((text(own.getTrustStore()) != null ? "trustStore" : "keyStore")
                    + " is for a serverUri of ssl:// or wss://, and there is none");
        }
        return tls;
    }

    /** Whether the hosted broker is meant. */
    public boolean hosted() {
        return servers.isEmpty();
    }

    static @Nullable Integer maximumPacketSize(AdapterProperties adapter) {
        Integer size = adapter.getMaximumPacketSize();
        return size == null ? null : number("maximumPacketSize", size, SMALLEST_PACKET_LIMIT, LARGEST_PACKET, size);
    }

    /** One that is made up needs no node's name: nobody else makes up the same. */
    private static @Nullable String clientId(@Nullable String configured, @Nullable String nodeName) {
        if (nodeName != null && !NODE_NAME.matcher(nodeName).matches()) {
            throw new IllegalArgumentException(
                    "nodeName must be 1 to 64 letters, digits, '.', '_' or '-', not '" + nodeName + "'");
        }
        return configured == null || nodeName == null ? configured : configured + "-" + nodeName;
    }

    private static @Nullable MqttVersion version(@Nullable String version) {
        return switch (version == null ? "automatic" : version) {
            case "automatic" -> null;
            case "3.1" -> MqttVersion.V3_1;
            case "3.1.1" -> MqttVersion.V3_1_1;
            case "5.0", "5" -> MqttVersion.V5_0;
            default ->
                throw new IllegalArgumentException(
                        "mqttVersion must be 3.1, 3.1.1, 5.0 or automatic, not '" + version + "'");
        };
    }

    /** A name and its password belong together, and both to one broker. */
    private record Login(
            @Nullable String userName, @Nullable String password) {

        static Login of(ConnectionProperties own, AdapterProperties adapter) {
            boolean said = text(own.getUserName()) != null || own.getPassword() != null;
            if (!said && text(own.getServerUri()) != null) {
                return new Login(null, null);
            }
            ConnectionProperties from = said ? own : adapter;
            String userName = text(from.getUserName());
            String password = from.getPassword();
            if (password != null && password.isEmpty()) {
                password = null;
            }
            if (userName == null && password != null) {
                // [3.1.1 MQTT-3.1.2-22]
                throw new IllegalArgumentException("userName must be set where password is");
            }
            return new Login(userName, password);
        }
    }

    private static List<URI> servers(@Nullable String serverUri) {
        List<URI> servers = new ArrayList<>();
        if (serverUri != null) {
            for (String server : serverUri.split("\\s+")) {
                servers.add(server(server));
            }
        }
        return servers;
    }

    private static URI server(String server) {
        try {
            return URI.create(ServerUri.parse(server).toString());
        } catch (IllegalArgumentException e) {
            // Not its words: they do not know the property. A user's secret in a URI must not be repeated.
            throw new IllegalArgumentException(
                    "serverUri must be tcp://host:port, ssl://host:port, ws://host:port/path or"
                            + " wss://host:port/path (several are separated by spaces), without user or fragment, not '"
                            + server.replaceAll("//.*@", "//***@") + "'");
        }
    }

    /** For logs: without the password. */
    @Override
    public String toString() {
        return (hosted() ? "the hosted broker" : servers.toString())
                + (clientId == null ? "" : " as client " + clientId)
                + (userName == null ? "" : " for user " + userName);
    }
}
