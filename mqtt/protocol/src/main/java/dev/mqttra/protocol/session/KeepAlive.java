package dev.mqttra.protocol.session;

/**
 * The keep-alive of one connection, for either end [5.0 3.1.2.10]: a server asks {@link #untilSilent}, a client
 * {@link #untilPing} and {@link #untilPingOverdue}. The answers are nanoseconds from {@code now} on: 0 or less is due,
 * {@link #NEVER} is never (a keep alive of 0 is off).
 *
 * <p>Telling it what was sent or received costs an assignment, so that no timer needs to be moved for a packet: let the
 * timer fire, ask again, and set it anew when there is time left. One owner's thread; every {@code now} is
 * {@link System#nanoTime()}.
 */
public final class KeepAlive {
    public static final long NEVER = Long.MAX_VALUE;

    private static final long SECOND = 1_000_000_000L;
    private static final long LEAST_WAIT_FOR_ANSWER = 5 * SECOND;

    private final long interval;
    private long received;
    private long sent;
    private long pingSent;
    private boolean pinging;
    private boolean reading = true;

    /**
     * @param seconds the keep alive of CONNECT, or the server's own of CONNACK where there is one; 0 to 65535, 0 is off
     */
    public KeepAlive(int seconds, long now) {
        if (seconds < 0 || seconds > 65_535) {
            throw new IllegalArgumentException("keep alive is 0 to 65535 seconds, not " + seconds);
        }
        interval = seconds * SECOND;
        received = now;
        sent = now;
    }

    /** Something came from the peer: any packet, or a batch of them. It is a sign of life, also in place of PINGRESP. */
    public void onReceived(long now) {
        received = now;
        pinging = false;
    }

    /** A packet was sent, whichever. */
    public void onSent(long now) {
        sent = now;
    }

    /** A PINGREQ was sent. {@link #onSent} need not be told too. */
    public void onPingSent(long now) {
        sent = now;
        if (!pinging) {
            pinging = true;
            pingSent = now;
        }
    }

    /**
     * This end stopped or started reading. While it does not read it cannot know whether the peer is silent, so nobody
     * is declared dead; when it starts again the waiting begins anew. A client goes on with its pings.
     */
    public void reading(boolean on, long now) {
        if (on && !reading) {
            received = now;
            pingSent = now;
        }
        reading = on;
    }

    /** For a server: until nothing has come for one and a half times the keep alive [MQTT-3.1.2-22]. */
    public long untilSilent(long now) {
        return interval == 0 || !reading ? NEVER : interval + interval / 2 - (now - received);
    }

    /**
     * For a client: until a PINGREQ is to be sent. It is after three quarters of the keep alive without a packet, so that
     * the next one leaves within it [MQTT-3.1.2-20], also where the timer is late.
     */
    public long untilPing(long now) {
        return interval == 0 ? NEVER : interval - interval / 4 - (now - sent);
    }

    /**
     * For a client: until nothing has come since a PINGREQ for half the keep alive, at least 5 seconds: the connection is
     * taken for dead then. Never while no PINGREQ is out.
     */
    public long untilPingOverdue(long now) {
        return !pinging || !reading ? NEVER : Math.max(interval / 2, LEAST_WAIT_FOR_ANSWER) - (now - pingSent);
    }
}
