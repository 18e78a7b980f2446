package dev.mqttra.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The direct buffers of one loop: a large one that every read of every link goes through, and a stock of batch buffers
 * for what is written. A link holds none while it is idle, so ten thousand idle links cost nothing here. Not Netty's
 * pools: these are plain arrays of memory that are freed when the loop ends.
 */
final class LoopBuffers {
    static final int READ_SIZE = 128 * 1024;
    static final int BATCH_SIZE = 64 * 1024;
    private static final int STOCK = 32;

    /** No leak detection: what is handed out comes back by counting, and the counts are ours. */
    static final ByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(true, true);

    /** For TLS and WebSocket, whose steps work on the heap: the JDK's ciphers copy what is not there. */
    static final ByteBufAllocator TRANSPORT_ALLOCATOR = new UnpooledByteBufAllocator(false, true);

    /** A direct buffer being filled. The view has its own position; the reference count tells when it is written. */
    static final class Batch {
        final ByteBuf bytes;
        final ByteBuffer view;

        Batch(int capacity) {
            bytes = ALLOCATOR.directBuffer(capacity, capacity);
            view = bytes.nioBuffer(0, capacity);
        }
    }

    private final ArrayDeque<Batch> stock = new ArrayDeque<>();
    private @Nullable ByteBuf read;
    private @Nullable ByteBuffer scratch;
    private boolean closed;

    /** The buffer of the read that is going on: empty, with one reference for the reader. */
    ByteBuf read() {
        ByteBuf buffer = read;
        if (buffer == null || buffer.refCnt() != 1) {
            // Whoever still holds the former one keeps it; nobody should.
            buffer = ALLOCATOR.directBuffer(READ_SIZE, READ_SIZE);
            read = buffer;
        }
        return buffer.clear().retain();
    }

    /** An empty batch with room for so many bytes. */
    Batch take(int size) {
        if (size > BATCH_SIZE) {
            return new Batch(size);
        }
        Batch batch = stock.pollLast();
        return batch != null ? batch : new Batch(BATCH_SIZE);
    }

    /** A batch comes back that nobody else refers to. */
    void giveBack(Batch batch) {
        if (batch.bytes.refCnt() == 1 && batch.bytes.capacity() == BATCH_SIZE && stock.size() < STOCK && !closed) {
            batch.view.clear();
            stock.addLast(batch);
        } else {
            batch.bytes.release();
        }
    }

    /** A buffer for a copy that is used up before the caller returns. */
    ByteBuffer scratch() {
        ByteBuffer buffer = scratch;
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(BATCH_SIZE);
            scratch = buffer;
        }
        return buffer.clear();
    }

    /** The loop has ended. */
    void close() {
        closed = true;
        stock.forEach(batch -> batch.bytes.release());
        stock.clear();
        ByteBuf buffer = read;
        if (buffer != null) {
            buffer.release();
            read = null;
        }
        scratch = null;
    }
}
