package dev.mqttra.client;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * How a client proves by AUTH who it is [5.0 4.12]: its side of one authentication method. One object may serve several
 * clients; what belongs to one run of the method is in the {@link Exchange}.
 */
public interface EnhancedAuthentication {

    /** The Authentication Method of CONNECT and of every AUTH, the same for ever. */
    String method();

    /**
     * One run of the method begins: for every CONNECT, and for every {@link MqttClient#reauthenticate()}. Called by the
     * client's owner, an I/O thread: it returns soon. What it throws ends the connection.
     */
    Exchange begin();

    /** One run of the method. Called by the client's owner, an I/O thread, which it never blocks. */
    interface Exchange {
        /** The Authentication Data that the client sends first; null for none. */
        byte @Nullable [] initialData();

        /**
         * The server asks (AUTH 18).
         *
         * @param challenge its Authentication Data, shared: not to be modified; null where there is none
         * @return completes, in any thread, with the Authentication Data of the answer or null for none; its failure, and
         *     what the call throws, ends the connection
         */
        CompletionStage<byte @Nullable []> respond(byte @Nullable [] challenge);

        /**
         * The server accepts the client (CONNACK 00, or AUTH 00).
         *
         * @param data its last Authentication Data, shared: not to be modified; null where there is none
         * @return whether the client accepts the server too: false ends the connection
         */
        default boolean accepts(byte @Nullable [] data) {
            return true;
        }
    }
}
