package dev.mqttra.protocol.packet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The publisher of a message as the broker knows it.
 *
 * @param clientId the client identifier of the publishing session
 * @param userName the user, null for an anonymous client. Whatever the client said, unless {@link #proven()}
 * @param groups the groups of a user whose authenticator vouched for it, perhaps none; null where nobody did
 */
public record Publisher(
        String clientId,
        @Nullable String userName,
        @Nullable List<String> groups) {
    public Publisher {
        groups = groups == null ? null : List.copyOf(groups);
    }

    /** A publisher for whose user nobody vouches. */
    public Publisher(String clientId, @Nullable String userName) {
        this(clientId, userName, null);
    }

    /** Whether an authenticator has vouched for the user: then, and only then, it may stand for rights. */
    public boolean proven() {
        return userName != null && groups != null;
    }
}
