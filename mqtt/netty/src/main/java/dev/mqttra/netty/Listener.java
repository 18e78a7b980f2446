package dev.mqttra.netty;

import dev.mqttra.protocol.link.LinkHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A port that accepts MQTT over TCP, TLS or WebSocket. Connections are spread over the loops in turn; each gets the handler that a
 * function makes for its link.
 *
 * <p>Thread-safe. A loop that ends closes the port too.
 */
public final class Listener implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final NioServerSocketChannel channel;
    private final InetSocketAddress address;

    private Listener(NioServerSocketChannel channel) {
        this.channel = channel;
        this.address = channel.localAddress();
    }

    /**
     * Opens the port; returns when it listens. Not to be called on a loop.
     *
     * @param loops the first one accepts
     * @param address where to listen; port 0 takes a free one, see {@link #address()}
     * @param accept makes the handler of a new connection; called on the loop of its link, so that nothing arrives
     *     before it has returned, and before any handshake, so that its time is limited too. When it throws the connection
     *     is closed
     * @throws IOException if the port cannot be opened, because it is in use for example
     */
    public static Listener bind(
            EventLoops loops,
            InetSocketAddress address,
            ListenerConfig config,
            Function<? super NettyLink, ? extends LinkHandler> accept)
            throws IOException {
        return bind(loops, address, config, accept, true);
    }

    /**
     * The same, for a port that may accept nobody before {@link #admit()}: who connects until then waits in the operating
     * system's queue, 1,024 at most.
     *
     * @param accepting whether it accepts at once
     * @throws IOException likewise
     */
    public static Listener bind(
            EventLoops loops,
            InetSocketAddress address,
            ListenerConfig config,
            Function<? super NettyLink, ? extends LinkHandler> accept,
            boolean accepting)
            throws IOException {
        Objects.requireNonNull(accept);
        NioServerSocketChannel channel = new NioServerSocketChannel();
        channel.config().setAutoRead(accepting);
        channel.config().setOption(ChannelOption.SO_BACKLOG, BACKLOG);
        channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
        channel.pipeline().addLast(new Acceptor(loops, config, accept));
        try {
            loops.loop(0).register(channel).syncUninterruptibly();
            channel.bind(address).syncUninterruptibly();
        } catch (Exception e) {
            channel.close();
            throw e instanceof IOException io ? io : new IOException(String.valueOf(e.getMessage()), e);
        }
        return new Listener(channel);
    }

    /** Where it listens, with the port that was taken. */
    public InetSocketAddress address() {
        return address;
    }

    /** A port that was told to wait accepts who waits and who comes. On a closed one it does nothing. */
    public void admit() {
        channel.config().setAutoRead(true);
    }

    /** Closes the port, which is free when this returns (on a loop: soon after). Accepted connections stay. */
    @Override
    public void close() {
        if (channel.eventLoop().inEventLoop()) {
            channel.close();
        } else if (!channel.eventLoop().isShuttingDown()) {
            channel.close().awaitUninterruptibly(10, TimeUnit.SECONDS);
        }
    }

    private static final class Acceptor extends ChannelInboundHandlerAdapter {
        private final EventLoops loops;
        private final LinkSettings settings;
        private final Function<? super NettyLink, ? extends LinkHandler> accept;

        Acceptor(EventLoops loops, ListenerConfig config, Function<? super NettyLink, ? extends LinkHandler> accept) {
            this.loops = loops;
            this.settings = LinkSettings.of(config);
            this.accept = accept;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object accepted) {
            NioSocketChannel socket = (NioSocketChannel) accepted;
            NettyLink.open(loops.next(), socket, socket.remoteAddress(), settings, accept);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
            // Out of file descriptors, mostly. Trying again at once would only burn the processor.
            Channel listening = ctx.channel();
            Log.acceptFailed(listening.localAddress(), failure);
            listening.config().setAutoRead(false);
            ctx.executor().schedule(() -> listening.config().setAutoRead(true), 1, TimeUnit.SECONDS);
        }
    }
}
