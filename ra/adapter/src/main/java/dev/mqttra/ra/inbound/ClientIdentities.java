package dev.mqttra.ra.inbound;

import dev.mqttra.ra.config.ConnectionProperties;
import dev.mqttra.ra.config.ConnectionSettings;
import dev.mqttra.ra.hosted.AdapterContext;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * How each activation of an adapter instance is known to its broker. Two clients of one identifier would take the session
 * from each other for ever, so no two active activations get the same one. Thread-safe.
 */
final class ClientIdentities {
    private static final int LONGEST_NAME = 12;

    private final AdapterContext adapter;
    private final Set<Identity> inUse = new HashSet<>();

    /** A client identifier means something to its broker only. */
    private record Identity(List<?> servers, String clientId) {}

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
     * derived from the bean and its filters, so that the same bean finds it again; a remote one only with a configured
     * identifier, as nobody else's session may be taken by accident. Without {@code cleanStart} a remote session with an
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
            boolean hosted = connection(own, configured, true).hosted();
            Boolean cleanStart = settings.cleanStart();
            String clientId = configured;
            if (configured == null && hosted) {
                clientId = free(derived(bean, activationName, methods));
            }
            ConnectionSettings connection =
                    connection(own, clientId, cleanStart == null ? clientId == null : cleanStart);
            if (clientId != null && !add(connection)) {
                throw new IllegalArgumentException("clientId '" + clientId + "' is used by another active bean: give"
                        + " each its own, or leave it out");
            }
            boolean forAWhile = hosted && cleanStart == null;
            return new Taken(connection, forAWhile ? connection(own, clientId, true) : null);
        } catch (IllegalArgumentException e) {
            // Not as its cause, which servers print too: it says the same.
            throw new InvalidPropertyException("bean " + bean + ": activation property " + e.getMessage());
        }
    }

    private ConnectionSettings connection(ConnectionProperties own, @Nullable String clientId, boolean cleanStart) {
        return ConnectionSettings.ofActivation(own, adapter.properties(), clientId, cleanStart);
    }

    /** The activation is over. */
    void giveBack(ConnectionSettings connection) {
        String clientId = connection.clientId();
        if (clientId != null) {
            synchronized (inUse) {
                inUse.remove(new Identity(connection.servers(), clientId));
            }
        }
    }

    private boolean add(ConnectionSettings connection) {
        String clientId = connection.clientId();
        synchronized (inUse) {
            return clientId == null || inUse.add(new Identity(connection.servers(), clientId));
        }
    }

    /** Applications that share a bean class are told apart by numbers, where the server's names for them do not help. */
    private String free(String derived) {
        synchronized (inUse) {
            String clientId = derived;
            for (int i = 2; inUse.contains(new Identity(List.of(), clientId)); i++) {
                clientId = derived + "-" + i;
            }
            return clientId;
        }
    }

    /** Begins with what a person knows, and has no more than the 23 characters that every broker takes [MQTT-3.1.3-5]. */
    private static String derived(String bean, String activationName, List<DeliveryMethod> methods) {
        CRC32 hash = new CRC32();
        hash.update(bean.getBytes(StandardCharsets.UTF_8));
        hash.update(activationName.getBytes(StandardCharsets.UTF_8));
        methods.forEach(method -> hash.update(method.pattern().toString().getBytes(StandardCharsets.UTF_8)));
        String name = bean.substring(bean.lastIndexOf('.') + 1);
        return name.substring(0, Math.min(LONGEST_NAME, name.length())) + "-" + Long.toHexString(hash.getValue());
    }
}
