package dev.mqttra.broker.net;

import dev.mqttra.broker.Authenticator;
import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.netty.EventLoops;
import dev.mqttra.netty.NettyLink;
import dev.mqttra.netty.TcpListener;
import dev.mqttra.protocol.link.LinkHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The ports of a broker, and the way from them to its core. Thread-safe. */
public final class Listeners {
    /** A little more than a link takes to close whose peer neither reads nor closes. */
    private static final long CLOSE_SECONDS = 8;

    private final String name;
    private final CoreDriver core;
    private final @Nullable TcpListener tcp;

    private Listeners(String name, CoreDriver core, @Nullable TcpListener tcp) {
        this.name = name;
        this.core = core;
        this.tcp = tcp;
    }

    /**
     * Opens the ports that the configuration names.
     *
     * @throws IOException that names the port and the property, if it cannot be opened
     * @throws IllegalArgumentException if the configuration would let anybody in from elsewhere
     */
    public static Listeners open(BrokerConfig config, CoreDriver core, EventLoops loops) throws IOException {
        return new Listeners(config.name(), core, config.port() < 0 ? null : tcp(config, core, loops));
    }

    /** Where TCP is listened on, null where it is not. */
    public @Nullable InetSocketAddress tcpAddress() {
        return tcp == null ? null : tcp.address();
    }

    /** Frees the ports, then closes every connection and waits until they are closed, some seconds at most. */
    public void close() {
        if (tcp != null) {
            tcp.close();
        }
        try {
            core.close().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            Log.notClosed(name);
        }
    }

    private static TcpListener tcp(BrokerConfig config, CoreDriver core, EventLoops loops) throws IOException {
        InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
        if (address.isUnresolved()) {
            throw new IOException("cannot listen on host " + config.host()
                    + " (property 'host'): no such address. It must be an address of this machine");
        }
        if (!address.getAddress().isLoopbackAddress()
                && config.authenticator() == Authenticator.ANONYMOUS
                && !config.allowAnonymousRemote()) {
            throw new IllegalArgumentException("host " + config.host() + " (property 'host') is reachable from other"
                    + " machines and there is no authenticator: listen on 127.0.0.1, or set the property"
                    + " 'allowAnonymousRemote' if anybody may connect");
        }
        try {
            return TcpListener.bind(loops, address, config.maximumPacketSize(), link -> accept(core, link));
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on port " + config.port() + " (property 'port') of host " + config.host()
                            + " (property 'host'): " + e.getMessage(),
                    e);
        }
    }

    private static LinkHandler accept(CoreDriver core, NettyLink link) {
        return link.loop() == core.loop()
                ? core.connected(link)
                : HandOver.to(core.loop(), link, link.loop(), core::connected);
    }
}
