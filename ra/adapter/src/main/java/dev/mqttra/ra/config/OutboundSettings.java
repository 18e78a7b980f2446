package dev.mqttra.ra.config;

import static dev.mqttra.ra.config.PropertyRules.number;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a connection factory publishes. Immutable and valid.
 *
 * @param publishTimeout how long a publish waits for the broker's acknowledgement
 * @param outboxMessages how many messages one transaction may hold, and how many committed ones may wait for the broker
 * @param outboxBytes the same bound in payload bytes
 */
public record OutboundSettings(
        ConnectionSettings connection, Duration publishTimeout, int outboxMessages, long outboxBytes) {
    public static final int PUBLISH_TIMEOUT = 30_000;
    public static final int OUTBOX_MESSAGES = 10_000;
    public static final int OUTBOX_BYTES = 64 << 20;
    private static final int HOUR = 3_600_000;

    /**
     * @throws IllegalArgumentException that names the property and what would be right
     */
    public static OutboundSettings of(
            ConnectionSettings connection,
            @Nullable Integer publishTimeout,
            @Nullable Integer outboxMessages,
            @Nullable Integer outboxBytes) {
        return new OutboundSettings(
                connection,
                Duration.ofMillis(number("publishTimeout", publishTimeout, 1, HOUR, PUBLISH_TIMEOUT)),
                number("outboxMessages", outboxMessages, 1, 10_000_000, OUTBOX_MESSAGES),
                number("outboxBytes", outboxBytes, 1, Integer.MAX_VALUE, OUTBOX_BYTES));
    }

    /** These settings for another user. */
    public OutboundSettings with(String userName, String password) {
        return new OutboundSettings(connection.with(userName, password), publishTimeout, outboxMessages, outboxBytes);
    }
}
