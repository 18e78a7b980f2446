package dev.mqttra.client;

import dev.mqttra.netty.ServerUri;
import dev.mqttra.netty.Tls;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.UserProperty;
import dev.mqttra.protocol.packet.Will;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client is to be, immutable and validated: {@link Builder#build()} throws an IllegalArgumentException that names
 * the property and says what would be right.
 */
public final class ClientConfig {
    /** The largest packet there can be. */
    public static final int LARGEST_PACKET = 268_435_460;

    private final Builder from;

    private ClientConfig(Builder from) {
        this.from = from;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The servers that are tried in turn; empty where the client gets its links from elsewhere. */
    public List<ServerUri> servers() {
        return from.servers;
    }

    /** For servers of ssl and wss; null for what the platform trusts. */
    public @Nullable Tls tls() {
        return from.tls;
    }

    /** The only version that is spoken, or null: 5.0, and 3.1.1 with a server that refuses 5.0. */
    public @Nullable MqttVersion version() {
        return from.version;
    }

    public String clientId() {
        return from.clientId;
    }

    /** Clean Start of 5.0, Clean Session of 3.x. */
    public boolean cleanStart() {
        return from.cleanStart;
    }

    /** How long a session outlives its connection in 5.0; null is for ever. Without meaning where it is clean. */
    public @Nullable Duration sessionExpiry() {
        return from.sessionExpiry;
    }

    /** Zero is off. */
    public Duration keepAlive() {
        return from.keepAlive;
    }

    public @Nullable String userName() {
        return from.userName;
    }

    /** Shared: not to be modified. */
    public byte @Nullable [] password() {
        return from.password;
    }

    public @Nullable Will will() {
        return from.will;
    }

    /** Whether and how the client proves by AUTH who it is. */
    public @Nullable EnhancedAuthentication authentication() {
        return from.authentication;
    }

    /** The user properties of CONNECT. */
    public List<UserProperty> userProperties() {
        return from.userProperties;
    }

    public boolean requestResponseInformation() {
        return from.requestResponseInformation;
    }

    public Duration connectTimeout() {
        return from.connectTimeout;
    }

    public Duration closeTimeout() {
        return from.closeTimeout;
    }

    public Reconnect reconnect() {
        return from.reconnect;
    }

    public int receiveMaximum() {
        return from.receiveMaximum;
    }

    public long maximumUnacknowledgedBytes() {
        return from.maximumUnacknowledgedBytes;
    }

    /** Null lets the version decide, see {@link Builder#maximumInFlight}. */
    public @Nullable Integer maximumInFlight() {
        return from.maximumInFlight;
    }

    public int topicAliasMaximum() {
        return from.topicAliasMaximum;
    }

    public int maximumPendingMessages() {
        return from.maximumPendingMessages;
    }

    public long maximumPendingBytes() {
        return from.maximumPendingBytes;
    }

    public int maximumPacketSize() {
        return from.maximumPacketSize;
    }

    /** For logs: without password and will. */
    @Override
    public String toString() {
        return "ClientConfig[clientId=" + from.clientId + ", servers=" + from.servers + "]";
    }

    /** Collects the properties. Not thread safe. */
    public static final class Builder implements Cloneable {
        private List<ServerUri> servers = List.of();
        private @Nullable Tls tls;
        private @Nullable MqttVersion version;
        private String clientId = "";
        private boolean cleanStart = true;
        private @Nullable Duration sessionExpiry;
        private Duration keepAlive = Duration.ofSeconds(60);
        private @Nullable String userName;
        private byte @Nullable [] password;
        private @Nullable Will will;
        private @Nullable EnhancedAuthentication authentication;
        private List<UserProperty> userProperties = List.of();
        private boolean requestResponseInformation;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration closeTimeout = Duration.ofSeconds(5);
        private Reconnect reconnect = new Reconnect(Duration.ofSeconds(1), Duration.ofSeconds(30));
        private int receiveMaximum = 1_000;
        private long maximumUnacknowledgedBytes = 64L << 20;
        private @Nullable Integer maximumInFlight;
        private int topicAliasMaximum = 16;
        private int maximumPendingMessages = 10_000;
        private long maximumPendingBytes = 64L << 20;
        private int maximumPacketSize = LARGEST_PACKET;

        private Builder() {}

        /**
         * The servers that are tried in turn, each as {@code tcp://host:port}, {@code ssl://host:port}, {@code
         * ws://host:port/path} or {@code wss://host:port/path}, without the port where it is the usual one.
         *
         * @throws IllegalArgumentException if one is no such URI
         */
        public Builder servers(List<URI> uris) {
            servers = uris.stream().map(uri -> parse(uri.toString())).toList();
            return this;
        }

        /** One server, as {@link #servers}. */
        public Builder server(String uri) {
            servers = List.of(parse(uri));
            return this;
        }

        private static ServerUri parse(String uri) {
            try {
                return ServerUri.parse(uri);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("servers: " + e.getMessage(), e);
            }
        }

        /** Whom to trust and who to be where a server is ssl or wss; null, the default, is what the platform trusts. */
        public Builder tls(@Nullable Tls value) {
            tls = value;
            return this;
        }

        /**
         * The only version to speak; null, the default, is automatic: 5.0, and 3.1.1 with a server that refuses 5.0. What
         * is learned of a server is remembered for an hour.
         */
        public Builder version(@Nullable MqttVersion value) {
            version = value;
            return this;
        }

        /** The client identifier; empty lets the server choose one, with {@code cleanStart} only. */
        public Builder clientId(String value) {
            clientId = Objects.requireNonNull(value);
            return this;
        }

        /** Whether the server begins a new session on every connection (the default) or keeps it. */
        public Builder cleanStart(boolean value) {
            cleanStart = value;
            return this;
        }

        /**
         * How long the server keeps the session when the connection is gone, where {@code cleanStart} is false: whole
         * seconds from 1 to 4,294,967,294; null, the default, is for ever. In 3.x a server has its own rule.
         */
        public Builder sessionExpiry(@Nullable Duration value) {
            sessionExpiry = value;
            return this;
        }

        /**
         * Whole seconds up to 65,535; zero is off. 60 s by default. A server of 5.0 may name another one, which holds
         * then. On a link inside the VM it is off.
         */
        public Builder keepAlive(Duration value) {
            keepAlive = Objects.requireNonNull(value);
            return this;
        }

        public Builder userName(@Nullable String value) {
            userName = value;
            return this;
        }

        /** Takes the array as it is. */
        public Builder password(byte @Nullable [] value) {
            password = value;
            return this;
        }

        /** Published by the server when the connection ends without a goodbye. Its properties go along in 5.0. */
        public Builder will(@Nullable Will value) {
            will = value;
            return this;
        }

        /** How the client proves by AUTH who it is. With it only 5.0 is spoken. None by default. */
        public Builder authentication(@Nullable EnhancedAuthentication value) {
            authentication = value;
            return this;
        }

        /** The user properties of CONNECT, in 5.0. None by default. */
        public Builder userProperties(List<UserProperty> values) {
            userProperties = List.copyOf(values);
            return this;
        }

        /** Whether to ask a server of 5.0 for its {@link ConnectionTerms#responseInformation}. Not by default. */
        public Builder requestResponseInformation(boolean value) {
            requestResponseInformation = value;
            return this;
        }

        /** How long one attempt may take, from opening the transport to CONNACK. 10 s by default. */
        public Builder connectTimeout(Duration value) {
            connectTimeout = Objects.requireNonNull(value);
            return this;
        }

        /** How long {@link MqttClient#close()} waits for what is pending. 5 s by default. */
        public Builder closeTimeout(Duration value) {
            closeTimeout = Objects.requireNonNull(value);
            return this;
        }

        /** The waits between attempts. 1 s and 30 s by default. */
        public Builder reconnect(Reconnect value) {
            reconnect = Objects.requireNonNull(value);
            return this;
        }

        /**
         * How many deliveries may be unacknowledged, at any QoS, 1 to 65,535. 1,000 by default. A server of 5.0 is told
         * and sends no more at QoS 1 and 2; whoever brings more all the same, at QoS 0 or in 3.x, is not read from until
         * half of it is free again.
         */
        public Builder receiveMaximum(int value) {
            receiveMaximum = value;
            return this;
        }

        /** How many payload bytes may be unacknowledged; reached, it stops reading likewise. 64 MiB by default. */
        public Builder maximumUnacknowledgedBytes(long value) {
            maximumUnacknowledgedBytes = value;
            return this;
        }

        /**
         * How many publishes of QoS 1 and 2 may be sent and not yet acknowledged, 1 to 65,000; never more than the
         * receive maximum of a server of 5.0. By default 1,000 in 5.0 and 20 in 3.x, where a server cannot say how many
         * it can take, and Mosquitto 2.0 loses messages of QoS 2 beyond 20, its own default.
         */
        public Builder maximumInFlight(int value) {
            maximumInFlight = value;
            return this;
        }

        /**
         * How many topic aliases a server of 5.0 may use, 0 to 65,535: as many topic names are kept for a connection. 16
         * by default.
         */
        public Builder topicAliasMaximum(int value) {
            topicAliasMaximum = value;
            return this;
        }

        /** How many publishes may be pending, waiting or in flight; full, a publish fails at once. 10,000 by default. */
        public Builder maximumPendingMessages(int value) {
            maximumPendingMessages = value;
            return this;
        }

        /** How many payload bytes may be pending; full, a publish fails at once. 64 MiB by default. */
        public Builder maximumPendingBytes(long value) {
            maximumPendingBytes = value;
            return this;
        }

        /**
         * The largest packet that is received, which a server of 5.0 is told; a larger one ends the connection. As the
         * standard allows by default.
         */
        public Builder maximumPacketSize(int value) {
            maximumPacketSize = value;
            return this;
        }

        /**
         * The configuration.
         *
         * @throws IllegalArgumentException that names the property and says what would be right
         */
        public ClientConfig build() {
            try {
                ClientConfig config = new ClientConfig((Builder) clone());
                ClientConfigCheck.check(config);
                return config;
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
