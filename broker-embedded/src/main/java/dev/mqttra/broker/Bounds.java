package dev.mqttra.broker;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of what the broker bounds. Each is a property of {@link BrokerConfig} with hyphens. */
final class Bounds {
    @Option(
            names = "--maximum-packet-size",
            paramLabel = "BYTES",
            description = "largest packet; a larger one closes its connection (default: 16777216)")
    private @Nullable Integer maximumPacketSize;

    @Option(names = "--maximum-connections", paramLabel = "N", description = "open connections (default: 10000)")
    private @Nullable Integer maximumConnections;

    @Option(
            names = "--maximum-sessions",
            paramLabel = "N",
            description = "sessions, connected or not (default: 100000)")
    private @Nullable Integer maximumSessions;

    @Option(
            names = "--maximum-session-expiry",
            paramLabel = "SECONDS",
            description = "how long a session may stay disconnected (default: for ever)")
    private @Nullable Long maximumSessionExpiry;

    @Option(
            names = "--maximum-in-flight",
            paramLabel = "N",
            description = "unacknowledged messages sent to one client (default: 1000)")
    private @Nullable Integer maximumInFlight;

    @Option(
            names = "--maximum-queued-messages",
            paramLabel = "N",
            description = "messages waiting for one client; then the newest are dropped (default: 10000)")
    private @Nullable Integer maximumQueuedMessages;

    @Option(
            names = "--maximum-queued-bytes",
            paramLabel = "BYTES",
            description = "the same bound in bytes (default: 67108864)")
    private @Nullable Long maximumQueuedBytes;

    @Option(
            names = "--maximum-retained-messages",
            paramLabel = "N",
            description = "retained messages; then new topics are not stored (default: 100000)")
    private @Nullable Integer maximumRetainedMessages;

    @Option(
            names = "--maximum-retained-bytes",
            paramLabel = "BYTES",
            description = "the same bound in bytes (default: 268435456)")
    private @Nullable Long maximumRetainedBytes;

    @Option(
            names = "--maximum-retained-age",
            paramLabel = "SECONDS",
            description = "how old a retained message may become; then it is deleted (default: any age)")
    private @Nullable Long maximumRetainedAge;

    @Option(
            names = "--maximum-keep-alive",
            paramLabel = "SECONDS",
            description = "longest keep-alive; clients of MQTT 5.0 that ask for more are told (default: any)")
    private @Nullable Long maximumKeepAlive;

    @Option(
            names = "--topic-alias-maximum",
            paramLabel = "N",
            description = "topic aliases of a connection, each way, 0 for none (default: 32)")
    private @Nullable Integer topicAliasMaximum;

    @Option(
            names = "--system-interval",
            paramLabel = "SECONDS",
            description = "how often the topics below $SYS/broker/ are published, 0 for never (default: 10)")
    private @Nullable Long systemInterval;

    /** Sets what was said. */
    void addTo(BrokerConfig.Builder config) {
        set(maximumPacketSize, config::maximumPacketSize);
        set(maximumConnections, config::maximumConnections);
        set(maximumSessions, config::maximumSessions);
        set(seconds(maximumSessionExpiry), config::maximumSessionExpiry);
        set(maximumInFlight, config::maximumInFlight);
        set(maximumQueuedMessages, config::maximumQueuedMessages);
        set(maximumQueuedBytes, config::maximumQueuedBytes);
        set(maximumRetainedMessages, config::maximumRetainedMessages);
        set(maximumRetainedBytes, config::maximumRetainedBytes);
        set(seconds(maximumRetainedAge), config::maximumRetainedAge);
        set(seconds(maximumKeepAlive), config::maximumKeepAlive);
        set(topicAliasMaximum, config::topicAliasMaximum);
        set(seconds(systemInterval), config::systemInterval);
    }

    private static @Nullable Duration seconds(@Nullable Long value) {
        return value == null ? null : Duration.ofSeconds(value);
    }

    /** Sets a property that was said, and leaves one that was not as it is. */
    static <T> void set(@Nullable T value, Consumer<T> property) {
        if (value != null) {
            property.accept(value);
        }
    }
}
