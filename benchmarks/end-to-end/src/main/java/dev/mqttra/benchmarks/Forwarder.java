package dev.mqttra.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * No broker: answers CONNECT and SUBSCRIBE, then copies a publisher's bytes to the subscribers without looking at them.
 * What the load generator reaches here at QoS 0 is its own ceiling on this machine, and what the sockets cost at least.
 */
public final class Forwarder {
    private final Selector selector = Selector.open();
    private final List<Client> subscribers = new ArrayList<>();
    private final boolean pairs;

    private Forwarder(boolean pairs) throws IOException {
        this.pairs = pairs;
    }

    /** Arguments: the port, and 'pairs' where each publisher has the subscriber that connected in the same place. */
    public static void main(String[] arguments) throws IOException {
        new Forwarder(arguments.length > 1 && arguments[1].equals("pairs")).serve(Integer.parseInt(arguments[0]));
    }

    private void serve(int port) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", port));
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        int publishers = 0;
        while (true) {
            selector.select();
            for (SelectionKey key : selector.selectedKeys()) {
                if (key.isAcceptable()) {
                    SocketChannel channel = server.accept();
                    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    channel.configureBlocking(false);
                    channel.register(selector, SelectionKey.OP_READ).attach(new Client(channel));
                } else if (!forward((Client) key.attachment(), publishers)) {
                    key.channel().close();
                } else if (((Client) key.attachment()).isNewPublisher()) {
                    ((Client) key.attachment()).number = publishers++;
                }
            }
            selector.selectedKeys().clear();
        }
    }

    private boolean forward(Client from, int publishers) throws IOException {
        ByteBuffer in = from.in;
        in.clear();
        int read;
        try {
            read = from.channel.read(in);
        } catch (IOException e) {
            subscribers.remove(from);
            return false;
        }
        if (read < 0) {
            subscribers.remove(from);
            return false;
        }
        in.flip();
        int first = in.get(0) & 0xF0;
        if (!from.connected && first == 0x10) {
            from.connected = true;
            from.channel.write(ByteBuffer.wrap(new byte[] {0x20, 2, 0, 0}));
        } else if (!from.publisher && first == 0x80) {
            subscribers.add(from);
            from.channel.write(ByteBuffer.wrap(new byte[] {(byte) 0x90, 3, 0, 1, 0}));
        } else {
            if (!from.publisher) {
                from.publisher = true;
                from.number = publishers;
                from.counted = false;
            }
            for (int i = 0; i < subscribers.size(); i++) {
                if (!pairs || i == from.number) {
                    ByteBuffer copy = in.duplicate();
                    while (copy.hasRemaining()) {
                        subscribers.get(i).channel.write(copy);
                    }
                }
            }
        }
        return true;
    }

    private static final class Client {
        final SocketChannel channel;
        final ByteBuffer in = ByteBuffer.allocateDirect(1 << 18);
        boolean connected;
        boolean publisher;
        boolean counted = true;
        int number = -1;

        Client(SocketChannel channel) {
            this.channel = channel;
        }

        boolean isNewPublisher() {
            boolean isNew = publisher && !counted;
            counted = true;
            return isNew;
        }
    }
}
