package dev.mqttra.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A client's socket: whole frames are walked in the read buffer, what is to be sent waits in the write buffer. */
abstract class Connection {
    private static final int BUFFER = 1 << 18;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
    private boolean wantsWrite;

    Connection(Selector selector, int port, byte[]... hello) throws IOException {
        channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(new InetSocketAddress("127.0.0.1", port));
        for (byte[] frame : hello) {
            channel.write(ByteBuffer.wrap(frame));
            awaitAnswer();
        }
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
        out.limit(0);
    }

    /** One frame: type, where its body begins and ends. */
    abstract void onFrame(int type, ByteBuffer in, int body, int end, long now);

    /** Called when everything given before has left: fill the buffer, as much as there is credit for. */
    abstract void fill(ByteBuffer out);

    /** CONNACK and SUBACK are 4 and 5 bytes; both say in their last byte that all is well. */
    private void awaitAnswer() throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(2);
        readFully(answer);
        ByteBuffer body = ByteBuffer.allocate(answer.get(1));
        readFully(body);
        if ((body.get(body.capacity() - 1) & 0x80) != 0 || answer.get(0) == 0x20 && body.get(1) != 0) {
            throw new IOException("refused by the broker");
        }
    }

    private void readFully(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("closed by the broker");
            }
        }
    }

    void read(long now) throws IOException {
        int read = channel.read(in);
        if (read < 0) {
            throw new EOFException("closed by the broker");
        }
        in.flip();
        int position = 0;
        int limit = in.limit();
        while (limit - position >= 2) {
            int length = 0;
            int at = position + 1;
            int shift = 0;
            byte b;
            do {
                b = in.get(at++);
                length |= (b & 127) << shift;
                shift += 7;
            } while (b < 0 && at < limit);
            if (b < 0 || limit - at < length) {
                break;
            }
            onFrame((in.get(position) & 0xF0) >> 4, in, at, at + length, now);
            position = at + length;
        }
        in.position(position);
        in.compact();
    }

    /** Writes what there is; asks to be told where the socket takes no more. */
    void write() throws IOException {
        if (!out.hasRemaining()) {
            out.clear();
            fill(out);
            out.flip();
        }
        if (out.hasRemaining()) {
            channel.write(out);
        }
        if (wantsWrite != out.hasRemaining()) {
            wantsWrite = !wantsWrite;
            key.interestOps(wantsWrite ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }
    }

    void close() throws IOException {
        channel.close();
    }
}
