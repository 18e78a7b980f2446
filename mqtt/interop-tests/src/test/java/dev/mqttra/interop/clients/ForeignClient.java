package dev.mqttra.interop.clients;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/**
 * A client that somebody else has made, driven in one way whatever it is. It connects again by itself when its
 * connection breaks, with the state that it has kept. Reason codes are those on the wire.
 */
interface ForeignClient extends AutoCloseable {

    /**
     * How to connect.
     *
     * @param clean a session that begins and ends with the connection; otherwise one that stays for an hour and more
     * @param user empty for none
     * @param will null for none
     */
    record Settings(int port, String id, boolean clean, String user, Copy will) {
        Settings(int port, String id) {
            this(port, id, true, "", null);
        }

        Settings keepingTheSession() {
            return new Settings(port, id, false, user, will);
        }

        Settings user(String name) {
            return new Settings(port, id, clean, name, will);
        }

        Settings will(Copy message) {
            return new Settings(port, id, clean, user, message);
        }
    }

    /**
     * A message as it is given to or got from a client.
     *
     * @param properties of 5.0: contentType, responseTopic, correlation, expiry, ids (subscription identifiers,
     *     ascending, with commas) and user:NAME
     */
    record Copy(String topic, String text, int qos, boolean retain, Map<String, String> properties) {
        Copy(String topic, String text, int qos) {
            this(topic, text, qos, false, Map.of());
        }

        Copy retained() {
            return new Copy(topic, text, qos, true, properties);
        }

        Copy with(Map<String, String> more) {
            return new Copy(topic, text, qos, retain, more);
        }
    }

    /** The server refused the connection. */
    class Refused extends Exception {
        private static final long serialVersionUID = 1;
        final int code;

        Refused(int code) {
            super("refused with " + code);
            this.code = code;
        }
    }

    /**
     * Returns when the subscription stands or is refused.
     *
     * @param identifier 0 for none
     * @return the code of SUBACK
     */
    int subscribe(String filter, int qos, int identifier) throws Exception;

    /** Done when the message is acknowledged, with the code of PUBACK or PUBREC; 0 in 3.x. */
    CompletableFuture<Integer> publish(Copy message) throws Exception;

    /** What arrives. */
    BlockingQueue<Copy> received();

    /** The reason code of the server's DISCONNECT, when one arrives. */
    CompletableFuture<Integer> goodbye();

    /** With DISCONNECT, where it is connected. */
    @Override
    void close() throws Exception;
}
