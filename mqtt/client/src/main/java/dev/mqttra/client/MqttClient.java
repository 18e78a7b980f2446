package dev.mqttra.client;

import dev.mqttra.netty.Loop;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.topic.TopicFilter;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * A client of one server, or of several that are tried in turn. Once started it connects, and connects again after every
 * loss, until it is closed; on every connection it subscribes again. Thread-safe; calls return at once and are carried
 * out by the owner, in the order they were made; many calls before the owner comes round to them cause one wake-up.
 *
 * <p>Handlers, listener and the dependents of the stages run on the owner's thread: they hand over and return.
 */
public final class MqttClient {

    /**
     * A client over a connector of the caller's: to a broker inside the VM, say.
     *
     * @param owner everything of this client runs on it
     * @param listener told how the client fares
     */
    public MqttClient(ClientConfig config, Loop owner, Connector connector, ClientListener listener) {
        throw new UnsupportedOperationException();
    }

    /**
     * A client of the servers of the configuration.
     *
     * @param lookups looks host names up, which may block: never the owner
     * @throws IllegalArgumentException if the configuration names no server
     */
    public static MqttClient overTcp(ClientConfig config, Loop owner, Executor lookups, ClientListener listener) {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds a subscription, before {@link #start()} or later; a filter that is there already gets the new QoS and handler.
     * What a session brings before the server has answered goes to the handler already.
     *
     * @param qos the highest that messages are to arrive with
     * @return completes with the granted QoS at the first SUBACK, with {@link SubscriptionRefusedException} if that
     *     refuses, with a CancellationException if the client is closed or the subscription replaced or removed before
     */
    public CompletionStage<QoS> subscribe(TopicFilter filter, QoS qos, MessageHandler handler) {
        throw new UnsupportedOperationException();
    }

    /**
     * Removes a subscription: its handler gets no message any more. What still arrives for it is acknowledged and
     * dropped.
     *
     * @return completes at UNSUBACK, or at once where there is no connection: the next one that resumes the session
     *     unsubscribes
     */
    public CompletionStage<Void> unsubscribe(TopicFilter filter) {
        throw new UnsupportedOperationException();
    }

    /** Begins to connect. The second call does nothing. */
    public void start() {
        throw new UnsupportedOperationException();
    }

    /**
     * Publishes a message; without a connection it waits for one. Messages leave in the order of the calls.
     *
     * @return completes at PUBACK (QoS 1), at PUBCOMP (QoS 2), when the link has it (QoS 0); with a {@link
     *     PublishFailedException} otherwise. When {@link ClientConfig#maximumPendingMessages} or {@link
     *     ClientConfig#maximumPendingBytes} is reached it fails at once, and nothing is sent
     */
    public CompletionStage<Void> publish(Message message, QoS qos, boolean retain) {
        throw new UnsupportedOperationException();
    }

    /**
     * Closes for good: waits for what is pending, {@link ClientConfig#closeTimeout} at most and only where there is a
     * connection, sends DISCONNECT, and fails what is still pending. No message reaches a handler any more.
     *
     * @return completes when nothing of this client runs any more; never with a failure
     */
    public CompletionStage<Void> close() {
        throw new UnsupportedOperationException();
    }

    public ClientState state() {
        throw new UnsupportedOperationException();
    }

    /** A snapshot; its numbers may be of slightly different moments. */
    public ClientStatistics statistics() {
        throw new UnsupportedOperationException();
    }

    public ClientConfig config() {
        throw new UnsupportedOperationException();
    }
}
