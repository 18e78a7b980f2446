package dev.mqttra.netty;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.ReasonCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;

/**
 * Packets over an open WebSocket, of either end. The contents of binary frames are one stream of bytes, wherever the
 * frames begin and end [MQTT-6.0.0-2]; any other data frame ends the connection [MQTT-6.0.0-1]. Pings are answered, not
 * counted as a sign of life of MQTT.
 */
final class WebSocketFrames extends ChannelDuplexHandler {
    static final int NORMAL = WebSocketCloseStatus.NORMAL_CLOSURE.code();
    static final int POLICY_VIOLATION = WebSocketCloseStatus.POLICY_VIOLATION.code();
    private static final int SMALLEST_FRAME_LIMIT = 64 * 1024;

    private final NettyLink link;

    WebSocketFrames(NettyLink link) {
        this.link = link;
    }

    /**
     * No frame is longer than the longest packet, as it is held until it is whole; but several packets may share one
     * where packets are to be short.
     */
    static int frameLimit(int maximumPacketSize) {
        return Math.max(maximumPacketSize, SMALLEST_FRAME_LIMIT);
    }

    static WebSocketDecoderConfig serverConfig(int maximumPacketSize) {
        return WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(frameLimit(maximumPacketSize))
                .expectMaskedFrames(true)
                .allowMaskMismatch(false)
                .allowExtensions(false)
                .withUTF8Validator(false)
                .closeOnProtocolViolation(false)
                .build();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof BinaryWebSocketFrame frame) {
            ctx.fireChannelRead(frame.content());
        } else if (message instanceof ContinuationWebSocketFrame frame) {
            ctx.fireChannelRead(frame.content());
        } else {
            try {
                onOther(ctx, message);
            } finally {
                ReferenceCountUtil.release(message);
            }
        }
    }

    private void onOther(ChannelHandlerContext ctx, Object message) {
        if (message instanceof PingWebSocketFrame ping) {
            if (ctx.channel().isWritable()) { // else the answers to one who does not read them would pile up
                ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            }
        } else if (message instanceof CloseWebSocketFrame close) {
            int status = close.statusCode();
            link.end("closed by the peer, WebSocket status " + status, status < 0 ? NORMAL : status);
        } else if (!(message instanceof PongWebSocketFrame)) {
            link.end("a WebSocket frame that is not binary came", WebSocketCloseStatus.INVALID_MESSAGE_TYPE.code());
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        ctx.write(message instanceof ByteBuf bytes ? new BinaryWebSocketFrame(bytes) : message, promise);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof CorruptedWebSocketFrameException corrupted)) {
            ctx.fireExceptionCaught(cause);
        } else if (corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
            link.violated(new ProtocolViolation(
                    ReasonCode.PACKET_TOO_LARGE, "a WebSocket frame is too long: " + corrupted.getMessage()));
        } else {
            link.end(
                    "WebSocket: " + corrupted.getMessage(),
                    corrupted.closeStatus().code());
        }
    }
}
