package dev.mqttra.netty;

import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * A large PUBLISH on its way out: its header and, beside it, the payload that all its copies share. It goes to the
 * socket in pieces through one buffer of the loop as the socket takes them, so a slow reader of 20 MB holds no copy.
 */
final class PayloadRegion extends AbstractReferenceCounted implements FileRegion {
    private final byte[] header;
    private final byte[] payload;
    private final LoopBuffers buffers;
    private long transferred;

    PayloadRegion(byte[] header, byte[] payload, LoopBuffers buffers) {
        this.header = header;
        this.payload = payload;
        this.buffers = buffers;
    }

    @Override
    public long transferTo(WritableByteChannel target, long position) throws IOException {
        ByteBuffer piece = buffers.scratch();
        int at = (int) position;
        if (at < header.length) {
            piece.put(header, at, header.length - at);
        }
        int from = Math.max(0, at - header.length);
        piece.put(payload, from, Math.min(payload.length - from, piece.remaining()));
        int written = target.write(piece.flip());
        if (written > 0) {
            transferred += written;
        }
        return written;
    }

    @Override
    public long count() {
        return (long) header.length + payload.length;
    }

    @Override
    public long position() {
        return 0;
    }

    @Override
    public long transferred() {
        return transferred;
    }

    @Override
    @Deprecated
    public long transfered() {
        return transferred;
    }

    @Override
    protected void deallocate() {}

    @Override
    public FileRegion retain() {
        super.retain();
        return this;
    }

    @Override
    public FileRegion retain(int increment) {
        super.retain(increment);
        return this;
    }

    @Override
    public FileRegion touch() {
        return this;
    }

    @Override
    public FileRegion touch(Object hint) {
        return this;
    }
}
