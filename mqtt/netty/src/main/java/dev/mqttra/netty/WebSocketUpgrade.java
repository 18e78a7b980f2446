package dev.mqttra.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's answer to the HTTP request that is to make a connection a WebSocket, the only one it takes. A request
 * that is refused is told why in plain text, and the connection ends.
 */
final class WebSocketUpgrade extends ChannelInboundHandlerAdapter {
    static final int MAXIMUM_LINE = 4 * 1024;
    static final int MAXIMUM_HEADERS = 16 * 1024;
    /** Of a request that is refused anyway, but told why. */
    static final int MAXIMUM_CONTENT = 64 * 1024;

    /** The standard's name, which is chosen where it is offered [MQTT-6.0.0-4], and those of clients before it. */
    private static final List<String> SUBPROTOCOLS = List.of("mqtt", "mqttv3.1.1", "mqttv3.1");

    private final ListenerConfig.WebSocket config;
    private final int maximumPacketSize;
    private final NettyLink link;
    private boolean answered;

    WebSocketUpgrade(ListenerConfig.WebSocket config, int maximumPacketSize, NettyLink link) {
        this.config = config;
        this.maximumPacketSize = maximumPacketSize;
        this.link = link;
    }

    /** Why a request is refused. */
    private record Refusal(HttpResponseStatus status, String why) {}

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (!answered && message instanceof FullHttpRequest request) {
                answered = true;
                answer(ctx, request);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void answer(ChannelHandlerContext ctx, FullHttpRequest request) {
        Refusal refusal = refusal(ctx, request);
        if (refusal != null) {
            refuse(ctx, refusal);
            return;
        }
        try {
            new WebSocketServerHandshaker13("", chosen(request), WebSocketFrames.serverConfig(maximumPacketSize))
                    .handshake(ctx.channel(), request);
            ctx.pipeline().replace(this, null, new WebSocketFrames(link));
        } catch (WebSocketServerHandshakeException e) {
            refuse(ctx, new Refusal(HttpResponseStatus.BAD_REQUEST, String.valueOf(e.getMessage())));
        }
    }

    private @Nullable Refusal refusal(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return broken(request.decoderResult().cause());
        }
        String path = request.uri().split("\\?", 2)[0];
        if (!path.equals(config.path())) {
            return new Refusal(HttpResponseStatus.NOT_FOUND, "There is nothing here. MQTT is at " + config.path());
        }
        if (!request.method().equals(HttpMethod.GET)
                || !request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            return new Refusal(
                    HttpResponseStatus.UPGRADE_REQUIRED, "This is an MQTT broker; it speaks through a WebSocket only");
        }
        String version = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION);
        if (!WebSocketVersion.V13.toHttpHeaderValue().equals(version)) {
            return new Refusal(HttpResponseStatus.UPGRADE_REQUIRED, "WebSocket version 13 is wanted");
        }
        String origin = request.headers().get(HttpHeaderNames.ORIGIN);
        boolean loopback =
                ((InetSocketAddress) ctx.channel().localAddress()).getAddress().isLoopbackAddress();
        if (!Origins.allowed(config.origins(), origin, request.headers().get(HttpHeaderNames.HOST), loopback)) {
            return new Refusal(HttpResponseStatus.FORBIDDEN, "Pages of this origin may not connect: " + origin);
        }
        if (chosen(request) == null) {
            return new Refusal(
                    HttpResponseStatus.BAD_REQUEST, "The subprotocol mqtt is missing in Sec-WebSocket-Protocol");
        }
        return null;
    }

    private static Refusal broken(Throwable cause) {
        HttpResponseStatus status = cause instanceof TooLongHttpLineException
                ? HttpResponseStatus.REQUEST_URI_TOO_LONG
                : cause instanceof TooLongHttpHeaderException
                        ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
                        : HttpResponseStatus.BAD_REQUEST;
        return new Refusal(status, "The request cannot be understood");
    }

    /** The first that we know, in our order and not in the client's; null where there is none. */
    private static @Nullable String chosen(FullHttpRequest request) {
        List<String> offered = new ArrayList<>();
        for (String header : request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)) {
            for (String name : header.split(",")) {
                offered.add(name.strip());
            }
        }
        for (String name : SUBPROTOCOLS) {
            if (offered.contains(name)) {
                return name;
            }
        }
        return null;
    }

    private void refuse(ChannelHandlerContext ctx, Refusal refusal) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                refusal.status,
                Unpooled.copiedBuffer(refusal.why + "\n", StandardCharsets.UTF_8));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (refusal.status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
            response.headers()
                    .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                    .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, WebSocketVersion.V13.toHttpHeaderValue());
        }
        ctx.writeAndFlush(response);
        link.end("its request for a WebSocket was refused: " + refusal.why, WebSocketFrames.NORMAL);
    }
}
