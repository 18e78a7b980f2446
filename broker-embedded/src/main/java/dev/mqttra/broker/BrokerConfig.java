package dev.mqttra.broker;

import dev.mqttra.netty.ListenerConfig;
import dev.mqttra.netty.Tls;
import dev.mqttra.protocol.packet.ReasonCode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a broker shall be: immutable, checked when it is built. Every bound says what happens when it is reached; each
 * bound that drops something is counted in {@link BrokerStatistics} and logged once until there is room again.
 */
public final class BrokerConfig {
    private static final Set<ReasonCode> REFUSALS = EnumSet.of(
            ReasonCode.UNSPECIFIED_ERROR, ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, ReasonCode.NOT_AUTHORIZED);

    private final Builder values;

    private BrokerConfig(Builder values) {
        this.values = values;
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with this configuration. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /** The broker's name in logs. Default {@code mqtt}. */
    public String name() {
        return values.name;
    }

    /** The address or host name to listen on. Default 127.0.0.1: only this machine. */
    public String host() {
        return values.host;
    }

    /** The TCP port to listen on, 0 for any free one, -1 for none (links inside the VM only). Default 1883. */
    public int port() {
        return values.port;
    }

    /** The port for TLS, 0 for any free one, -1 for none. Default -1; needs {@link #tls()}. Usually 8883. */
    public int tlsPort() {
        return values.tlsPort;
    }

    /** The port for WebSocket, 0 for any free one, -1 for none. Default -1. */
    public int wsPort() {
        return values.wsPort;
    }

    /** The port for WebSocket over TLS, 0 for any free one, -1 for none. Default -1; needs {@link #tls()}. */
    public int wssPort() {
        return values.wssPort;
    }

    /** The broker's certificate and key, for the ports of TLS, and whose clients' certificates it trusts. Default null. */
    public @Nullable Tls tls() {
        return values.tls;
    }

    /** Where MQTT is on the ports for WebSocket; other paths are answered with 404. Default {@code /mqtt}. */
    public String webSocketPath() {
        return values.webSocketPath;
    }

    /**
     * The origins, such as {@code https://example.com}, whose web pages may open a WebSocket; {@code *} is all. Programs
     * that are no browsers may always, and so may pages of the host that is asked for; over a loopback connection that
     * must be a loopback name. Default none: otherwise any page that somebody looks at could use a broker that trusts
     * this machine.
     */
    public List<String> webSocketOrigins() {
        return values.webSocketOrigins;
    }

    /**
     * Bytes that are read of a connection until its CONNECT is complete, the handshakes of TLS and WebSocket included;
     * more close it. Default 128 KiB: a CONNECT with a Will as large as MQTT allows, and as much again.
     */
    public int maximumBytesBeforeConnect() {
        return values.maximumBytesBeforeConnect;
    }

    /**
     * Whether a broker without an authenticator may listen on more than the loopback addresses. Default no: starting
     * such a broker fails.
     */
    public boolean allowAnonymousRemote() {
        return values.allowAnonymousRemote;
    }

    /** Who may connect. Default {@link Authenticator#ANONYMOUS}. */
    public Authenticator authenticator() {
        return values.authenticator;
    }

    /** Who may publish and subscribe what. Default {@link Authorizer#ALLOW_ALL}. */
    public Authorizer authorizer() {
        return values.authorizer;
    }

    /**
     * The largest packet that is read, in bytes with its header; a larger one closes the connection. A client of 5.0 is
     * told at CONNECT. Default 16 MiB.
     */
    public int maximumPacketSize() {
        return values.maximumPacketSize;
    }

    /** Open connections; one more is closed at once. Default 10,000. */
    public int maximumConnections() {
        return values.maximumConnections;
    }

    /** Sessions, connected or not; a CONNECT that needs one more is refused (97, 3.x: code 3). Default 100,000. */
    public int maximumSessions() {
        return values.maximumSessions;
    }

    /**
     * How long a session may stay disconnected before it is forgotten, whatever its client asks for; a client of 5.0 is
     * told where that is less. In whole seconds, null for ever. Default null.
     */
    public @Nullable Duration maximumSessionExpiry() {
        return values.maximumSessionExpiry;
    }

    /**
     * The longest keep-alive: a client of 5.0 that asks for more, or for none, is told to use this one. One of 3.x cannot
     * be told and has what it asked for. In whole seconds, null for no bound. Default null.
     */
    public @Nullable Duration maximumKeepAlive() {
        return values.maximumKeepAlive;
    }

    /**
     * Topic aliases of a connection, each way: so many a client of 5.0 may use, and of those that it lets the broker use
     * the broker uses no more. Each keeps a topic name while the connection lasts. 0 for none. Default 32.
     */
    public int topicAliasMaximum() {
        return values.topicAliasMaximum;
    }

    /**
     * What a client of 5.0 that asks for response information is told: the basis for its response topics, where
     * {@code {clientId}} stands for its client identifier [5.0 3.2.2.3.15]. Null for nothing. Default null.
     */
    public @Nullable String responseInformation() {
        return values.responseInformation;
    }

    /** From the connection's beginning to its CONNACK; then it is closed. Default 10 s. */
    public Duration connectTimeout() {
        return values.connectTimeout;
    }

    /** Subscriptions of one session; one more is refused with SUBACK 97, in 3.1.1 with 80. Default 10,000. */
    public int maximumSubscriptionsPerSession() {
        return values.maximumSubscriptionsPerSession;
    }

    /**
     * Levels of a topic filter, and of the topic of a retained message, each of which takes memory of its own. A
     * subscription with more is refused with SUBACK 8F, in 3.1.1 80; a message with more is delivered and not stored.
     * Default 200.
     */
    public int maximumTopicLevels() {
        return values.maximumTopicLevels;
    }

    /**
     * Messages waiting for one client from the network, or for one group of a shared subscription, because nobody is there,
     * or slow, or at its in-flight bound. When full, those whose time is over are deleted;
     * the newest is dropped; messages of QoS 0 get only half of the room, and none while the client is away. Default
     * 10,000.
     */
    public int maximumQueuedMessages() {
        return values.maximumQueuedMessages;
    }

    /** The same bound in bytes: topic, payload and 64 for each message. Default 64 MiB. */
    public long maximumQueuedBytes() {
        return values.maximumQueuedBytes;
    }

    /**
     * Messages of QoS 1 and 2 waiting for one client inside the VM. They are never dropped: their publishers are not
     * acknowledged before that client has them, and {@link #maximumUnacknowledgedMessages()} makes each publisher wait.
     * Only publishers that keep leaving without their acknowledgements come to this bound; then the connection that
     * publishes one more is closed without an acknowledgement, so that its client repeats the message later. Default
     * 1,000,000.
     */
    public int maximumLocalQueuedMessages() {
        return values.maximumLocalQueuedMessages;
    }

    /** The same bound in bytes: topic, payload and 64 for each message. Default 256 MiB. */
    public long maximumLocalQueuedBytes() {
        return values.maximumLocalQueuedBytes;
    }

    /**
     * Messages of QoS 1 and 2 sent to one client and not yet completed; the next ones are queued. The receive maximum of
     * a client of 5.0 makes it less. Default 1,000.
     */
    public int maximumInFlight() {
        return values.maximumInFlight;
    }

    /**
     * Messages of QoS 1 and 2 received from one client and not yet acknowledged. A client of 5.0 is told as the receive
     * maximum, 65,535 at most, and one that ignores it is disconnected (93). The connection of one of 3.x is not read
     * then, and its keep-alive not checked, until half of them are acknowledged. A client inside the VM is always read; as
     * many of its messages are acknowledged before those that they match inside the VM have them. Default 1,000.
     */
    public int maximumUnacknowledgedMessages() {
        return values.maximumUnacknowledgedMessages;
    }

    /**
     * The same bound in bytes: topic, payload and 64 for each message. No version can be told: the connection is not
     * read. Default 32 MiB.
     */
    public long maximumUnacknowledgedBytes() {
        return values.maximumUnacknowledgedBytes;
    }

    /**
     * How long a client from the network waits at most for the acknowledgement of a message that clients inside the VM
     * have not dealt with. Then one of 5.0 is told with 83 in PUBACK or PUBREC, and the connection of one of 3.x, which
     * cannot be told, is closed; what it repeats is a new message. The message itself stays with those who have it: they
     * may get it twice, and it is not lost. From 1 s on, null for no bound. Default null.
     */
    public @Nullable Duration acknowledgementTimeout() {
        return values.acknowledgementTimeout;
    }

    /**
     * Whether the ports are taken at the start and clients are let in only after {@link Broker#admit()}: when those who
     * subscribe inside the VM have done so. Until then 1,024 wait at each port. Default false.
     */
    public boolean admitsLater() {
        return values.admitsLater;
    }

    /**
     * Retained messages; one more, at a topic that has none, is delivered to those who subscribe now and not stored. With
     * 0 a client of 5.0 is told that the broker retains nothing. Default 100,000.
     */
    public int maximumRetainedMessages() {
        return values.maximumRetainedMessages;
    }

    /** The same bound in bytes: topic, payload and 64 for each message. Default 256 MiB. */
    public long maximumRetainedBytes() {
        return values.maximumRetainedBytes;
    }

    /**
     * How old a retained message may become, beside what its publisher says; then it is deleted. Null for any age.
     * Default null.
     */
    public @Nullable Duration maximumRetainedAge() {
        return values.maximumRetainedAge;
    }

    /**
     * What SUBACK says in 5.0 where the {@link Authorizer} refuses: {@code UNSPECIFIED_ERROR} (80),
     * {@code IMPLEMENTATION_SPECIFIC_ERROR} (83) or {@code NOT_AUTHORIZED} (87). Default {@code NOT_AUTHORIZED}. 3.1.1 says
     * 80, 3.1 grants and stays silent.
     */
    public ReasonCode subscribeRefusal() {
        return values.subscribeRefusal;
    }

    /** How often the topics below {@code $SYS/broker/} say what changed; zero for no such topics. Default 10 s. */
    public Duration systemInterval() {
        return values.systemInterval;
    }

    /** Collects a configuration. Not thread safe. */
    public static final class Builder {
        private String name = "mqtt";
        private String host = "127.0.0.1";
        private int port = 1883;
        private int tlsPort = -1;
        private int wsPort = -1;
        private int wssPort = -1;
        private @Nullable Tls tls;
        private String webSocketPath = ListenerConfig.WebSocket.DEFAULT_PATH;
        private List<String> webSocketOrigins = List.of();
        private int maximumBytesBeforeConnect = ListenerConfig.DEFAULT_BYTES_BEFORE_CONNECT;
        private boolean allowAnonymousRemote;
        private Authenticator authenticator = Authenticator.ANONYMOUS;
        private Authorizer authorizer = Authorizer.ALLOW_ALL;
        private int maximumPacketSize = 16 << 20;
        private int maximumConnections = 10_000;
        private int maximumSessions = 100_000;
        private @Nullable Duration maximumSessionExpiry;
        private @Nullable Duration maximumKeepAlive;
        private int topicAliasMaximum = 32;
        private @Nullable String responseInformation;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private int maximumSubscriptionsPerSession = 10_000;
        private int maximumTopicLevels = 200;
        private int maximumQueuedMessages = 10_000;
        private long maximumQueuedBytes = 64L << 20;
        private int maximumLocalQueuedMessages = 1_000_000;
        private long maximumLocalQueuedBytes = 256L << 20;
        private int maximumInFlight = 1_000;
        private int maximumUnacknowledgedMessages = 1_000;
        private long maximumUnacknowledgedBytes = 32L << 20;
        private @Nullable Duration acknowledgementTimeout;
        private boolean admitsLater;
        private int maximumRetainedMessages = 100_000;
        private long maximumRetainedBytes = 256L << 20;
        private @Nullable Duration maximumRetainedAge;
        private ReasonCode subscribeRefusal = ReasonCode.NOT_AUTHORIZED;
        private Duration systemInterval = Duration.ofSeconds(10);

        private Builder() {}

        private Builder(Builder from) {
            name = from.name;
            host = from.host;
            port = from.port;
            tlsPort = from.tlsPort;
            wsPort = from.wsPort;
            wssPort = from.wssPort;
            tls = from.tls;
            webSocketPath = from.webSocketPath;
            webSocketOrigins = from.webSocketOrigins;
            maximumBytesBeforeConnect = from.maximumBytesBeforeConnect;
            allowAnonymousRemote = from.allowAnonymousRemote;
            authenticator = from.authenticator;
            authorizer = from.authorizer;
            maximumPacketSize = from.maximumPacketSize;
            maximumConnections = from.maximumConnections;
            maximumSessions = from.maximumSessions;
            maximumSessionExpiry = from.maximumSessionExpiry;
            maximumKeepAlive = from.maximumKeepAlive;
            topicAliasMaximum = from.topicAliasMaximum;
            responseInformation = from.responseInformation;
            connectTimeout = from.connectTimeout;
            maximumSubscriptionsPerSession = from.maximumSubscriptionsPerSession;
            maximumTopicLevels = from.maximumTopicLevels;
            maximumQueuedMessages = from.maximumQueuedMessages;
            maximumQueuedBytes = from.maximumQueuedBytes;
            maximumLocalQueuedMessages = from.maximumLocalQueuedMessages;
            maximumLocalQueuedBytes = from.maximumLocalQueuedBytes;
            maximumInFlight = from.maximumInFlight;
            maximumUnacknowledgedMessages = from.maximumUnacknowledgedMessages;
            maximumUnacknowledgedBytes = from.maximumUnacknowledgedBytes;
            acknowledgementTimeout = from.acknowledgementTimeout;
            admitsLater = from.admitsLater;
            maximumRetainedMessages = from.maximumRetainedMessages;
            maximumRetainedBytes = from.maximumRetainedBytes;
            maximumRetainedAge = from.maximumRetainedAge;
            subscribeRefusal = from.subscribeRefusal;
            systemInterval = from.systemInterval;
        }

        /** See {@link BrokerConfig#name()}. */
        public Builder name(String value) {
            name = Objects.requireNonNull(value, "name");
            return this;
        }

        /** See {@link BrokerConfig#host()}. */
        public Builder host(String value) {
            host = Objects.requireNonNull(value, "host");
            return this;
        }

        /** See {@link BrokerConfig#port()}. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** See {@link BrokerConfig#tlsPort()}. */
        public Builder tlsPort(int value) {
            tlsPort = value;
            return this;
        }

        /** See {@link BrokerConfig#wsPort()}. */
        public Builder wsPort(int value) {
            wsPort = value;
            return this;
        }

        /** See {@link BrokerConfig#wssPort()}. */
        public Builder wssPort(int value) {
            wssPort = value;
            return this;
        }

        /** See {@link BrokerConfig#tls()}. */
        public Builder tls(@Nullable Tls value) {
            tls = value;
            return this;
        }

        /** See {@link BrokerConfig#webSocketPath()}; begins with a slash. */
        public Builder webSocketPath(String value) {
            webSocketPath = Objects.requireNonNull(value, "webSocketPath");
            return this;
        }

        /** See {@link BrokerConfig#webSocketOrigins()}. */
        public Builder webSocketOrigins(List<String> value) {
            webSocketOrigins = List.copyOf(value);
            return this;
        }

        /** See {@link BrokerConfig#maximumBytesBeforeConnect()}; at least 1 KiB. */
        public Builder maximumBytesBeforeConnect(int value) {
            maximumBytesBeforeConnect = value;
            return this;
        }

        /** See {@link BrokerConfig#allowAnonymousRemote()}. */
        public Builder allowAnonymousRemote(boolean value) {
            allowAnonymousRemote = value;
            return this;
        }

        /** See {@link BrokerConfig#authenticator()}. */
        public Builder authenticator(Authenticator value) {
            authenticator = Objects.requireNonNull(value, "authenticator");
            return this;
        }

        /** See {@link BrokerConfig#authorizer()}. */
        public Builder authorizer(Authorizer value) {
            authorizer = Objects.requireNonNull(value, "authorizer");
            return this;
        }

        /** See {@link BrokerConfig#maximumPacketSize()}; 1 KiB to 268,435,460. */
        public Builder maximumPacketSize(int value) {
            maximumPacketSize = value;
            return this;
        }

        /** See {@link BrokerConfig#maximumConnections()}; at least 1. */
        public Builder maximumConnections(int value) {
            maximumConnections = value;
            return this;
        }

        /** See {@link BrokerConfig#maximumSessions()}; at least 1. */
        public Builder maximumSessions(int value) {
            maximumSessions = value;
            return this;
        }

        /** See {@link BrokerConfig#maximumSessionExpiry()}; 1 s to 100 years, or null. */
        public Builder maximumSessionExpiry(@Nullable Duration value) {
            maximumSessionExpiry = value;
            return this;
        }

        /** See {@link BrokerConfig#maximumKeepAlive()}; 1 s to 65,535 s, or null. */
        public Builder maximumKeepAlive(@Nullable Duration value) {
            maximumKeepAlive = value;
            return this;
        }

        /** See {@link BrokerConfig#topicAliasMaximum()}; 0 to 65,535. */
        public Builder topicAliasMaximum(int value) {
            topicAliasMaximum = value;
            return this;
        }

        /** See {@link BrokerConfig#responseInformation()}; not blank, at most 1,000 characters, or null. */
        public Builder responseInformation(@Nullable String value) {
            responseInformation = value;
            return this;
        }

        /** See {@link BrokerConfig#connectTimeout()}; 1 ms to 1 h. */
        public Builder connectTimeout(Duration value) {
            connectTimeout = Objects.requireNonNull(value, "connectTimeout");
            return this;
        }

        /** See {@link BrokerConfig#maximumSubscriptionsPerSession()}; at least 1. */
        public Builder maximumSubscriptionsPerSession(int value) {
            maximumSubscriptionsPerSession = value;
            return this;
        }

        /** See {@link BrokerConfig#maximumTopicLevels()}; 1 to 65,535. */
        public Builder maximumTopicLevels(int value) {
            maximumTopicLevels = value;
            return this;
        }

        /** See {@link BrokerConfig#maximumQueuedMessages()}; at least 1. */
        public Builder maximumQueuedMessages(int value) {
            maximumQueuedMessages = value;
            return this;
        }

        /** See {@link BrokerConfig#maximumQueuedBytes()}; at least 1. */
        public Builder maximumQueuedBytes(long value) {
            maximumQueuedBytes = value;
            return this;
        }

        /** See {@link BrokerConfig#maximumLocalQueuedMessages()}; at least 1. */
        public Builder maximumLocalQueuedMessages(int value) {
            maximumLocalQueuedMessages = value;
            return this;
        }

        /** See {@link BrokerConfig#maximumLocalQueuedBytes()}; at least 1. */
        public Builder maximumLocalQueuedBytes(long value) {
            maximumLocalQueuedBytes = value;
            return this;
        }

        /** See {@link BrokerConfig#maximumInFlight()}; 1 to 65,535. */
        public Builder maximumInFlight(int value) {
            maximumInFlight = value;
            return this;
        }

        /** See {@link BrokerConfig#maximumUnacknowledgedMessages()}; at least 1. */
        public Builder maximumUnacknowledgedMessages(int value) {
            maximumUnacknowledgedMessages = value;
            return this;
        }

        /** See {@link BrokerConfig#maximumUnacknowledgedBytes()}; at least 1. */
        public Builder maximumUnacknowledgedBytes(long value) {
            maximumUnacknowledgedBytes = value;
            return this;
        }

        /** See {@link BrokerConfig#acknowledgementTimeout()}; 1 s to 100 years, or null. */
        public Builder acknowledgementTimeout(@Nullable Duration value) {
            acknowledgementTimeout = value;
            return this;
        }

        /** See {@link BrokerConfig#admitsLater()}. */
        public Builder admitsLater(boolean value) {
            admitsLater = value;
            return this;
        }

        /** See {@link BrokerConfig#maximumRetainedMessages()}; 0 stores none. */
        public Builder maximumRetainedMessages(int value) {
            maximumRetainedMessages = value;
            return this;
        }

        /** See {@link BrokerConfig#maximumRetainedBytes()}; 0 stores none. */
        public Builder maximumRetainedBytes(long value) {
            maximumRetainedBytes = value;
            return this;
        }

        /** See {@link BrokerConfig#maximumRetainedAge()}; 1 s to 100 years, or null. */
        public Builder maximumRetainedAge(@Nullable Duration value) {
            maximumRetainedAge = value;
            return this;
        }

        /** See {@link BrokerConfig#subscribeRefusal()}. */
        public Builder subscribeRefusal(ReasonCode value) {
            subscribeRefusal = Objects.requireNonNull(value, "subscribeRefusal");
            return this;
        }

        /** See {@link BrokerConfig#systemInterval()}; zero, or 1 s to 1 day. */
        public Builder systemInterval(Duration value) {
            systemInterval = Objects.requireNonNull(value, "systemInterval");
            return this;
        }

        /**
         * The configuration.
         *
         * @throws IllegalArgumentException that names the first property that is wrong, and says what would be right
         */
        public BrokerConfig build() {
            check(!name.isBlank(), "name", "'" + name + "'", "not blank");
            check(!host.isBlank(), "host", "'" + host + "'", "an address or a host name");
            range("port", port, -1, 65_535);
            range("tlsPort", tlsPort, -1, 65_535);
            range("wsPort", wsPort, -1, 65_535);
            range("wssPort", wssPort, -1, 65_535);
            boolean needsTls = tlsPort >= 0 || wssPort >= 0;
            check(
                    !needsTls || (tls != null && tls.hasCertificate()),
                    "tls",
                    tls == null ? "not set" : "without a" + " certificate",
                    "set with a certificate and its key where tlsPort or wssPort is");
            check(webSocketPath.startsWith("/"), "webSocketPath", "'" + webSocketPath + "'", "a path such as /mqtt");
            for (String origin : webSocketOrigins) {
                boolean right = origin.equals("*") || origin.matches("[a-z][a-z0-9+.-]*://[^/]+");
                check(right, "webSocketOrigins", "'" + origin + "'", "origins such as https://example.com, or *");
            }
            range("maximumBytesBeforeConnect", maximumBytesBeforeConnect, 1_024, Integer.MAX_VALUE);
            range("maximumPacketSize", maximumPacketSize, 1_024, 268_435_460);
            range("maximumConnections", maximumConnections, 1, Integer.MAX_VALUE);
            range("maximumSessions", maximumSessions, 1, Integer.MAX_VALUE);
            if (maximumSessionExpiry != null) {
                range("maximumSessionExpiry", maximumSessionExpiry, Duration.ofSeconds(1), Duration.ofDays(36_500));
            }
            if (maximumKeepAlive != null) {
                range("maximumKeepAlive", maximumKeepAlive, Duration.ofSeconds(1), Duration.ofSeconds(65_535));
            }
            range("topicAliasMaximum", topicAliasMaximum, 0, 65_535);
            if (responseInformation != null) {
                boolean right = !responseInformation.isBlank() && responseInformation.length() <= 1_000;
                check(right, "responseInformation", "'" + responseInformation + "'", "1 to 1000 characters, or none");
            }
            range("connectTimeout", connectTimeout, Duration.ofMillis(1), Duration.ofHours(1));
            range("maximumSubscriptionsPerSession", maximumSubscriptionsPerSession, 1, Integer.MAX_VALUE);
            range("maximumTopicLevels", maximumTopicLevels, 1, 65_535);
            range("maximumQueuedMessages", maximumQueuedMessages, 1, Integer.MAX_VALUE);
            range("maximumQueuedBytes", maximumQueuedBytes, 1, Long.MAX_VALUE);
            range("maximumLocalQueuedMessages", maximumLocalQueuedMessages, 1, Integer.MAX_VALUE);
            range("maximumLocalQueuedBytes", maximumLocalQueuedBytes, 1, Long.MAX_VALUE);
            range("maximumInFlight", maximumInFlight, 1, 65_535);
            range("maximumUnacknowledgedMessages", maximumUnacknowledgedMessages, 1, Integer.MAX_VALUE);
            range("maximumUnacknowledgedBytes", maximumUnacknowledgedBytes, 1, Long.MAX_VALUE);
            if (acknowledgementTimeout != null) {
                range("acknowledgementTimeout", acknowledgementTimeout, Duration.ofSeconds(1), Duration.ofDays(36_500));
            }
            range("maximumRetainedMessages", maximumRetainedMessages, 0, Integer.MAX_VALUE);
            range("maximumRetainedBytes", maximumRetainedBytes, 0, Long.MAX_VALUE);
            if (maximumRetainedAge != null) {
                range("maximumRetainedAge", maximumRetainedAge, Duration.ofSeconds(1), Duration.ofDays(36_500));
            }
            check(
                    REFUSALS.contains(subscribeRefusal),
                    "subscribeRefusal",
                    String.valueOf(subscribeRefusal),
                    "one of " + REFUSALS);
            if (!systemInterval.isZero()) {
                range("systemInterval", systemInterval, Duration.ofSeconds(1), Duration.ofDays(1));
            }
            return new BrokerConfig(new Builder(this));
        }

        private static void range(String property, long value, long from, long to) {
            String right = to >= Integer.MAX_VALUE ? "at least " + from : from + " to " + to;
            check(value >= from && value <= to, property, String.valueOf(value), right);
        }

        private static void range(String property, Duration value, Duration from, Duration to) {
            boolean right = value.compareTo(from) >= 0 && value.compareTo(to) <= 0;
            check(right, property, value.toString(), from + " to " + to);
        }

        private static void check(boolean right, String property, String value, String wanted) {
            if (!right) {
                throw new IllegalArgumentException(property + " is " + value + "; it must be " + wanted);
            }
        }
    }
}
