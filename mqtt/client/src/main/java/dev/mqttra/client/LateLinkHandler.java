package dev.mqttra.client;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.link.LinkHandler;
import dev.mqttra.protocol.packet.Packet;

/** For a link that came when the client had given the attempt up: it is closed, and what it says does not matter. */
final class LateLinkHandler implements LinkHandler {
    @Override
    public void onPacket(Packet packet, long now) {}

    @Override
    public void onBatchEnd(long now) {}

    @Override
    public void onViolation(ProtocolViolation violation, long now) {}

    @Override
    public void onWritable(long now) {}

    @Override
    public void onClosed(String reason, long now) {}
}
