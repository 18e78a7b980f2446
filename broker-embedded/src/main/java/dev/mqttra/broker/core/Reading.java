package dev.mqttra.broker.core;

import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.session.KeepAlive;
import java.util.concurrent.TimeUnit;

/**
 * Whether a link is read, and for how long its client may be silent. Reading stops while the authenticator decides, while
 * too much of what the client sent is unacknowledged, and while the client does not take what it is sent. Who is not read
 * is not declared dead either. A link inside the VM is always read.
 */
final class Reading {
    /** Never due: there is no keep-alive. */
    static final long NEVER = KeepAlive.NEVER;

    /** When to look again at a keep-alive that is suspended. */
    private static final long WHILE_NOT_READING = TimeUnit.SECONDS.toNanos(1);

    /**
     * So many batches are read from a client that does not take what it is sent, because it may be about to; then no
     * more, or answers would pile up without a bound. Answers are no larger than what asks for them.
     */
    private static final int MOST_BATCHES_UNREAD = 16;

    private final Link link;
    private KeepAlive keepAlive;
    private boolean on = true;
    private int batchesUnread;

    Reading(Link link, long now) {
        this.link = link;
        keepAlive = new KeepAlive(0, now);
    }

    /** The client is accepted, with its keep-alive in seconds, 0 for none. */
    void begin(int seconds, long now) {
        keepAlive = new KeepAlive(seconds, now);
        keepAlive.reading(on, now);
    }

    /** A batch came and was answered. */
    void onBatch(long now) {
        keepAlive.onReceived(now);
        if (link.writable()) {
            batchesUnread = 0;
        } else if (++batchesUnread == MOST_BATCHES_UNREAD) {
            stop();
        }
    }

    void onWritable() {
        batchesUnread = 0;
    }

    void stop() {
        if (on && !link.local()) {
            on = false;
            keepAlive.reading(false, 0);
            link.reading(false);
        }
    }

    /** Reads again, if it did not and the client takes what it is sent; that nothing else is in the way the caller knows. */
    void resume() {
        if (!on && batchesUnread < MOST_BATCHES_UNREAD) {
            on = true;
            link.reading(true);
        }
    }

    /**
     * Nanoseconds until the client has been silent for too long [MQTT-3.1.2-24], 0 or less where it has,
     * {@link #NEVER} without a keep-alive. Where reading stopped and goes on, the waiting begins anew here.
     */
    long untilSilent(long now) {
        keepAlive.reading(on, now);
        return on ? keepAlive.untilSilent(now) : WHILE_NOT_READING;
    }
}
