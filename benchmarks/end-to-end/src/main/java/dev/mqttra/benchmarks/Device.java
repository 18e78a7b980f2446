package dev.mqttra.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;

/**
 * A device that publishes as fast as the beans take its messages. At QoS 1 and 2 on the hosted broker their acknowledgements
 * say how far the beans are; otherwise the count that the server shows does, which a thread of its own looks at.
 */
final class Device extends Connection {
    private static final long LOOK_MILLIS = 5;
    private static final int LARGEST_ID = 65_535;

    private final DeliveryServer server;
    private final Selector selector;
    private final int qos;
    private final int window;
    private final boolean byCount;
    private final byte[] frame;
    private final int payload;
    private final short[] released = new short[LARGEST_ID];
    private int pubRecs;
    private int pubRels;
    private long sent;
    private long acknowledged;
    private volatile long counted;
    private volatile boolean ended;
    private volatile boolean lookFailed;
    private int nextId = 1;

    /** @param window messages that may be on their way to the bean */
    Device(DeliveryServer server, DeliveryCase one, Selector selector, int payload, int window) throws IOException {
        super(selector, server.port(one), Frames.connect("bench-device"));
        this.server = server;
        this.selector = selector;
        this.qos = one.qos();
        this.window = window;
        this.payload = payload;
        this.byCount = qos == 0 || !one.isHosted();
        this.frame = Frames.publish(one.topic(), qos, payload);
    }

    /** Begins to look at the count, where that says how far the beans are. */
    void start() throws IOException, InterruptedException {
        if (byCount) {
            long before = server.shown();
            Thread thread = new Thread(() -> look(before), "count");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void look(long before) {
        try {
            while (!ended) {
                counted = server.shown() - before;
                selector.wakeup();
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            lookFailed = true;
        }
    }

    /** How many messages beans are done with. */
    long done() {
        if (lookFailed) {
            throw new IllegalStateException("the server does not tell its count");
        }
        return byCount ? counted : acknowledged;
    }

    @Override
    void onFrame(int type, ByteBuffer in, int body, int end, long now) {
        switch (type) {
            case Frames.PUBACK, Frames.PUBCOMP -> acknowledged++;
            case Frames.PUBREC -> released[pubRecs++ % released.length] = in.getShort(body);
            default -> {
                // nothing else is sent to one that has not subscribed
            }
        }
    }

    @Override
    void fill(ByteBuffer out) {
        // In the order of the PUBRECs [MQTT-4.6.0-4]: Mosquitto searches its messages from the oldest on.
        while (pubRels < pubRecs && out.remaining() >= 4) {
            out.put((byte) (Frames.PUBREL << 4 | 2)).put((byte) 2).putShort(released[pubRels++ % released.length]);
        }
        while (sent - done() < window && out.remaining() >= frame.length) {
            int at = out.position() + frame.length - payload - 2;
            out.put(frame);
            if (qos > 0) {
                out.putShort(at, (short) nextId);
                nextId = nextId == LARGEST_ID ? 1 : nextId + 1;
            }
            sent++;
        }
    }

    @Override
    void close() throws IOException {
        ended = true;
        super.close();
    }
}
