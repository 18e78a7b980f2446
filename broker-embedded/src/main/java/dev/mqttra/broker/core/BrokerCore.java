package dev.mqttra.broker.core;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.BrokerStatistics;
import dev.mqttra.broker.store.Store;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.session.Deadlines;
import dev.mqttra.protocol.session.RateLimit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The broker's machine: links and packets in, packets out, no I/O, no clock, no thread of its own.
 *
 * <p>One owner's thread calls everything but {@link #statistics()}. Time is {@link System#nanoTime()} as the owner read
 * it, or anything else that runs forward: the same calls with the same times and the same random numbers do the same.
 *
 * <p>A cycle: the packets of one read change the state and queue packets at links; at the batch's end the store commits
 * once, acknowledgements leave when it is done, and every link that was written to is flushed once.
 */
public final class BrokerCore {
    private static final Runnable NOTHING = () -> {};

    final BrokerConfig config;
    final Store store;
    final Owner owner;
    final Statistics statistics = new Statistics();
    final Deadlines<Due> deadlines = new Deadlines<>();
    final Routes routes = new Routes();
    final SharedGroups groups = new SharedGroups(this);
    final Sessions sessions;
    final Retained retained;
    final Permissions permissions;
    final Publications publications;
    final SystemTopics system;
    final RateLimit refusedLogins = new RateLimit();
    private final RandomGenerator random;
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final List<Connection> ending = new ArrayList<>();
    private List<Connection> touched = new ArrayList<>();
    private List<Connection> flushing = new ArrayList<>();
    private List<Receipt> uncommitted = new ArrayList<>();
    private @Nullable List<Receipt> spare;
    private boolean full;
    private boolean authenticatorFailing;
    private boolean closed;
    private boolean storeOpen = true;

    /**
     * @param store written to from now on; closed by {@link #close}
     * @param owner the way back into the owner's thread
     * @param random for invented client identifiers, which nobody should guess: a SecureRandom
     * @param now when it begins
     */
    public BrokerCore(BrokerConfig config, Store store, Owner owner, RandomGenerator random, long now) {
        this.config = Objects.requireNonNull(config);
        this.store = Objects.requireNonNull(store);
        this.owner = Objects.requireNonNull(owner);
        this.random = Objects.requireNonNull(random);
        sessions = new Sessions(this);
        retained = new Retained(config, store, statistics, deadlines);
        permissions = new Permissions(config.authorizer());
        publications = new Publications(routes, retained, permissions, statistics);
        system = new SystemTopics(this, config.systemInterval(), now);
    }

    /**
     * Where the bytes are counted that sockets receive and send, and the packets that they send. Said before the first
     * connection, asked at any time.
     */
    public void traffic(LongSupplier received, LongSupplier sent, LongSupplier sentPackets) {
        statistics.bytesReceived = received;
        statistics.bytesSent = sent;
        statistics.packetsSent = sentPackets;
    }

    /**
     * A connection begins, over a socket or inside the VM. When there are as many as the configuration allows, or the
     * broker is closed, the link is closed at once; the handler is to be given {@link LinkHandler#onClosed} all the same.
     *
     * @return the handler to give its packets to
     */
    public LinkHandler connected(Link link, long now) {
        Connection connection = new Connection(this, link, now);
        if (closed || connections.size() >= config.maximumConnections()) {
            if (!full) {
                full = true;
                Log.connectionsFull(connections.size());
            }
            statistics.refused++;
            connection.end(null, "there is no room for it", now);
        } else {
            connections.add(connection);
        }
        statistics.connections = connections.size();
        statistics.publish();
        return connection;
    }

    /**
     * When {@link #onDeadline} is wanted next, {@code now} where it is due already, {@link Deadlines#NEVER} for never. Any
     * call may make it sooner.
     */
    public long nextDeadline(long now) {
        long until = deadlines.untilNext(now);
        return until == Deadlines.NEVER ? Deadlines.NEVER : now + until;
    }

    /** Time has passed: connect timeout, keep-alive, session expiry. Too early does no harm, too late only delays. */
    public void onDeadline(long now) {
        for (Due due = deadlines.poll(now); due != null; due = deadlines.poll(now)) {
            due.onDue(now);
        }
        endBatch(now);
    }

    /**
     * Publishes the wills, closes every link and the store. Acknowledgements that wait do not leave: their clients
     * repeat. What comes later is ignored. A second call does nothing.
     */
    public void close(long now) {
        if (closed) {
            return;
        }
        closed = true;
        List<Connection> open = List.copyOf(connections);
        sessions.publishWills(now);
        endBatch(now);
        open.forEach(connection -> connection.end(ReasonCode.SERVER_SHUTTING_DOWN, "the broker closes", now));
        endBatch(now);
        storeOpen = false;
        store.close();
    }

    /** What the broker did until the end of one of its last batches. From any thread. */
    public BrokerStatistics statistics() {
        return statistics.snapshot();
    }

    void disconnected(Connection connection) {
        if (connections.remove(connection)) {
            statistics.connections = connections.size();
            full = false;
        }
    }

    /** Logged once until it answers again: it may be every client that asks. */
    void authenticatorFailed(String clientId, String peer, @Nullable Throwable failure) {
        if (!authenticatorFailing) {
            authenticatorFailing = true;
            Log.authenticatorFailed(clientId, peer, failure);
        }
    }

    void authenticatorAnswered() {
        authenticatorFailing = false;
    }

    /** 128 random bits, because who guesses the identifier can take the session over. */
    String inventClientId() {
        return String.format("auto-%016x%016x", random.nextLong(), random.nextLong());
    }

    /** The receipt is done, as far as the store is concerned, when this batch is committed. */
    void awaitCommit(Receipt receipt) {
        uncommitted.add(receipt);
    }

    void touched(Connection connection) {
        touched.add(connection);
    }

    void ending(Connection connection) {
        ending.add(connection);
    }

    /** Ends connections whose end was put off, commits, sends what was queued at links. */
    void endBatch(long now) {
        do {
            for (int i = 0; i < ending.size(); i++) {
                ending.get(i).endNow(now);
            }
            ending.clear();
            groups.settle(now);
            if (storeOpen) {
                commit();
            }
            flush();
        } while (!ending.isEmpty());
        statistics.publish();
    }

    private void commit() {
        if (uncommitted.isEmpty()) {
            store.commit(NOTHING);
            return;
        }
        List<Receipt> batch = uncommitted;
        List<Receipt> next = spare;
        uncommitted = next == null ? new ArrayList<>() : next;
        spare = null;
        store.commit(() -> committed(batch));
    }

    private void committed(List<Receipt> batch) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).committed();
        }
        batch.clear();
        spare = batch;
        flush();
    }

    /** Two lists, because a link that fails touches others with its will. */
    private void flush() {
        List<Connection> batch = touched;
        touched = flushing;
        flushing = batch;
        for (int i = 0; i < batch.size(); i++) {
            Connection connection = batch.get(i);
            try {
                connection.flush();
            } catch (RuntimeException failure) {
                connection.failLater(failure);
            }
        }
        batch.clear();
    }
}
