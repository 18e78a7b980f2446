package dev.mqttra.netty;

import dev.mqttra.protocol.codec.PacketDecoder.Reader;
import dev.mqttra.protocol.link.LinkHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Opens TCP connections to brokers; their links live on one loop. Thread-safe. */
public final class TcpConnector {
    private final Loop loop;
    private final Executor lookups;
    private final int maximumPacketSize;

    /**
     * @param loop where the links live
     * @param lookups looks host names up, which may block for seconds and so never happens on the loop. It may run a
     *     task in the caller's thread where that may block
     * @param maximumPacketSize bytes of a whole packet; a longer one is a violation before it is read
     */
    public TcpConnector(Loop loop, Executor lookups, int maximumPacketSize) {
        this.loop = loop;
        this.lookups = lookups;
        this.maximumPacketSize = maximumPacketSize;
    }

    /**
     * Connects. Returns at once; exactly one of the two functions is called later.
     *
     * @param timeout for the connection alone, the lookup has its own in the operating system
     * @param connected makes the handler of the open connection's link, on which it may send at once (CONNECT); called
     *     on the loop
     * @param failed gets why there is no connection: an unknown host, a refusal, a timeout; called on the loop, or on
     *     any thread when the loop has ended or the lookup was rejected
     */
    public void connect(
            String host,
            int port,
            Duration timeout,
            Function<? super NettyLink, ? extends LinkHandler> connected,
            Consumer<? super Exception> failed) {
        try {
            lookups.execute(() -> lookUp(host, port, timeout, connected, failed));
        } catch (RejectedExecutionException e) {
            failed.accept(e);
        }
    }

    private void lookUp(
            String host,
            int port,
            Duration timeout,
            Function<? super NettyLink, ? extends LinkHandler> connected,
            Consumer<? super Exception> failed) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
            loop.execute(() -> open(address, timeout, connected, failed));
        } catch (UnknownHostException e) {
            fail(new IOException("unknown host: " + host, e), failed);
        } catch (RejectedExecutionException e) {
            failed.accept(e);
        }
    }

    private void open(
            InetSocketAddress address,
            Duration timeout,
            Function<? super NettyLink, ? extends LinkHandler> connected,
            Consumer<? super Exception> failed) {
        NioSocketChannel channel = new NioSocketChannel();
        channel.config().setConnectTimeoutMillis((int) Math.min(Integer.MAX_VALUE, timeout.toMillis()));
        NettyLink.open(loop, channel, address, Reader.CLIENT, maximumPacketSize, connected);
        channel.connect(address).addListener(done -> {
            Throwable cause = done.cause();
            if (cause != null) {
                channel.close();
                failed.accept(cause instanceof Exception e ? e : new IOException(cause));
            }
        });
    }

    private void fail(Exception failure, Consumer<? super Exception> failed) {
        try {
            loop.execute(() -> failed.accept(failure));
        } catch (RejectedExecutionException e) {
            failed.accept(failure);
        }
    }
}
