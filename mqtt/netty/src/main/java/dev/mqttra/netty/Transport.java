package dev.mqttra.netty;

import io.netty.channel.ChannelPipeline;

/** What lies between a socket and its link where that is more than nothing: TLS, WebSocket, or both. */
interface Transport {

    /** Adds the handlers between the socket and the link, which comes behind them. */
    void addTo(ChannelPipeline pipeline, NettyLink link);
}
