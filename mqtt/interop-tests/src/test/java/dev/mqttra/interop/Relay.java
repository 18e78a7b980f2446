package dev.mqttra.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The network between client and server: one address that stays, whose connections the test can cut. */
final class Relay implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile boolean down;

    Relay(int target) throws IOException {
        this.target = target;
        thread(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void target(int port) {
        target = port;
    }

    /** Cuts what is open; new connections are possible. */
    void cut() {
        // As they are now: a client may be back before this is done.
        List.copyOf(sockets).forEach(Relay::close);
    }

    /** Cuts what is open, and everything that is tried, until {@link #up()}. */
    void down() {
        down = true;
        cut();
    }

    void up() {
        down = false;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                join(client);
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void join(Socket client) {
        sockets.add(client);
        if (down) {
            close(client);
            return;
        }
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            thread(() -> copy(client, server));
            thread(() -> copy(server, client));
            if (down) {
                cut();
            }
        } catch (IOException e) {
            close(client);
        }
    }

    private void copy(Socket from, Socket to) {
        byte[] buffer = new byte[65_536];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // cut
        }
        close(from);
        close(to);
        sockets.remove(from);
        sockets.remove(to);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed then
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }
}
