package dev.mqttra.broker.core;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.BrokerStatistics;
import dev.mqttra.broker.store.Store;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import java.util.random.RandomGenerator;

/** Being written: the shape others compile against. */
public final class BrokerCore {

    /**
     * @param owner the way back into the owner's thread
     * @param random for invented client identifiers: a SecureRandom
     */
    public BrokerCore(BrokerConfig config, Store store, Owner owner, RandomGenerator random) {}

    /** A connection begins, over a socket or inside the VM: the handler to give its packets to. Owner's thread. */
    public LinkHandler connected(Link link, long now) {
        throw new UnsupportedOperationException();
    }

    /** When {@link #onDeadline} is wanted next, {@link Long#MAX_VALUE} for never. Owner's thread. */
    public long nextDeadline() {
        throw new UnsupportedOperationException();
    }

    /** Time passed: keep-alive, connect timeout, session expiry. Too early does no harm. Owner's thread. */
    public void onDeadline(long now) {
        throw new UnsupportedOperationException();
    }

    /** Publishes the wills and closes every link. Nothing is accepted after it. Owner's thread. */
    public void close(long now) {
        throw new UnsupportedOperationException();
    }

    /** From any thread. */
    public BrokerStatistics statistics() {
        throw new UnsupportedOperationException();
    }
}
