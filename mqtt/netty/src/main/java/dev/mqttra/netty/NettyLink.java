package dev.mqttra.netty;

import dev.mqttra.protocol.codec.PacketDecoder;
import dev.mqttra.protocol.codec.PacketEncoder;
import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.link.Agreement;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.FileRegion;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A link over a socket, plain or through TLS or a WebSocket. It lives on one loop: its methods are called there and its handler is called there.
 *
 * <p>What one read brings is decoded in one go and given to the handler as one batch. What is sent is encoded at once
 * and leaves when the loop has dealt with all that was ready to be read, in one write. {@link #writable()} is false from
 * 256 KiB that the socket has not taken, until they are fewer than 128 KiB.
 *
 * <p>{@link #close()} sends what is queued and then the end of the stream; what the peer still sends is read and thrown
 * away until it closes too, one second at most, because closing over unread bytes would reset the connection and could
 * take the last packet with it. A peer that does not take what is queued is cut off after five seconds.
 */
public final class NettyLink implements Link {
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(128 * 1024, 256 * 1024);
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Loop loop;
    private final SocketChannel channel;
    private final String peer;
    private final boolean server;
    private final LinkSettings settings;
    private final PacketDecoder decoder;
    private final PacketEncoder encoder = new PacketEncoder();
    private final LinkInput input;
    private final LinkOutput output;
    private @Nullable LinkHandler handler;
    private boolean versionKnown;
    private boolean hasConnect;
    private boolean violated;
    private boolean writable = true;
    private boolean flushPending;
    private boolean closing;
    private boolean closed;
    private @Nullable String closeReason;
    private int closeStatus = WebSocketFrames.NORMAL;

    private NettyLink(Loop loop, SocketChannel channel, String peer, LinkSettings settings) {
        this.loop = loop;
        this.channel = channel;
        this.peer = peer;
        this.settings = settings;
        this.server = settings.reader() == PacketDecoder.Reader.SERVER;
        this.decoder = new PacketDecoder(settings.reader(), settings.maximumPacketSize());
        this.input = new LinkInput(loop.buffers(), decoder);
        this.output = new LinkOutput(channel, loop.buffers(), encoder, settings);
    }

    /** Puts a socket on a loop. Once it is connected its handler is made there, then it is read. */
    static void open(
            Loop loop,
            SocketChannel channel,
            InetSocketAddress address,
            LinkSettings settings,
            Function<? super NettyLink, ? extends LinkHandler> accept) {
        String peer = address.getHostString() + ":" + address.getPort();
        NettyLink link = new NettyLink(loop, channel, peer, settings);
        SocketChannelConfig config = channel.config();
        config.setTcpNoDelay(true);
        config.setWriteBufferWaterMark(WATER_MARK);
        config.setOption(ChannelOption.MESSAGE_SIZE_ESTIMATOR, BYTES);
        Transport transport = settings.transport();
        if (transport == null) {
            config.setAllocator(LoopBuffers.ALLOCATOR);
            config.setRecvByteBufAllocator(link.input);
        } else {
            config.setAllocator(LoopBuffers.TRANSPORT_ALLOCATOR);
            transport.addTo(channel.pipeline(), link);
        }
        channel.pipeline().addLast(link.new Events(accept));
        loop.register(channel);
    }

    /** The loop that owns this link. */
    public Loop loop() {
        return loop;
    }

    @Override
    public boolean send(Packet packet) {
        if (packet instanceof Publish one) {
            return publish(one.message(), one.qos(), one.retain(), one.dup(), one.packetId(), CopyProperties.NONE);
        }
        return closing || output.add(packet);
    }

    @Override
    public boolean publish(Message message, QoS qos, boolean retain, boolean dup, int packetId, CopyProperties copy) {
        return closing || output.add(message, qos, retain, dup, packetId, copy);
    }

    @Override
    public void flush() {
        if (!flushPending && !closing) {
            flushPending = true;
            loop.flushLater(this);
        }
    }

    @Override
    public boolean writable() {
        return writable;
    }

    @Override
    public void reading(boolean on) {
        if (!closing) {
            channel.config().setAutoRead(on);
        }
    }

    @Override
    public void agreed(Agreement agreement) {
        version(agreement.version());
        decoder.topicAliasMaximum(agreement.topicAliasMaximum());
        encoder.peer(
                agreement.peerTopicAliasMaximum(), agreement.peerMaximumPacketSize(), agreement.problemInformation());
    }

    private void version(MqttVersion version) {
        versionKnown = true;
        decoder.version(version);
        encoder.version(version);
    }

    @Override
    public void close() {
        if (!closing) {
            flush();
            closing = true;
            closedBecause("closed here");
        }
    }

    /** Counts the bytes of this link, and of all that share the counter. */
    public Traffic traffic() {
        return settings.traffic();
    }

    @Override
    public boolean local() {
        return false;
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public String toString() {
        return peer;
    }

    /** The turn of the loop is over. */
    void flushNow() {
        flushPending = false;
        if (closed) {
            return;
        }
        try {
            leave();
        } catch (RuntimeException failure) {
            fail(failure);
        }
    }

    private void leave() {
        output.flush(closing);
        if (closing && output.isDrained()) {
            endStream();
        } else if (closing) {
            Cancellable cut = loop.schedule(channel::close, DRAIN_NANOS);
            output.whenDrained(() -> {
                cut.cancel();
                endStream();
            });
        }
    }

    private void endStream() {
        Cancellable cut = loop.schedule(channel::close, LINGER_NANOS);
        channel.closeFuture().addListener(done -> cut.cancel());
        channel.config().setAutoRead(true);
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(WebSocketFrames.class) != null) {
            channel.writeAndFlush(new CloseWebSocketFrame(closeStatus, "")).addListener(done -> endTls(pipeline));
        } else {
            endTls(pipeline);
        }
    }

    private void endTls(ChannelPipeline pipeline) {
        SslHandler tls = pipeline.get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound().addListener(done -> channel.shutdownOutput());
        } else {
            channel.shutdownOutput();
        }
    }

    /** The transport ends the link, with this status if it is a WebSocket. */
    void end(String reason, int webSocketStatus) {
        if (!closing) {
            closeStatus = webSocketStatus;
            closedBecause(reason);
            close();
        }
    }

    /** The transport found that the peer broke the protocol: the machine answers as it does to a wrong packet. */
    void violated(ProtocolViolation violation) {
        LinkHandler machine = handler;
        if (closing || violated || machine == null) {
            return;
        }
        violated = true;
        channel.config().setAutoRead(false);
        try {
            machine.onViolation(violation, System.nanoTime());
        } catch (RuntimeException | Error failure) {
            fail(failure);
        }
    }

    /** Whether the peer's CONNECT is there. Of a client's link: always. */
    boolean hasConnect() {
        return hasConnect || !server;
    }

    /** What came through TLS or a WebSocket goes the way of what is read from a socket, in as many pieces as it needs. */
    private void onTransported(ByteBuf bytes) {
        while (bytes.isReadable() && !closing && !violated) {
            ByteBuf read = input.beforeRead();
            try {
                read.writeBytes(bytes, Math.min(bytes.readableBytes(), read.writableBytes()));
                onRead(read);
            } finally {
                read.release();
            }
        }
    }

    private void onRead(ByteBuf read) {
        LinkHandler machine = handler;
        settings.traffic().addReceived(input.fresh(read));
        if (closing || violated || machine == null) {
            return;
        }
        long now = System.nanoTime();
        ByteBuffer in = read.internalNioBuffer(read.readerIndex(), read.readableBytes());
        try {
            ProtocolViolation violation = decodeAll(in, machine, now);
            machine.onBatchEnd(now);
            if (violation != null) {
                violated(violation);
            } else if (!closing) {
                input.afterRead(read, in);
            }
        } catch (Throwable failure) {
            fail(failure);
        }
    }

    private @Nullable ProtocolViolation decodeAll(ByteBuffer in, LinkHandler machine, long now) {
        try {
            int start = in.position();
            for (Packet packet = input.next(in); packet != null; packet = input.next(in)) {
                if (!hasConnect()) {
                    checkConnectSize(in.position() - start);
                    hasConnect = true;
                }
                if (!versionKnown && server && packet instanceof Connect connect) {
                    version(connect.version());
                }
                machine.onPacket(packet, now);
                if (closing) {
                    return null;
                }
            }
            if (!hasConnect()) {
                checkConnectSize(Math.max(in.remaining(), decoder.needed()));
            }
            return null;
        } catch (ProtocolViolation violation) {
            if (!versionKnown && server) {
                // A CONNECT of a version nobody knows is answered in one that its client understands.
                version(decoder.version());
            }
            return violation;
        }
    }

    private void checkConnectSize(int size) throws ProtocolViolation {
        if (size > settings.maximumBytesBeforeConnect()) {
            throw new ProtocolViolation(
                    ReasonCode.PACKET_TOO_LARGE,
                    "a first packet of " + size + " bytes or more is larger than the maximum of "
                            + settings.maximumBytesBeforeConnect());
        }
    }

    /** The handler threw: its own link is closed at once, the others go on. */
    private void fail(Throwable failure) {
        Log.handlerFailed(peer, failure);
        closing = true;
        closedBecause("its handler failed: " + failure);
        channel.close();
    }

    private void closedBecause(String reason) {
        if (closeReason == null) {
            closeReason = reason;
        }
    }

    private void onInactive() {
        LinkHandler machine = handler;
        if (closed) {
            return;
        }
        closed = true;
        closing = true;
        output.close();
        input.close();
        if (machine == null) {
            return;
        }
        String reason = closeReason == null ? "closed by the peer" : closeReason;
        Log.closed(peer, reason);
        try {
            machine.onClosed(reason, System.nanoTime());
        } catch (RuntimeException | Error failure) {
            Log.handlerFailed(peer, failure);
        }
    }

    private void onWritability(boolean now) {
        LinkHandler machine = handler;
        boolean was = writable;
        writable = now;
        if (now && !was && !closing && machine != null) {
            try {
                machine.onWritable(System.nanoTime());
            } catch (RuntimeException | Error failure) {
                fail(failure);
            }
        }
    }

    /** Netty's estimator takes a region for nothing, and a slow reader of large payloads would stay writable. */
    private static final MessageSizeEstimator BYTES = () -> message -> {
        if (message instanceof ByteBuf bytes) {
            return bytes.readableBytes();
        }
        return message instanceof FileRegion region ? (int) Math.min(Integer.MAX_VALUE, region.count()) : 0;
    };

    /** What the channel tells. */
    private final class Events extends ChannelInboundHandlerAdapter {
        private final Function<? super NettyLink, ? extends LinkHandler> accept;

        Events(Function<? super NettyLink, ? extends LinkHandler> accept) {
            this.accept = accept;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            try {
                handler = accept.apply(NettyLink.this);
            } catch (RuntimeException | Error failure) {
                fail(failure);
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf read = (ByteBuf) message;
            try {
                if (settings.transport() == null) {
                    onRead(read);
                } else {
                    onTransported(read);
                }
            } finally {
                read.release();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            onInactive();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            onWritability(ctx.channel().isWritable());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            closedBecause(String.valueOf(cause.getMessage()));
            ctx.close();
        }
    }
}
