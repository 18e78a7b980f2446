package dev.mqttra.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The network between the server and what stays up: between one bean's client and its broker or, hosted, between a publisher
 * and the broker in the server. It is an address that stays while servers come and go, whose connections can be cut, slowed
 * and refused at any moment. Thread-safe.
 */
final class Network implements AutoCloseable {
    private final Channel channel;
    private final Ledger ledger;
    private final Trigger trigger;
    private final int broker;
    private final ServerSocket listener;
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();
    private volatile long delayMillis;
    private volatile boolean down;
    private volatile int connections;
    private volatile String client = "";

    /** @param broker the port where the broker listens */
    Network(Channel channel, Ledger ledger, Trigger trigger, int broker) {
        this.channel = channel;
        this.ledger = ledger;
        this.trigger = trigger;
        this.broker = broker;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Threads.start(channel + " network", this::accept);
    }

    String uri() {
        return "tcp://127.0.0.1:" + port();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many connections there have been. */
    int connections() {
        return connections;
    }

    /** What the client that connected last calls itself. */
    String client() {
        return client;
    }

    void connected(String clientId) {
        client = clientId;
    }

    /** What went by and was no MQTT. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** Breaks what is connected, between two packets; the next connection comes through. */
    void cut() {
        List.copyOf(wires).forEach(Wire::cut);
    }

    /** Breaks what is connected, and everything that is tried, until {@link #up()}. */
    void down() {
        down = true;
        cut();
    }

    void up() {
        down = false;
    }

    /** Has each piece of up to 16 KiB take this long from now on, 0 for no time. */
    void slow(long millis) {
        delayMillis = millis;
    }

    void delay() {
        long millis = delayMillis;
        if (millis > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    void failed(String problem) {
        problems.add(problem);
    }

    void ended(Wire wire) {
        wires.remove(wire);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                join(listener.accept());
            } catch (IOException e) {
                // closed, or the broker is away
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private void join(Socket client) throws IOException {
        if (down) {
            client.close();
            return;
        }
        connections++;
        Wire wire;
        try {
            wire = new Wire(connections, channel, ledger, trigger, this, client, broker);
        } catch (IOException e) {
            client.close();
            throw e;
        }
        wires.add(wire);
        wire.start();
        if (down) {
            wire.cut();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        List.copyOf(wires).forEach(Wire::close);
    }
}
