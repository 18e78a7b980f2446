package dev.mqttra.client;

import dev.mqttra.client.PublishFailedException.Cause;
import dev.mqttra.netty.Loop;
import dev.mqttra.netty.TcpConnector;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.topic.TopicFilter;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A client of one server, or of several that are tried in turn. Once started it connects, and connects again after every
 * loss, until it is closed; on every connection it subscribes again. Thread-safe; calls return at once and are carried
 * out by the owner, in the order they were made; many calls before the owner comes round to them cause one wake-up.
 *
 * <p>Handlers, listener and the dependents of the stages run on the owner's thread: they hand over and return.
 *
 * <p>When the session is resumed, a server of 3.x knows the subscriptions that it granted this client before; the others,
 * and what changed, are subscribed to. A new object (a restarted JVM) cannot know what was granted to its predecessor and
 * subscribes to everything, so that in 3.x the retained messages come again. In 5.0 everything is subscribed to on every
 * connection, with Retain Handling 1.
 *
 * <p>Without {@code cleanStart} the session of that name on the server is this client's, also of a new object: then its
 * own part of the session's state is there and empty. With {@code cleanStart} there is no state, and a server that
 * claims to have it is left [MQTT-3.2.2-4].
 */
public final class MqttClient {
    /** Leaves place for the longest topic and the fixed header in the largest packet. */
    private static final int LARGEST_PAYLOAD = ClientConfig.LARGEST_PACKET - 65_535 - 9;

    private final ClientConfig config;
    private final Counters counters = new Counters();
    private final ConnectionCycle cycle;
    private final Publishing publishing;
    private volatile boolean closing;

    /**
     * A client over a connector of the caller's: to a broker inside the VM, say.
     *
     * @param owner everything of this client runs on it
     * @param listener told how the client fares
     */
    public MqttClient(ClientConfig config, Loop owner, Connector connector, ClientListener listener) {
        this(config, Owner.of(owner), connector, listener, new SplittableRandom());
    }

    /**
     * A client that knows no other clock and no other thread than its owner's: for a simulation.
     *
     * @param random for the waits between attempts
     */
    public MqttClient(
            ClientConfig config, Owner owner, Connector connector, ClientListener listener, RandomGenerator random) {
        this.config = Objects.requireNonNull(config);
        this.cycle = new ConnectionCycle(config, owner, connector, listener, counters, random);
        this.publishing = cycle.publishing();
    }

    /**
     * A client of the servers of the configuration, over TCP, TLS or WebSocket as their URIs say.
     *
     * @param lookups looks host names up, which may block: never the owner
     * @throws IllegalArgumentException if the configuration names no server
     */
    public static MqttClient overTcp(ClientConfig config, Loop owner, Executor lookups, ClientListener listener) {
        TcpConnector tcp = new TcpConnector(owner, lookups, config.maximumPacketSize(), config.tls());
        return new MqttClient(config, owner, new TcpServers(config.servers(), tcp, config.connectTimeout()), listener);
    }

    /**
     * Adds a subscription without options, see {@link #subscribe(Subscription, MessageHandler)}.
     *
     * @param qos the highest that messages are to arrive with
     */
    public CompletionStage<QoS> subscribe(TopicFilter filter, QoS qos, MessageHandler handler) {
        return subscribe(new Subscription(filter, qos), handler);
    }

    /**
     * Adds a subscription, before {@link #start()} or later; a filter that is there already gets the new options and
     * handler. What a session brings before the server has answered goes to the handler already. A message that matches
     * several subscriptions goes once to each of their handlers, and is acknowledged when all have acknowledged. In 5.0 the server says
     * which subscriptions a message is for; where it does not, and in 3.x, the filters decide.
     *
     * <p>Options other than the QoS are 5.0's. When the client connects again the retained messages are not sent again,
     * unless the server has lost the subscription (5.0).
     *
     * @return completes with the granted QoS at the first SUBACK; with {@link SubscriptionRefusedException} if that
     *     refuses, or the server has said that it does not support such subscriptions; with a CancellationException if
     *     the client is closed or the subscription replaced or removed before
     * @throws IllegalArgumentException if No Local is asked for a shared subscription [MQTT-3.8.3-4]
     */
    public CompletionStage<QoS> subscribe(Subscription subscription, MessageHandler handler) {
        if (subscription.noLocal() && subscription.filter().shareName() != null) {
            throw new IllegalArgumentException(
                    "a shared subscription has no No Local: '" + subscription.filter() + "'");
        }
        CompletableFuture<QoS> answered = new CompletableFuture<>();
        Subscriptions.Entry entry = new Subscriptions.Entry(subscription, Objects.requireNonNull(handler), answered);
        cycle.post(new Task(now -> cycle.session().subscriptions().add(entry), () -> answered.cancel(false)));
        return answered;
    }

