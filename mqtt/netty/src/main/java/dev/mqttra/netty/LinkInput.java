package dev.mqttra.netty;

import dev.mqttra.protocol.codec.PacketDecoder;
import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.Packet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Framing: gives each read its buffer and takes packets out of it. Whole packets are decoded straight in the loop's
 * read buffer. The beginning of a packet that is cut off is put in front of the next read there; when it is large, the
 * link reads into a buffer of its own that doubles as bytes arrive, never by a length that is only announced.
 */
final class LinkInput extends DefaultMaxMessagesRecvByteBufAllocator {
    /** Leftovers up to here are copied to the loop's buffer again at each read. */
    private static final int SMALL_LEFTOVER = 16 * 1024;

    private static final byte[] NONE = new byte[0];

    private final LoopBuffers buffers;
    private final PacketDecoder decoder;
    private byte[] leftover = NONE;
    private @Nullable ByteBuf own;
    private int kept;

    LinkInput(LoopBuffers buffers, PacketDecoder decoder) {
        // One read for each turn of the loop: with a buffer of this size more would only be unfair to the other links.
        super(1);
        this.buffers = buffers;
        this.decoder = decoder;
    }

    @Override
    public Handle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public ByteBuf allocate(ByteBufAllocator ignored) {
                return beforeRead();
            }

            @Override
            public int guess() {
                return LoopBuffers.READ_SIZE;
            }
        };
    }

    /** The next packet in what was read, null when there is no whole one. */
    @Nullable
    Packet next(ByteBuffer in) throws ProtocolViolation {
        return in.hasRemaining() ? decoder.decode(in) : null;
    }

    /** The buffer to read into, with what was left over in front. A read that brings nothing loses nothing. */
    ByteBuf beforeRead() {
        ByteBuf large = own;
        if (large != null) {
            kept = large.readableBytes();
            if (large.writableBytes() < SMALL_LEFTOVER) {
                large.ensureWritable(Math.max(large.readableBytes(), SMALL_LEFTOVER));
            }
            return large.retain();
        }
        kept = leftover.length;
        return buffers.read().writeBytes(leftover);
    }

    /** How many bytes this read has brought. */
    int fresh(ByteBuf read) {
        return read.readableBytes() - kept;
    }

    /** Keeps what could not be decoded yet. */
    void afterRead(ByteBuf read, ByteBuffer undecoded) {
        int rest = undecoded.remaining();
        if (own == null) {
            if (rest <= SMALL_LEFTOVER) {
                leftover = keep(undecoded, rest);
            } else {
                leftover = NONE;
                own = LoopBuffers.ALLOCATOR.directBuffer(2 * rest).writeBytes(undecoded);
            }
        } else if (rest <= SMALL_LEFTOVER) {
            leftover = keep(undecoded, rest);
            close();
        } else {
            read.skipBytes(read.readableBytes() - rest);
            read.discardReadBytes();
        }
    }

    /** Frees what is kept. */
    void close() {
        ByteBuf large = own;
        if (large != null) {
            own = null;
            large.release();
        }
    }

    private static byte[] keep(ByteBuffer undecoded, int rest) {
        if (rest == 0) {
            return NONE;
        }
        byte[] kept = new byte[rest];
        undecoded.get(kept);
        return kept;
    }
}
