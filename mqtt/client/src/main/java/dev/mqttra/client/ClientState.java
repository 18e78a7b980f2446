package dev.mqttra.client;

/** What a client is doing, as {@link MqttClient#state()} tells. */
public enum ClientState {
    /** Made and not started. Subscriptions may be added, publishes wait. */
    NEW,
    /** An attempt is under way: the transport opens, or CONNACK is awaited. */
    CONNECTING,
    /** The server accepted the connection. */
    CONNECTED,
    /** No connection; the next attempt waits for its time. */
    WAITING,
    /** {@link MqttClient#close()} was called and what is pending is being sent. */
    CLOSING,
    /** Closed for good. Nothing runs any more. */
    CLOSED
}
