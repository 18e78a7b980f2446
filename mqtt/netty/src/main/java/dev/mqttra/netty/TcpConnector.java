package dev.mqttra.netty;

import dev.mqttra.protocol.link.LinkHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens connections to servers, over TCP, TLS or WebSocket; their links live on one loop. Thread-safe. */
public final class TcpConnector {
    private final Loop loop;
    private final Executor lookups;
    private final int maximumPacketSize;
    private final @Nullable Tls tls;

    /** A connector that takes {@link Tls#ofPlatform()} where TLS is asked for. */
    public TcpConnector(Loop loop, Executor lookups, int maximumPacketSize) {
        this(loop, lookups, maximumPacketSize, null);
    }

    /**
     * @param loop where the links live
     * @param lookups looks host names up, which may block for seconds and so never happens on the loop. It may run a
     *     task in the caller's thread where that may block
     * @param maximumPacketSize bytes of a whole packet; a longer one is a violation before it is read
     * @param tls for ssl and wss; null is {@link Tls#ofPlatform()}
     */
    public TcpConnector(Loop loop, Executor lookups, int maximumPacketSize, @Nullable Tls tls) {
        this.loop = loop;
        this.lookups = lookups;
        this.maximumPacketSize = maximumPacketSize;
        this.tls = tls;
    }

    /**
     * Connects. Returns at once; exactly one of the two functions is called later.
     *
     * @param timeout for the connection with the handshakes of TLS and WebSocket; the lookup has its own in the operating
     *     system
     * @param connected makes the handler of the open connection's link, on which it may send at once (CONNECT); called
     *     on the loop
     * @param failed gets why there is no connection: an unknown host, a refusal, a certificate that is not trusted or not
     *     the host's, an HTTP status, a timeout; called on the loop, or on any thread when the loop has ended or the
     *     lookup was rejected
     */
    public void connect(
            ServerUri server,
            Duration timeout,
            Function<? super NettyLink, ? extends LinkHandler> connected,
            Consumer<? super Exception> failed) {
        try {
            lookups.execute(() -> lookUp(server, timeout, connected, failed));
        } catch (RejectedExecutionException e) {
            failed.accept(e);
        }
    }

    private void lookUp(
            ServerUri server,
            Duration timeout,
            Function<? super NettyLink, ? extends LinkHandler> connected,
            Consumer<? super Exception> failed) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(server.host()), server.port());
            // Here, because the platform's certificates are read from a file.
            Tls secure = server.secure() ? (tls == null ? Tls.ofPlatform() : tls) : null;
            ConnectAttempt attempt = new ConnectAttempt(loop, server, secure, maximumPacketSize, connected, failed);
            loop.execute(() -> attempt.begin(address, timeout));
        } catch (UnknownHostException e) {
            fail(new IOException("unknown host: " + server.host(), e), failed);
        } catch (IllegalArgumentException e) {
            fail(e, failed);
        } catch (RejectedExecutionException e) {
            failed.accept(e);
        }
    }

    private void fail(Exception failure, Consumer<? super Exception> failed) {
        try {
            loop.execute(() -> failed.accept(failure));
        } catch (RejectedExecutionException e) {
            failed.accept(failure);
        }
    }
}
