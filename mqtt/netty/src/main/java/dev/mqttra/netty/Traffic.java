package dev.mqttra.netty;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the bytes of MQTT packets that links received and sent; what TLS and WebSocket add is not counted. Links of
 * several loops may share one. Thread-safe.
 */
public final class Traffic {
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();

    /** Bytes received since the beginning. */
    public long received() {
        return received.sum();
    }

    /** Bytes handed to sockets since the beginning. */
    public long sent() {
        return sent.sum();
    }

    void addReceived(int bytes) {
        received.add(bytes);
    }

    void addSent(long bytes) {
        sent.add(bytes);
    }
}
