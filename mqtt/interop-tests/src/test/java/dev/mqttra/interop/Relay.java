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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** The network between client and server: one address that stays, whose connections the test can cut. */
public final class Relay implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private final AtomicLong swallowed = new AtomicLong();
    private volatile boolean down;
    private volatile boolean swallowingFromClient;
    private volatile boolean swallowingFromServer;

    public Relay(int target) throws IOException {
        this.target = target;
        thread(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    void target(int port) {
        target = port;
    }

    /** Loses what the client says from now on, until {@link #cut()}. */
    public void swallowFromClient() {
        swallowed.set(0);
        swallowingFromClient = true;
    }

    /** Loses what the server says from now on, until {@link #cut()}. */
    public void swallowFromServer() {
        swallowed.set(0);
        swallowingFromServer = true;
    }

    /** How many bytes were lost since that began. */
    public long swallowed() {
        return swallowed.get();
    }

    /** Cuts what is open; new connections are possible. */
    public void cut() {
        // As they are now: a client may be back before this is done.
        List.copyOf(sockets).forEach(Relay::close);
        swallowingFromClient = false;
        swallowingFromServer = false;
    }

    /** Cuts what is open, and everything that is tried, until {@link #up()}. */
    public void down() {
        down = true;
        cut();
    }

    public void up() {
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
            thread(() -> copy(client, server, () -> swallowingFromClient));
            thread(() -> copy(server, client, () -> swallowingFromServer));
            if (down) {
                cut();
            }
        } catch (IOException e) {
            close(client);
        }
    }

    private void copy(Socket from, Socket to, BooleanSupplier swallowing) {
        byte[] buffer = new byte[65_536];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (swallowing.getAsBoolean()) {
                    swallowed.addAndGet(n);
                } else {
                    out.write(buffer, 0, n);
                }
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
