package dev.mqttra.netty;

import dev.mqttra.protocol.codec.PacketDecoder.Reader;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import org.jspecify.annotations.Nullable;

/**
 * What a link is to be.
 *
 * @param maximumBytesBeforeConnect of a server's link; a client's has no such bound
 * @param transport null where the link is on the socket itself
 */
record LinkSettings(
        Reader reader,
        int maximumPacketSize,
        int maximumBytesBeforeConnect,
        Traffic traffic,
        @Nullable Transport transport) {

    /** A link of a port. */
    static LinkSettings of(ListenerConfig config) {
        boolean plain = config.tls() == null && config.webSocket() == null;
        return new LinkSettings(
                Reader.SERVER,
                config.maximumPacketSize(),
                config.maximumBytesBeforeConnect(),
                config.traffic(),
                plain ? null : (pipeline, link) -> addServer(config, pipeline, link));
    }

    private static void addServer(ListenerConfig config, ChannelPipeline pipeline, NettyLink link) {
        pipeline.addLast(new BeforeConnect(link, config.maximumBytesBeforeConnect()));
        Tls tls = config.tls();
        if (tls != null) {
            pipeline.addLast(tls.server());
        }
        ListenerConfig.WebSocket webSocket = config.webSocket();
        if (webSocket != null) {
            pipeline.addLast(new HttpServerCodec(new HttpDecoderConfig()
                    .setMaxInitialLineLength(WebSocketUpgrade.MAXIMUM_LINE)
                    .setMaxHeaderSize(WebSocketUpgrade.MAXIMUM_HEADERS)));
            pipeline.addLast(new HttpObjectAggregator(WebSocketUpgrade.MAXIMUM_CONTENT));
            pipeline.addLast(new WebSocketUpgrade(webSocket, config.maximumPacketSize(), link));
        }
    }
}
