package dev.mqttra.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Bounds what a stranger can make TLS, HTTP and WebSocket hold: counts the socket's bytes until the link has its CONNECT.
 * One read more than the bound may pass, because a client may send on behind its CONNECT.
 */
final class BeforeConnect extends ChannelInboundHandlerAdapter {
    private final NettyLink link;
    private final int maximum;
    private int bytes;

    BeforeConnect(NettyLink link, int maximum) {
        this.link = link;
        this.maximum = maximum;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (link.hasConnect()) {
            ctx.pipeline().remove(this);
            ctx.fireChannelRead(message);
        } else if (bytes > maximum) {
            ReferenceCountUtil.release(message);
            link.end("more than " + maximum + " bytes came without a CONNECT", WebSocketFrames.POLICY_VIOLATION);
        } else {
            bytes += ((ByteBuf) message).readableBytes();
            ctx.fireChannelRead(message);
        }
    }
}
