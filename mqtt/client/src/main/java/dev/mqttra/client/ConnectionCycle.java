package dev.mqttra.client;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.session.Deadlines;
import dev.mqttra.protocol.session.RateLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The life of a client on its owner: attempts, connections, the waits between them, the end. It gives the session its
 * links, its calls and its time. {@link #post}, {@link #state}, {@link #terms} and {@link #lastFailure} are for any thread,
 * the rest for the owner's.
 */
final class ConnectionCycle implements ClientSession.Events {
    private enum Due {
        ATTEMPT,
        RECONNECT,
        CLOSE
    }

    private final ClientConfig config;
    private final Owner owner;
    private final Connector connector;
    private final ClientListener listener;
    private final Counters counters;
    private final RandomGenerator random;
    private final Publishing publishing;
    private final ClientSession session;
    private final Calls calls;
    private final Versions versions;
    private final OwnerTimer timer;
    private final Deadlines<Due> deadlines = new Deadlines<>();
    private final RateLimit failedLines = new RateLimit();
    private final RateLimit lostLines = new RateLimit();
    private final List<CompletableFuture<Void>> closed = new ArrayList<>();
    private volatile ClientState state = ClientState.NEW;
    private volatile @Nullable String lastFailure;
    private volatile @Nullable ConnectionTerms terms;
    private @Nullable Object attempt;
    private long attemptDeadline;
    private long connectedAt;
    private int failures;
    private boolean inBatch;

    ConnectionCycle(
            ClientConfig config,
            Owner owner,
            Connector connector,
            ClientListener listener,
            Counters counters,
            RandomGenerator random) {
        this.config = config;
        this.owner = owner;
        this.connector = connector;
        this.listener = listener;
        this.counters = counters;
        this.random = random;
        this.calls = new Calls(owner, counters, this::comeRound);
        this.versions = new Versions(config);
        this.timer = new OwnerTimer(owner, this::onTimer);
        this.publishing = new Publishing(config, counters);
        this.session = new ClientSession(config, publishing, listener, counters, this::post, this);
    }

    ClientState state() {
        return state;
    }

    @Nullable
    String lastFailure() {
        return lastFailure;
    }

    /** Null while not connected. */
    @Nullable
    ConnectionTerms terms() {
        return terms;
    }

    Publishing publishing() {
        return publishing;
    }

    ClientSession session() {
        return session;
    }

    /** Has the owner carry out a call. */
    void post(Mailbox.Call call) {
        calls.post(call, owner.inLoop() && inBatch);
    }

    private void comeRound() {
        guarded(now -> {
            calls.carryOut(now);
            session.settle();
        });
    }

    void start(long now) {
        if (state == ClientState.NEW) {
            attempt(now);
        }
    }

    void close(Goodbye goodbye, CompletableFuture<Void> done, long now) {
        closed.add(done);
        if (state == ClientState.CLOSED) {
            finish();
        } else if (state != ClientState.CLOSING) {
            state = ClientState.CLOSING;
            attempt = null;
            deadlines.cancel(Due.ATTEMPT);
            deadlines.cancel(Due.RECONNECT);
            deadlines.set(Due.CLOSE, now + config.closeTimeout().toNanos());
            if (!session.close(goodbye, now)) {
                finish();
            }
        }
    }

    private void attempt(long now) {
        Object current = new Object();
        attempt = current;
        attemptDeadline = now + config.connectTimeout().toNanos();
        state = ClientState.CONNECTING;
        deadlines.set(Due.ATTEMPT, attemptDeadline);
        try {
            connector.connect(link -> onOpened(current, link), cause -> onFailed(current, cause));
        } catch (RuntimeException e) {
            Log.connectorFailed(config.clientId(), e);
            attemptFailed(String.valueOf(e), null, now);
        }
    }

    private LinkHandler onOpened(Object token, Link link) {
        if (token != attempt) {
            link.close();
            return new LateLinkHandler();
        }
        attempt = null;
        deadlines.cancel(Due.ATTEMPT);
        long now = owner.now();
        MqttVersion version = versions.of(connector.server(), now);
        LinkHandler handler = session.connect(link, version, attemptDeadline, now);
        setTimer(now);
        return new Driven(handler);
    }

    private void onFailed(Object token, Throwable cause) {
        if (!owner.inLoop()) {
            post(new Task(now -> onFailed(token, cause), () -> {}));
        } else if (token == attempt) {
            long now = owner.now();
            String message = cause.getMessage();
            attemptFailed(message == null ? cause.toString() : message, null, now);
            setTimer(now);
        }
    }

    private void attemptFailed(String reason, @Nullable ReasonCode refusal, long now) {
        attempt = null;
        deadlines.cancel(Due.ATTEMPT);
        counters.connectFailures.increment();
        lastFailure = reason;
        failures++;
        int servers = connector.servers();
        long wait = failures % servers == 0 ? config.reconnect().delayNanos(failures / servers, random) : 0;
        waitFor(wait, now);
        if (failedLines.allows(now)) {
            Log.connectFailed(config.clientId(), reason, wait, failedLines.heldBack());
        }
        int count = failures;
        tell(
                refusal == null
                        ? () -> listener.onConnectFailed(reason, count)
                        : () -> listener.onRefused(refusal, count));
    }

    private void waitFor(long wait, long now) {
        state = ClientState.WAITING;
        deadlines.set(Due.RECONNECT, now + wait);
    }

    @Override
    public void onConnected(Link link, ConnectionTerms newTerms, boolean sessionPresent, long now) {
        connector.again();
        terms = newTerms;
        counters.connects.increment();
        connectedAt = now;
        lastFailure = null;
        failedLines.reset();
        if (state != ClientState.CLOSING) {
            state = ClientState.CONNECTED;
        }
        Log.connected(newTerms.clientId(), link.peer(), newTerms.version(), sessionPresent);
        tell(() -> listener.onConnected(sessionPresent));
    }

    @Override
    public void onOver(Ending ending, MqttVersion version, long now) {
        terms = null;
        if (state == ClientState.CLOSING) {
            finish();
        } else if (ending.accepted()) {
            onLost(ending.reason(), now);
        } else if (versions.onFailed(connector.server(), version, ending.sign(), now)) {
            Log.olderVersion(config.clientId(), ending.reason());
            connector.again();
            waitFor(0, now);
        } else {
            attemptFailed(ending.reason(), ending.refused(), now);
        }
    }

    /** A connection that does not last counts as a failure too, or two clients with one identifier would race. */
    private void onLost(String reason, long now) {
        if (now - connectedAt >= config.reconnect().maximum().toNanos()) {
            failures = 0;
            lostLines.reset();
        }
        failures++;
        lastFailure = reason;
        long wait = config.reconnect().delayNanos(failures, random);
        waitFor(wait, now);
        if (lostLines.allows(now)) {
            Log.connectionLost(config.clientId(), reason, wait, lostLines.heldBack());
        }
        tell(() -> listener.onDisconnected(reason));
    }

    private void finish() {
        state = ClientState.CLOSED;
        session.disconnect();
        deadlines.cancel(Due.CLOSE);
        timer.cancel();
        closed.forEach(done -> done.complete(null));
        closed.clear();
    }

    /** Instead of {@link #close} where the owner runs no more. */
    void abandon(CompletableFuture<Void> done) {
        state = ClientState.CLOSED;
        done.complete(null);
    }

    private void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            Log.listenerFailed(config.clientId(), e);
        }
    }

    private void setTimer(long now) {
        long until = Math.min(deadlines.untilNext(now), session.untilDeadline(now));
        if (until != Deadlines.NEVER && state != ClientState.CLOSED) {
            timer.ensure(until, now);
        }
    }

    private void onTimer() {
        if (state != ClientState.CLOSED) {
            guarded(now -> {
                for (Due due = deadlines.poll(now); due != null; due = deadlines.poll(now)) {
                    onDue(due, now);
                }
                session.onDeadline(now);
            });
        }
    }

    /** A defect ends the connection, never the client: another attempt follows. */
    private void guarded(LongConsumer work) {
        long now = owner.now();
        try {
            work.accept(now);
        } catch (RuntimeException e) {
            Log.failed(config.clientId(), e);
            session.drop("the client failed: " + e, now);
        }
        setTimer(now);
    }

    private void onDue(Due due, long now) {
        switch (due) {
            case ATTEMPT ->
                attemptFailed("no connection within " + config.connectTimeout().toMillis() + " ms", null, now);
            case RECONNECT -> attempt(now);
            case CLOSE -> onCloseTimeout(now);
        }
    }

    /** What a server sends message by message is read in one go then. */
    private void restIfBusy(long now) {
        if (session.inbox().isRestDue(now)) {
            try {
                owner.schedule(() -> session.inbox().endRest(), Pace.REST_NANOS);
                session.inbox().beginRest();
            } catch (RejectedExecutionException e) {
                // The owner ends, and the connection with it.
            }
        }
    }

    /** First the publishes, then the link has had its time. */
    private void onCloseTimeout(long now) {
        if (publishing.pending() > 0) {
            Log.closedWithPending(config.clientId(), publishing.pending());
            deadlines.set(Due.CLOSE, now + config.closeTimeout().toNanos());
            session.disconnect();
        } else {
            session.drop("closed", now);
        }
    }

    /** The session's machine, with the calls and the timer attended to after each batch. */
    private final class Driven implements LinkHandler {
        private final LinkHandler machine;

        Driven(LinkHandler machine) {
            this.machine = machine;
        }

        @Override
        public void onPacket(Packet packet, long now) {
            inBatch = true;
            machine.onPacket(packet, now);
        }

        @Override
        public void onBatchEnd(long now) {
            inBatch = false;
            calls.carryOut(now);
            machine.onBatchEnd(now);
            restIfBusy(now);
            setTimer(now);
        }

        @Override
        public void onViolation(ProtocolViolation violation, long now) {
            machine.onViolation(violation, now);
            setTimer(now);
        }

        @Override
        public void onWritable(long now) {
            machine.onWritable(now);
        }

        @Override
        public void onClosed(String reason, long now) {
            inBatch = false;
            machine.onClosed(reason, now);
            calls.carryOut(now);
            setTimer(now);
        }
    }
}
