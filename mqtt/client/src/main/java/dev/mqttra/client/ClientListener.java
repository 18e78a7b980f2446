package dev.mqttra.client;

import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicFilter;

/**
 * Told how a client fares: the source of health. Called by the client's owner, an I/O thread: it returns soon and never
 * blocks. What it throws is logged and otherwise ignored.
 */
public interface ClientListener {

    /**
     * The server accepted the connection.
     *
     * @param sessionPresent whether the server still had this client's session, with its subscriptions
     */
    default void onConnected(boolean sessionPresent) {}

    /**
     * A connection that the server had accepted is gone. Another attempt follows unless the client is closed.
     *
     * @param reason for a person
     */
    default void onDisconnected(String reason) {}

    /**
     * An attempt failed before the server answered: unreachable, or silent. Another follows.
     *
     * @param reason for a person
     * @param attempt how many have failed in a row, from 1
     */
    default void onConnectFailed(String reason, int attempt) {}

    /**
     * The server refused the connection by its CONNACK; by an answer of another version with <i>Unsupported protocol
     * version</i>. Another attempt follows, as a refusal may be lifted.
     *
     * @param attempt how many have failed in a row, from 1
     */
    default void onRefused(ReasonCode reason, int attempt) {}

    /**
     * The server refused a subscription by its SUBACK. It is tried again on the next connection.
     */
    default void onSubscriptionRefused(TopicFilter filter, ReasonCode reason) {}
}
