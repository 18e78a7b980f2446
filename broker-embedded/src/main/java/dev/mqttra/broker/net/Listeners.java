package dev.mqttra.broker.net;

import dev.mqttra.broker.Authenticator;
import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.netty.EventLoops;
import dev.mqttra.netty.Listener;
import dev.mqttra.netty.ListenerConfig;
import dev.mqttra.netty.NettyLink;
import dev.mqttra.netty.Tls;
import dev.mqttra.protocol.link.LinkHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The ports of a broker, and the way from them to its core. Thread-safe. */
public final class Listeners {
    /** A little more than a link takes to close whose peer neither reads nor closes. */
    private static final long CLOSE_SECONDS = 8;

    /** The kinds of ports. */
    public enum Kind {
        TCP("port"),
        TLS("tlsPort"),
        WS("wsPort"),
        WSS("wssPort");

        private final String property;

        Kind(String property) {
            this.property = property;
        }

        private int port(BrokerConfig config) {
            return switch (this) {
                case TCP -> config.port();
                case TLS -> config.tlsPort();
                case WS -> config.wsPort();
                case WSS -> config.wssPort();
            };
        }

        private boolean secure() {
            return this == TLS || this == WSS;
        }

        private boolean webSocket() {
            return this == WS || this == WSS;
        }
    }

    private final BrokerConfig config;
    private final CoreDriver core;
    private final EventLoops loops;
    private final Map<Kind, Listener> open = new EnumMap<>(Kind.class);

    private Listeners(BrokerConfig config, CoreDriver core, EventLoops loops) {
        this.config = config;
        this.core = core;
        this.loops = loops;
    }

    /**
     * Opens the ports that the configuration names, or none.
     *
     * @throws IOException that names the port and the property, if one cannot be opened
     * @throws IllegalArgumentException if the configuration would let anybody in from elsewhere
     */
    public static Listeners open(BrokerConfig config, CoreDriver core, EventLoops loops) throws IOException {
        Listeners listeners = new Listeners(config, core, loops);
        try {
            for (Kind kind : Kind.values()) {
                if (kind.port(config) >= 0) {
                    listeners.listen(kind);
                }
            }
            return listeners;
        } catch (IOException | RuntimeException e) {
            listeners.closePorts();
            throw e;
        }
    }

    /** Where it is listened in this way, null where it is not. */
    public @Nullable InetSocketAddress address(Kind kind) {
        Listener listener = open.get(kind);
        return listener == null ? null : listener.address();
    }

    /** Accepts connections, where that was put off. */
    public void admit() {
        open.values().forEach(Listener::admit);
    }

    /** Frees the ports, then closes every connection and waits until they are closed, some seconds at most. */
    public void close() {
        closePorts();
        try {
            core.close().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            Log.notClosed(config.name());
        }
    }

    private void closePorts() {
        open.values().forEach(Listener::close);
    }

    private void listen(Kind kind) throws IOException {
        InetSocketAddress address = new InetSocketAddress(config.host(), kind.port(config));
        if (address.isUnresolved()) {
            throw new IOException("cannot listen on host " + config.host()
                    + " (property 'host'): no such address. It must be an address of this machine");
        }
        if (!address.getAddress().isLoopbackAddress() && letsAnybodyIn(kind)) {
            throw new IllegalArgumentException("host " + config.host() + " (property 'host') is reachable from other"
                    + " machines and there is no authenticator: listen on 127.0.0.1, or set the property"
                    + " 'allowAnonymousRemote' if anybody may connect");
        }
        try {
            boolean accepting = !config.admitsLater();
            open.put(kind, Listener.bind(loops, address, listenerConfig(kind), this::accept, accepting));
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on port " + address.getPort() + " (property '" + kind.property + "') of host "
                            + config.host() + " (property 'host'): " + e.getMessage(),
                    e);
        }
    }

    private boolean letsAnybodyIn(Kind kind) {
        Tls tls = config.tls();
        boolean showsCertificate = kind.secure() && tls != null && tls.clientCertificateRequired();
        return config.authenticator() == Authenticator.ANONYMOUS && !config.allowAnonymousRemote() && !showsCertificate;
    }

    private ListenerConfig listenerConfig(Kind kind) {
        return new ListenerConfig(
                config.maximumPacketSize(),
                config.maximumBytesBeforeConnect(),
                kind.secure() ? config.tls() : null,
                kind.webSocket()
                        ? new ListenerConfig.WebSocket(config.webSocketPath(), config.webSocketOrigins())
                        : null,
                core.traffic());
    }

    private LinkHandler accept(NettyLink link) {
        return link.loop() == core.loop()
                ? core.connected(link)
                : HandOver.to(core.loop(), link, link.loop(), core::connected);
    }
}
