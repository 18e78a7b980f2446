package dev.mqttra.broker;

import dev.mqttra.broker.net.CoreDriver;
import dev.mqttra.broker.net.Listeners;
import dev.mqttra.broker.net.Listeners.Kind;
import dev.mqttra.broker.store.MemoryStore;
import dev.mqttra.netty.EventLoops;
import dev.mqttra.netty.Loop;
import dev.mqttra.netty.Traffic;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import dev.mqttra.protocol.link.LocalLink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A running broker.
 *
 * <pre>{@code
 * try (Broker broker = Broker.start(BrokerConfig.builder().port(1883).build())) {
 *     …
 * }
 * }</pre>
 *
 * <p>Its state is in memory. The core and the connections of the first loop have that loop's thread; further loops read,
 * decode, encode and write for the connections that fall to them. Thread-safe.
 */
public final class Broker implements AutoCloseable {
    private final CoreDriver core;
    private final Listeners listeners;
    private final @Nullable EventLoops ownLoops;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Broker(CoreDriver core, Listeners listeners, @Nullable EventLoops ownLoops) {
        this.core = core;
        this.listeners = listeners;
        this.ownLoops = ownLoops;
    }

    /**
     * Starts a broker on one event loop with a thread of its own: for programs, not for applications in a server. The
     * broker listens when this returns.
     *
     * @throws IOException that names the port and the property, if a port cannot be opened
     * @throws IllegalArgumentException if the configuration would let anybody in from elsewhere; the message names the
     *     properties
     */
    public static Broker start(BrokerConfig config) throws IOException {
        return start(config, 1);
    }

    /** The same with several event loops, each with a thread of its own. */
    public static Broker start(BrokerConfig config, int loopCount) throws IOException {
        EventLoops loops = EventLoops.start(loopCount);
        try {
            return start(config, loops, loops);
        } catch (IOException | RuntimeException e) {
            loops.close();
            throw e;
        }
    }

    /**
     * Starts a broker on loops that the caller ends after {@link #close()}. Not to be called on one of them.
     *
     * @throws IOException that names the port and the property, if a port cannot be opened
     * @throws IllegalArgumentException if the configuration would let anybody in from elsewhere; the message names the
     *     properties
     */
    public static Broker start(BrokerConfig config, EventLoops loops) throws IOException {
        return start(config, loops, null);
    }

    private static Broker start(BrokerConfig config, EventLoops loops, @Nullable EventLoops ownLoops)
            throws IOException {
        Objects.requireNonNull(config);
        CoreDriver core = new CoreDriver(config, new MemoryStore(), loops.loop(0));
        return new Broker(core, Listeners.open(config, core, loops), ownLoops);
    }

    /** The TCP port it listens on: the one taken where 0 was configured, -1 where it does not listen. */
    public int port() {
        return port(Kind.TCP);
    }

    /** The port for TLS, as {@link #port()}. */
    public int tlsPort() {
        return port(Kind.TLS);
    }

    /** The port for WebSocket, as {@link #port()}. */
    public int wsPort() {
        return port(Kind.WS);
    }

    /** The port for WebSocket over TLS, as {@link #port()}. */
    public int wssPort() {
        return port(Kind.WSS);
    }

    private int port(Kind kind) {
        InetSocketAddress address = listeners.address(kind);
        return address == null ? -1 : address.getPort();
    }

    /** The TCP address it listens on, null where it does not. */
    public @Nullable InetSocketAddress address() {
        return listeners.address(Kind.TCP);
    }

    /** The loop whose thread owns the broker's state. A client inside the VM that lives on it needs no other thread. */
    public Loop loop() {
        return core.loop();
    }

    /**
     * Lets clients from the network in, of a broker that was told to wait with that ({@link BrokerConfig#admitsLater()}).
     * Those who have connected meanwhile have waited. A second call does nothing.
     */
    public void admit() {
        listeners.admit();
    }

    /**
     * Joins a client inside the VM. Its CONNECT passes no authenticator and its packets no authorizer: it is the
     * application's own.
     *
     * @param name who it is, for logs
     * @param clientOwner runs the client's tasks one after the other, and never within {@code execute}; {@link #loop()}
     *     for one
     * @param client makes the client's machine, in its owner's first task
     * @throws java.util.concurrent.RejectedExecutionException perhaps, if the broker's loops have ended; after
     *     {@link #close()} the link is closed by the broker
     */
    public void openLocal(String name, Executor clientOwner, Function<Link, LinkHandler> client) {
        LocalLink.connect(
                new LocalLink.End(name, clientOwner, client),
                new LocalLink.End("broker", core.loop(), core::connected),
                System::nanoTime);
    }

    /** What it has done and holds. */
    public BrokerStatistics statistics() {
        return core.statistics();
    }

    /** The bytes of MQTT packets that came and went through its ports. */
    public Traffic traffic() {
        return core.traffic();
    }

    /**
     * Ends the broker: its ports are free and its connections are closed when this returns, after some seconds at most
     * where a client neither reads nor closes. Their wills are published first, to clients that are still there. Not to
     * be called on one of its loops. A second call does nothing.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            listeners.close();
            if (ownLoops != null) {
                ownLoops.close();
            }
        }
    }
}
