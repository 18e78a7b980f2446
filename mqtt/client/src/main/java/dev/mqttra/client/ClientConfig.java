package dev.mqttra.client;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Will;
import java.net.URI;
import java.net.URISyntaxException;
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
    public List<URI> servers() {
        return from.servers;
    }

    public MqttVersion version() {
        return from.version;
    }

    public String clientId() {
        return from.clientId;
    }

    /** Clean Start of 5.0, Clean Session of 3.x. */
    public boolean cleanStart() {
        return from.cleanStart;
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

    public int maximumInFlight() {
        return from.maximumInFlight;
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
        private List<URI> servers = List.of();
        private MqttVersion version = MqttVersion.V3_1_1;
        private String clientId = "";
        private boolean cleanStart = true;
        private Duration keepAlive = Duration.ofSeconds(60);
        private @Nullable String userName;
        private byte @Nullable [] password;
        private @Nullable Will will;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration closeTimeout = Duration.ofSeconds(5);
        private Reconnect reconnect = new Reconnect(Duration.ofSeconds(1), Duration.ofSeconds(30));
        private int receiveMaximum = 1_000;
        private long maximumUnacknowledgedBytes = 64L << 20;
        private int maximumInFlight = 20;
        private int maximumPendingMessages = 10_000;
        private long maximumPendingBytes = 64L << 20;
        private int maximumPacketSize = LARGEST_PACKET;

        private Builder() {}

        /** The servers as {@code tcp://host:port}, the port 1883 where there is none. */
        public Builder servers(List<URI> uris) {
            servers = List.copyOf(uris);
            return this;
        }

        /**
         * One server as {@code tcp://host:port}.
         *
         * @throws IllegalArgumentException if it is no URI at all
         */
        public Builder server(String uri) {
            try {
                return servers(List.of(new URI(uri)));
            } catch (URISyntaxException e) {
                // Without the text: somebody may have put a password into it.
                throw new IllegalArgumentException("servers is tcp://host:port, but this is no URI: " + e.getReason());
            }
        }

        public Builder version(MqttVersion value) {
            version = Objects.requireNonNull(value);
            return this;
        }

        /** The client identifier; empty lets the server choose one, with Clean Session only. */
        public Builder clientId(String value) {
            clientId = Objects.requireNonNull(value);
            return this;
        }

        /** Whether the server begins a new session on every connection (the default) or keeps it. */
        public Builder cleanStart(boolean value) {
            cleanStart = value;
            return this;
        }

        /** Whole seconds up to 65,535; zero is off. 60 s by default. On a link inside the VM it is off. */
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

        public Builder will(@Nullable Will value) {
            will = value;
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
         * How many deliveries may be unacknowledged, at any QoS, 1 to 65,535. In 3.x the server does not know it: when it
         * is reached the client stops reading, until half of it is free again. 1,000 by default.
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
         * How many publishes of QoS 1 and 2 may be sent and not yet acknowledged, 1 to 65,000. 20 by default: in 3.x a
         * server cannot say how many it can take, and Mosquitto 2.0 loses messages of QoS 2 beyond 20, its own default.
         */
        public Builder maximumInFlight(int value) {
            maximumInFlight = value;
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

        /** The largest packet that is received; a larger one ends the connection. As the standard allows by default. */
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
