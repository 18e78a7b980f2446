package dev.mqttra.netty;

import dev.mqttra.netty.LoopBuffers.Batch;
import dev.mqttra.protocol.codec.PacketEncoder;
import dev.mqttra.protocol.codec.PublishHeader;
import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.QoS;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a link sends: packets are encoded one behind the other into a batch buffer, which goes to the channel when the
 * link is flushed or the buffer is full. While the socket has not taken the former batch, small ones wait and grow
 * together, so a slow peer never makes a buffer of 64 KiB hold a PUBACK of four bytes.
 */
final class LinkOutput {
    /** Payloads above this are not copied into a batch but written beside it, shared by all receivers. */
    private static final int LARGE_PAYLOAD = LoopBuffers.BATCH_SIZE / 2;

    private final Channel channel;
    private final LoopBuffers buffers;
    private final PacketEncoder encoder;
    private final LinkSettings settings;
    private @Nullable Batch batch;
    /** Packets in the batch. */
    private int packets;

    private int unwritten;
    private boolean flushing;
    private @Nullable Runnable drained;

    LinkOutput(Channel channel, LoopBuffers buffers, PacketEncoder encoder, LinkSettings settings) {
        this.channel = channel;
        this.buffers = buffers;
        this.encoder = encoder;
        this.settings = settings;
    }

    /** False where the packet is larger than the peer takes: nothing is written. */
    boolean add(Packet packet) {
        Packet sent = encoder.forPeer(packet);
        if (sent == null) {
            return false;
        }
        encoder.encode(sent, reserve(encoder.size(sent)));
        return true;
    }

    /** False where the packet is larger than the peer takes: nothing is written. */
    boolean add(Message message, QoS qos, boolean retain, boolean dup, int packetId, CopyProperties copy) {
        PublishHeader header = encoder.publish(message, qos, retain, dup, packetId, copy);
        if (header == null) {
            return false;
        }
        byte[] payload = message.payload();
        if (payload.length <= LARGE_PAYLOAD) {
            ByteBuffer out = reserve(header.size());
            header.write(out);
            out.put(payload);
        } else {
            ByteBuffer out = ByteBuffer.allocate(header.size() - payload.length);
            header.write(out);
            handOver();
            unwritten++;
            settings.traffic().addSent(header.size(), 1);
            writeLarge(out.array(), payload).addListener(written -> written());
        }
        return true;
    }

    private ChannelFuture writeLarge(byte[] header, byte[] payload) {
        if (settings.transport() == null) {
            return channel.write(new PayloadRegion(header, payload, buffers));
        }
        return channel.write(Unpooled.wrappedBuffer(header, payload));
    }

    /** Hands over what is there, unless the socket is still busy with what came before. */
    void flush(boolean force) {
        if (force || unwritten == 0) {
            handOver();
        }
        if (unwritten > 0) {
            flushing = true;
            channel.flush();
            flushing = false;
        }
    }

    /** Whether everything has left. */
    boolean isDrained() {
        return unwritten == 0 && batch == null;
    }

    /** Runs later, once, when everything has left or failed. */
    void whenDrained(Runnable action) {
        drained = action;
    }

    /** The channel is closed: nothing is sent any more. */
    void close() {
        Batch rest = batch;
        if (rest != null) {
            batch = null;
            buffers.giveBack(rest);
        }
    }

    private ByteBuffer reserve(int size) {
        Batch current = batch;
        if (current != null && current.view.remaining() < size) {
            handOver();
            current = null;
        }
        if (current == null) {
            current = buffers.take(size);
            batch = current;
        }
        packets++;
        return current.view;
    }

    private void handOver() {
        Batch full = batch;
        if (full != null && full.view.position() > 0) {
            batch = null;
            full.bytes.setIndex(0, full.view.position());
            settings.traffic().addSent(full.view.position(), packets);
            packets = 0;
            unwritten++;
            channel.write(full.bytes.retain()).addListener((ChannelFutureListener) written -> written(full));
        }
    }

    private void written(Batch former) {
        buffers.giveBack(former);
        written();
    }

    private void written() {
        unwritten--;
        if (unwritten > 0) {
            return;
        }
        Runnable action = drained;
        if (batch != null && !flushing) {
            flush(true);
        } else if (action != null && batch == null) {
            drained = null;
            action.run();
        }
    }
}
