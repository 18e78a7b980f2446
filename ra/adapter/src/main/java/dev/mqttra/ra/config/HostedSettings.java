package dev.mqttra.ra.config;

import static dev.mqttra.ra.config.PropertyRules.number;
import static dev.mqttra.ra.config.PropertyRules.text;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What adapter instances said about a hosted broker. Immutable and valid. Null is 'not said' and takes the default where
 * it is asked for, so that {@link #join} finds real contradictions only.
 */
public record HostedSettings(
        String brokerName,
        @Nullable String host,
        @Nullable Integer port,
        @Nullable Boolean anonymousRemote,
        @Nullable Authentication authentication,
        @Nullable Integer acknowledgementMillis,
        @Nullable Integer settleMillis,
        @Nullable Integer maximumPacketSize) {
    public static final String BROKER_NAME = "default";
    public static final String HOST = "127.0.0.1";
    public static final int PORT = 1883;

    /** An hour: longer than a restart of a database, and an end. */
    public static final int ACKNOWLEDGEMENT_MILLIS = 3_600_000;

    /** On a busy machine two beans of one application were seen 2.3 s apart. */
    public static final int SETTLE_MILLIS = 5_000;

    private static final int LONGEST_SETTLE_MILLIS = 600_000;
    private static final int SHORTEST_ACKNOWLEDGEMENT_MILLIS = 1_000;
    private static final int DAY_MILLIS = 86_400_000;

    /** Who says whether a device may log in. */
    public enum Authentication {
        /** Nobody: each may. */
        NONE,
        /** The realm of the server. */
        SERVER;

        static @Nullable Authentication of(@Nullable String name) {
            return switch (name == null ? "" : name) {
                case "" -> null;
                case "none" -> NONE;
                case "server" -> SERVER;
                default ->
                    throw new IllegalArgumentException(
                            "hostedAuthentication must be none or server, not '" + name + "'");
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @throws IllegalArgumentException that names the property and what would be right
     */
    public static HostedSettings of(AdapterProperties adapter) {
        return new HostedSettings(
                Objects.requireNonNullElse(text(adapter.getBrokerName()), BROKER_NAME),
                text(adapter.getHostedHost()),
                within("hostedPort", adapter.getHostedPort(), 0, 65_535),
                adapter.getAllowAnonymousRemote(),
                Authentication.of(text(adapter.getHostedAuthentication())),
                within(
                        "hostedAcknowledgementTimeout",
                        adapter.getHostedAcknowledgementTimeout(),
                        SHORTEST_ACKNOWLEDGEMENT_MILLIS,
                        DAY_MILLIS),
                within("hostedSettleTime", adapter.getHostedSettleTime(), 0, LONGEST_SETTLE_MILLIS),
                ConnectionSettings.maximumPacketSize(adapter));
    }

    /** Null stays null: it is not said. */
    private static @Nullable Integer within(String property, @Nullable Integer value, int minimum, int maximum) {
        return value == null ? null : Integer.valueOf(number(property, value, minimum, maximum, value));
    }

    /** Where to listen. */
    public String hostOrDefault() {
        return host == null ? HOST : host;
    }

    /** Where to listen; 0 takes a free port. */
    public int portOrDefault() {
        return port == null ? PORT : port;
    }

    /** Whether more than loopback is allowed though nobody is authenticated. */
    public boolean anonymousRemoteAllowed() {
        return Boolean.TRUE.equals(anonymousRemote);
    }

    /** Whether devices log in against the realm of the server. */
    public boolean authenticatedByServer() {
        return authentication == Authentication.SERVER;
    }

    /** How long a device waits at most for beans. */
    public int acknowledgementMillisOrDefault() {
        return acknowledgementMillis == null ? ACKNOWLEDGEMENT_MILLIS : acknowledgementMillis;
    }

    /** For how long no bean must have come before devices are let in. */
    public int settleMillisOrDefault() {
        return settleMillis == null ? SETTLE_MILLIS : settleMillis;
    }

    /** What an instance says about a broker that leaves everything to the others and to the defaults. */
    public static HostedSettings nothingSaid(String brokerName) {
        return new HostedSettings(brokerName, null, null, null, null, null, null, null);
    }

    /** With the defaults filled in: what an open broker has. */
    public HostedSettings complete() {
        return new HostedSettings(
                brokerName,
                hostOrDefault(),
                portOrDefault(),
                anonymousRemoteAllowed(),
                authentication == null ? Authentication.NONE : authentication,
                acknowledgementMillisOrDefault(),
                settleMillisOrDefault(),
                maximumPacketSize);
    }

    /**
     * What two instances say together about the broker of this name.
     *
     * @throws IllegalArgumentException if they contradict each other, naming the property and both values
     */
    public HostedSettings join(HostedSettings other) {
        return new HostedSettings(
                brokerName,
                agree("hostedHost", host, other.host),
                agree("hostedPort", port, other.port),
                agree("allowAnonymousRemote", anonymousRemote, other.anonymousRemote),
                agree("hostedAuthentication", authentication, other.authentication),
                agree("hostedAcknowledgementTimeout", acknowledgementMillis, other.acknowledgementMillis),
                agree("hostedSettleTime", settleMillis, other.settleMillis),
                agree("maximumPacketSize", maximumPacketSize, other.maximumPacketSize));
    }

    private <T> @Nullable T agree(String property, @Nullable T one, @Nullable T two) {
        if (one != null && two != null && !one.equals(two)) {
            throw new IllegalArgumentException(property + " is " + one + " for the hosted broker '" + brokerName
                    + "' and cannot be " + two + " too: give both adapter instances the same value, or one of them"
                    + " another brokerName");
        }
        return one != null ? one : two;
    }
}
