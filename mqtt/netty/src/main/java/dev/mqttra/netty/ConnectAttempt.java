package dev.mqttra.netty;

import dev.mqttra.protocol.codec.PacketDecoder.Reader;
import dev.mqttra.protocol.link.LinkHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One attempt to connect, until there is a link or it is known why not. It lives on the link's loop. */
final class ConnectAttempt {
    /** Of the server's answer to the request for a WebSocket: a page that explains an error may be longer. */
    private static final int MAXIMUM_ANSWER = 64 * 1024;

    private final Loop loop;
    private final ServerUri server;
    private final @Nullable Tls tls;
    private final int maximumPacketSize;
    private final Function<? super NettyLink, ? extends LinkHandler> connected;
    private final Consumer<? super Exception> failed;
    private final SocketChannel channel = new NioSocketChannel();
    private @Nullable Cancellable timer;
    private boolean over;

    ConnectAttempt(
            Loop loop,
            ServerUri server,
            @Nullable Tls tls,
            int maximumPacketSize,
            Function<? super NettyLink, ? extends LinkHandler> connected,
            Consumer<? super Exception> failed) {
        this.loop = loop;
        this.server = server;
        this.tls = tls;
        this.maximumPacketSize = maximumPacketSize;
        this.connected = connected;
        this.failed = failed;
    }

    void begin(InetSocketAddress address, Duration timeout) {
        boolean plain = tls == null && !server.webSocket();
        LinkSettings settings = new LinkSettings(
                Reader.CLIENT, maximumPacketSize, 0, new Traffic(), plain ? null : this::addHandshakes);
        channel.config().setConnectTimeoutMillis(0);
        timer = loop.schedule(
                () -> fail(new SocketTimeoutException("no connection within " + timeout.toMillis() + " ms")),
                timeout.toNanos());
        NettyLink.open(loop, channel, address, settings, this::succeed);
        channel.closeFuture().addListener(done -> fail(new IOException("closed before the connection was there")));
        channel.connect(address).addListener(done -> {
            if (done.cause() != null) {
                fail(done.cause());
            }
        });
    }

    private void addHandshakes(ChannelPipeline pipeline, NettyLink link) {
        if (tls != null) {
            pipeline.addLast(tls.client(server.host(), server.port()));
            pipeline.addLast(new WhenSecure());
        }
        if (server.webSocket()) {
            pipeline.addLast(new HttpClientCodec());
            pipeline.addLast(new HttpObjectAggregator(MAXIMUM_ANSWER));
            pipeline.addLast(new WebSocketRequest(server, maximumPacketSize, link, this));
        }
    }

    private LinkHandler succeed(NettyLink link) {
        end();
        return connected.apply(link);
    }

    /** There will be no connection. Only the first cause counts. */
    void fail(Throwable cause) {
        if (over) {
            return;
        }
        end();
        channel.close();
        Throwable reason = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        failed.accept(reason instanceof Exception e ? e : new IOException(reason));
    }

    private void end() {
        over = true;
        Cancellable pending = timer;
        if (pending != null) {
            pending.cancel();
        }
    }

    /** Lets the connection begin for those behind it when TLS stands. */
    private final class WhenSecure extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            // Not yet.
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                if (handshake.isSuccess()) {
                    ctx.pipeline().remove(this);
                    ctx.fireChannelActive();
                } else {
                    fail(handshake.cause());
                }
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            fail(cause);
        }
    }
}
