package dev.mqttra.ra.inbound;

import dev.mqttra.ra.config.ConnectionProperties;
import dev.mqttra.ra.config.ConnectionSettings;
import dev.mqttra.ra.hosted.AdapterContext;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * How each activation of an adapter instance is known to its broker. Two clients of one identifier would take the session
 * from each other for ever, so no two active activations get the same one, whatever instance they are of. Thread-safe.
 */
final class ClientIdentities {
    private static final int LONGEST_NAME = 12;
    /** Payara may keep a bean where its application is deployed again while others still start. */
    private static final String LEFT_BEHIND =
            "; if its application is not deployed any more, the server has left it behind: start the server again";

    private final AdapterContext adapter;

    /**
     * @param own how the activation connects
     * @param discarding how to end its session a while after the activation: null where the session ends by itself, or
     *     where it was configured to stay
     */
    record Taken(ConnectionSettings own, @Nullable ConnectionSettings discarding) {}

    ClientIdentities(AdapterContext adapter) {
        this.adapter = adapter;
    }

    /**
     * The connection of an activation, whose identity is then in use. A hosted broker's session has an identifier that is
     * derived from the bean and its filters, so that the same bean finds it again: two for which it is the same are an
     * error, as numbers would leave it to the order of deployment whose messages wait for whom. A remote one has one only
     * where it is configured, as nobody else's session may be taken by accident. Without {@code cleanStart} a remote session with an
     * identifier stays, and a hosted one stays for a while.
     *
     * @throws ResourceException that names the bean and the property, and says what would be right
     */
    Taken take(
            ConnectionProperties own,
            ActivationSettings settings,
            String bean,
            String activationName,
            List<DeliveryMethod> methods)
            throws ResourceException {
        try {
            String configured = settings.clientId();
            boolean shared = settings.sharedSubscription() != null;
            boolean hosted = connection(own, configured, true, shared).hosted();
            Boolean cleanStart = settings.cleanStart();
            String clientId =
                    configured == null && hosted ? derived(bean, activationName, settings, methods) : configured;
            ConnectionSettings connection =
                    connection(own, clientId, cleanStart == null ? clientId == null : cleanStart, shared);
            if (connection.tls() != null) {
                // Read here too, where a wrong file can be told by the name of the bean.
                connection.tls().open();
            }
            String other = adapter.clients().take(connection, bean);
            if (other != null) {
                throw new IllegalArgumentException(
                        (configured == null ? derivedTwice(other, connection) : configuredTwice(other, connection))
                                + (other.equals(bean) ? LEFT_BEHIND : ""));
            }
            boolean forAWhile = hosted && cleanStart == null;
            return new Taken(connection, forAWhile ? connection(own, clientId, true, shared) : null);
        } catch (IllegalArgumentException e) {
            // Not as its cause, which servers print too: it says the same.
            throw new InvalidPropertyException("bean " + bean + ": activation property " + e.getMessage());
        }
    }

    private ConnectionSettings connection(
            ConnectionProperties own, @Nullable String clientId, boolean cleanStart, boolean shared) {
        ConnectionSettings connection =
                ConnectionSettings.ofActivation(own, adapter.properties(), clientId, cleanStart);
        return shared ? connection.sharing() : connection;
    }

    private static String configuredTwice(String other, ConnectionSettings connection) {
        return "clientId '" + connection.clientId() + "' is used by another active bean, " + other
                + ": give each its own, or leave it out";
    }

    private static String derivedTwice(String other, ConnectionSettings connection) {
        return "clientId must be set for one of the two: the active bean " + other + " has the same name and topic"
                + " filters, so that both would be '" + connection.clientId() + "' for the hosted broker and take each"
                + " other's messages";
    }

    /** The activation is over. */
    void giveBack(ConnectionSettings connection) {
        adapter.clients().giveBack(connection);
    }

    /** Begins with what a person knows, and has no more than the 23 characters that every broker takes [MQTT-3.1.3-5]. */
    private static String derived(
            String bean, String activationName, ActivationSettings settings, List<DeliveryMethod> methods) {
        CRC32 hash = new CRC32();
        hash.update(bean.getBytes(StandardCharsets.UTF_8));
        hash.update(activationName.getBytes(StandardCharsets.UTF_8));
        for (DeliveryMethod method : methods) {
            hash.update(settings.subscribed(method).toString().getBytes(StandardCharsets.UTF_8));
        }
        String name = bean.substring(bean.lastIndexOf('.') + 1);
        return name.substring(0, Math.min(LONGEST_NAME, name.length())) + "-" + Long.toHexString(hash.getValue());
    }
}
