package dev.mqttra.client;

import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Opens links for a client: to a server over a socket, or to a broker inside the VM. The client does not see which.
 */
public interface Connector {

    /**
     * Begins one attempt and returns at once. Called by the client's owner. Later, by the owner's thread too, either
     * {@code opened} gets the link and gives the machine for this end of it, or {@code failed} gets the cause. A link
     * that comes when the client has given the attempt up is closed by the client.
     */
    void connect(Function<Link, LinkHandler> opened, Consumer<Throwable> failed);

    /** The next attempt is to go to the server of the last one. By the owner's thread. */
    default void again() {}

    /** The server of the last attempt: what the client learns of a server is remembered under this. */
    default String server() {
        return "";
    }

    /** How many servers {@link #connect} goes through in turn: the client waits only after each had its attempt. */
    default int servers() {
        return 1;
    }
}
