package dev.mqttra.ra.hosted;

import dev.mqttra.ra.config.ConnectionSettings;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The client identifiers that active endpoints have, of all adapter instances that share a runtime: two clients of one
 * identifier would take the session from each other for ever. Thread-safe.
 */
final class ClientIds {
    /** Who has it. */
    private final Map<Place, String> taken = new HashMap<>();

    /** A client identifier means something to its broker only. */
    private record Place(String brokerName, List<URI> servers, String clientId) {
        /** @param hosted the name of the instance's hosted broker, which counts where no server is named */
        static @Nullable Place of(String hosted, ConnectionSettings connection) {
            String clientId = connection.clientId();
            return clientId == null
                    ? null
                    : new Place(connection.hosted() ? hosted : "", connection.servers(), clientId);
        }
    }

    /** @return who has the identifier; null if it was free and is the user's now, or if there is none */
    synchronized @Nullable String take(String hosted, ConnectionSettings connection, String user) {
        Place place = Place.of(hosted, connection);
        return place == null ? null : taken.putIfAbsent(place, user);
    }

    /** To be called by the one who has it. */
    synchronized void giveBack(String hosted, ConnectionSettings connection) {
        Place place = Place.of(hosted, connection);
        if (place != null) {
            taken.remove(place);
        }
    }
}