    /**
     * Removes a subscription: its handler gets no message any more. What still arrives for it is acknowledged and
     * dropped.
     *
     * @return completes at UNSUBACK, whatever it says, or at once where there is no connection: the next one that resumes
     *     the session unsubscribes
     */
    public CompletionStage<Void> unsubscribe(TopicFilter filter) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        cycle.post(new Task(now -> cycle.session().subscriptions().remove(filter, done), () -> done.complete(null)));
        return done;
    }

    /** Begins to connect. The second call does nothing. */
    public void start() {
        cycle.post(new Task(cycle::start, () -> {}));
    }

    /**
     * Publishes a message; without a connection it waits for one. Messages leave in the order of the calls.
     *
     * <p>In 5.0 the message's properties go along. The subscription identifiers of a message that was received are left
     * out [MQTT-3.3.4-6].
     *
     * @return completes at PUBACK (QoS 1), at PUBCOMP (QoS 2), when the link has it (QoS 0); with a {@link
     *     PublishFailedException} otherwise. When {@link ClientConfig#maximumPendingMessages} or {@link
     *     ClientConfig#maximumPendingBytes} is reached it fails at once, and nothing is sent. It fails, and nothing is
     *     sent, too where the server of 5.0 has said that it does not take it: its size, its QoS, or its RETAIN
     * @throws IllegalArgumentException if the message is larger than any packet, or has a property that is not a
     *     message's, or a response topic with a wildcard [MQTT-3.3.2-14]
     */
    public CompletionStage<Void> publish(Message message, QoS qos, boolean retain) {
        if (message.payload().length > LARGEST_PAYLOAD) {
            throw new IllegalArgumentException(
                    "a payload has at most " + LARGEST_PAYLOAD + " bytes, not " + message.payload().length);
        }
        Message allowed = MessageProperties.forPublish(message);
        Outgoing outgoing = new Outgoing(publishing, allowed, Objects.requireNonNull(qos), retain);
        if (publishing.reserve(outgoing)) {
            if (closing) {
                publishing.fail(outgoing, Cause.CLOSED);
            } else {
                cycle.post(outgoing);
            }
        }
        return outgoing.stage;
    }

    /** Closes for good with an ordinary goodbye, see {@link #close(Goodbye)}. */
    public CompletionStage<Void> close() {
        return close(Goodbye.NORMAL);
    }

    /**
     * Closes for good: waits for what is pending, {@link ClientConfig#closeTimeout} at most and only where there is a
     * connection, sends DISCONNECT, and fails what is still pending. No message reaches a handler any more and the
     * listener is not told. Of several calls the first one's goodbye counts.
     *
     * @return completes when nothing of this client runs any more; never with a failure
     */
    public CompletionStage<Void> close(Goodbye goodbye) {
        Objects.requireNonNull(goodbye);
        closing = true;
        CompletableFuture<Void> done = new CompletableFuture<>();
        cycle.post(new Task(now -> cycle.close(goodbye, done, now), () -> cycle.abandon(done)));
        return done;
    }

    /**
     * Authenticates anew on the connection as it is [MQTT-4.12.1-1].
     *
     * @return completes when the server has accepted; with an IllegalStateException where {@link
     *     ClientConfig#authentication} is not set, the client is not connected, authenticates anew already, or loses the
     *     connection, which is how a server refuses
     */
    public CompletionStage<Void> reauthenticate() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        cycle.post(new Task(now -> cycle.session().reauthenticate(done), () -> done.cancel(false)));
        return done;
    }

    public ClientState state() {
        return cycle.state();
    }

    /** What holds on the connection, null while not connected. */
    public @Nullable ConnectionTerms terms() {
        return cycle.terms();
    }

    /** Why the last attempt failed or the last connection was lost, null while connected. For a person. */
    public @Nullable String lastFailure() {
        return cycle.lastFailure();
    }

    /** A snapshot; its numbers may be of slightly different moments. */
    public ClientStatistics statistics() {
        return new ClientStatistics(
                counters.connects.sum(),
                counters.connectFailures.sum(),
                counters.received.sum(),
                counters.unmatched.sum(),
                counters.acknowledged.sum(),
                counters.published.sum(),
                counters.publishFailures.sum(),
                counters.readingStops.sum(),
                counters.unacknowledged,
                counters.unacknowledgedBytes,
                publishing.pending(),
                publishing.pendingBytes());
    }

    public ClientConfig config() {
        return config;
    }
}
