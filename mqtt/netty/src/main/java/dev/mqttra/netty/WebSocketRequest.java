package dev.mqttra.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.URI;

/** A client's request for a WebSocket with the subprotocol mqtt [MQTT-6.0.0-3], and what the server says to it. */
final class WebSocketRequest extends ChannelInboundHandlerAdapter {
    private static final String SUBPROTOCOL = "mqtt";

    private final NettyLink link;
    private final ConnectAttempt attempt;
    private final WebSocketClientHandshaker handshaker;

    WebSocketRequest(ServerUri server, int maximumPacketSize, NettyLink link, ConnectAttempt attempt) {
        this.link = link;
        this.attempt = attempt;
        HttpHeaders headers = new DefaultHttpHeaders().set(HttpHeaderNames.HOST, server.authority());
        this.handshaker = new WebSocketClientHandshaker13(
                URI.create(server.toString()),
                WebSocketVersion.V13,
                SUBPROTOCOL,
                false,
                headers,
                WebSocketFrames.frameLimit(maximumPacketSize),
                true,
                false);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        handshaker.handshake(ctx.channel()).addListener(done -> {
            if (done.cause() != null) {
                attempt.fail(done.cause());
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof FullHttpResponse response && !handshaker.isHandshakeComplete()) {
                onAnswer(ctx, response);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void onAnswer(ChannelHandlerContext ctx, FullHttpResponse response) {
        if (!response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            attempt.fail(
                    new IOException("the server answers " + response.status() + " to the request for a WebSocket"));
            return;
        }
        try {
            handshaker.finishHandshake(ctx.channel(), response);
            ctx.pipeline().replace(this, null, new WebSocketFrames(link));
            ctx.fireChannelActive();
        } catch (WebSocketHandshakeException e) {
            attempt.fail(e);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        attempt.fail(cause);
    }
}
