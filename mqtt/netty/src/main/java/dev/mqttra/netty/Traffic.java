package dev.mqttra.netty;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the bytes of MQTT packets that links received and sent, and the packets sent; what TLS and WebSocket add is not counted. Links of
 * several loops may share one. Thread-safe.
 */
public final class Traffic {
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder sentPackets = new LongAdder();

    /** Bytes received since the beginning. */
    public long received() {
        return received.sum();
    }

    /** Bytes handed to sockets since the beginning. */
    public long sent() {
        return sent.sum();
    }

    /** Packets handed to sockets since the beginning. */
    public long sentPackets() {
        return sentPackets.sum();
    }

    void addReceived(int bytes) {
        received.add(bytes);
    }

    void addSent(long bytes, int packets) {
        sent.add(bytes);
        sentPackets.add(packets);
    }
}
