package dev.mqttra.protocol.link;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.Packet;

/**
 * The machine at one end of a {@link Link}. Called by the owner's executor, never from within a call to the link.
 * {@code now} is {@link System#nanoTime()} as the caller read it once for the batch.
 */
public interface LinkHandler {

    /** A packet arrived. Packets of one read come in one batch that {@link #onBatchEnd} ends. */
    void onPacket(Packet packet, long now);

    /** The batch is over: the moment to commit, to release acknowledgements and to flush. */
    void onBatchEnd(long now);

    /** What arrived breaks the protocol. Nothing arrives after it; the handler answers, if it may, and closes the link. */
    void onViolation(ProtocolViolation violation, long now);

    /** {@link Link#writable()} became true again. */
    void onWritable(long now);

    /**
     * The link is closed, by whichever side. Called once, the last call.
     *
     * @param reason for logs: what the transport said
     */
    void onClosed(String reason, long now);
}
