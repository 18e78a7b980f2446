package dev.mqttra.broker.core;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Publisher;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.Will;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One link and what the broker knows about it: before CONNECT, while the authenticator decides, with its session, closed.
 * What goes wrong here ends here: a violation or a failure closes this link, and the others do not notice.
 *
 * <p>While the authenticator decides, reading stops; the packets of the same read wait [MQTT-3.1.4-5 lets a client send
 * them before CONNACK], so what waits is bounded by what the link reads at once.
 */
final class Connection implements LinkHandler, Due {

    private enum State {
        AWAITING_CONNECT,
        AUTHENTICATING,
        CONNECTED,
        CLOSED
    }

    final Link link;
    private final BrokerCore core;
    private final Reading reading;
    private final ArrayDeque<Packet> held = new ArrayDeque<>();
    private State state = State.AWAITING_CONNECT;
    private @Nullable Handshake handshake;
    private @Nullable Commands commands;
    private @Nullable Will will;
    private @Nullable Publisher publisher;
    private boolean touched;
    private @Nullable String endingWhy;

    Connection(BrokerCore core, Link link, long now) {
        this.core = core;
        this.link = link;
        reading = new Reading(link, now);
        core.deadlines.set(this, now + core.config.connectTimeout().toNanos());
    }

    @Override
    public void onPacket(Packet packet, long now) {
        Commands current = commands;
        try {
            if (current != null) {
                current.execute(packet, now);
            } else if (state == State.AUTHENTICATING) {
                held.add(packet);
            } else if (state == State.AWAITING_CONNECT) {
                onFirstPacket(packet, now);
            }
        } catch (ProtocolViolation violation) {
            violated(violation, now);
        } catch (RuntimeException | StackOverflowError failure) {
            fail(failure, now);
        }
    }

    /** Runs what is not a packet of this connection but concerns it alone, and ends the batch. */
    void run(Runnable command, long now) {
        try {
            command.run();
        } catch (RuntimeException | StackOverflowError failure) {
            fail(failure, now);
        }
        core.endBatch(now);
    }

    private void onFirstPacket(Packet packet, long now) throws ProtocolViolation {
        if (!(packet instanceof Connect connect)) {
            throw new ProtocolViolation(
                    ReasonCode.PROTOCOL_ERROR, "the first packet is CONNECT, not " + packet.type()); // [MQTT-3.1.0-1]
        }
        state = State.AUTHENTICATING;
        handshake = new Handshake(core, this, connect);
        handshake.begin(now);
    }

    /** Whether this handshake is still the open question of this connection. */
    boolean isWaitingFor(Handshake asked) {
        return state == State.AUTHENTICATING && handshake == asked;
    }

    /** CONNACK with a refusal, then the end; what came after CONNECT is not processed [MQTT-3.1.4-5]. */
    void refuse(ReasonCode reason) {
        Handshake refused = handshake;
        core.statistics.refused++;
        Log.refused(refused == null ? "" : refused.clientId, link.peer(), reason);
        link.send(new ConnAck(false, reason));
        close();
    }

    /** The client may connect: takes the session over, or begins one, and goes on with what the client sent meanwhile. */
    void accept(Handshake accepted, @Nullable String userName, long now) {
        String clientId = accepted.clientId;
        BrokerSession former = core.sessions.get(clientId);
        if (former != null && former.local && !link.local()) {
            refuse(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
            return;
        }
        if (former == null && core.sessions.isFull()) {
            core.sessions.sayFull();
            refuse(ReasonCode.SERVER_UNAVAILABLE);
            return;
        }
        Connection other = former == null ? null : former.connection();
        if (other != null) { // [MQTT-3.1.4-2]
            other.end("its client connected again from " + link.peer(), true, now);
        }
        BrokerSession session = core.sessions.begin(clientId, accepted.connect, userName, link.local());
        boolean present = session == former && accepted.saysSessionPresent();
        state = State.CONNECTED;
        handshake = null;
        will = accepted.connect.will();
        publisher = new Publisher(clientId, userName);
        commands = new Commands(core, this, session, publisher, accepted.connect.version());
        core.statistics.accepted++;
        link.send(new ConnAck(present, ReasonCode.SUCCESS));
        touch();
        reading.begin(accepted.connect.keepAlive(), now);
        awaitSilence(now);
        session.attach(this);
        resumeReading();
        Log.connected(clientId, link.peer(), accepted.connect.version(), present);
        goOn(now);
    }

    private void goOn(long now) {
        for (Packet packet = held.poll(); packet != null && state == State.CONNECTED; packet = held.poll()) {
            onPacket(packet, now);
        }
        held.clear();
    }

    @Override
    public void onDue(long now) {
        run(() -> expire(now), now);
    }

    private void expire(long now) {
        if (state == State.CONNECTED) {
            awaitSilence(now);
        } else if (state == State.AUTHENTICATING) {
            refuse(ReasonCode.SERVER_UNAVAILABLE);
        } else {
            core.statistics.refused++;
            end("it sent no CONNECT in time", false, now);
        }
    }

    /** Ends a client that was silent too long, else looks again when it might be. */
    private void awaitSilence(long now) {
        long left = reading.untilSilent(now);
        if (left == Reading.NEVER) {
            core.deadlines.cancel(this);
        } else if (left > 0) {
            core.deadlines.set(this, now + left);
        } else {
            end("nothing came for one and a half times its keep-alive", true, now);
        }
    }

    @Override
    public void onBatchEnd(long now) {
        core.endBatch(now);
        reading.onBatch(now);
    }

    @Override
    public void onViolation(ProtocolViolation violation, long now) {
        run(() -> violated(violation, now), now);
    }

    private void violated(ProtocolViolation violation, long now) {
        if (state == State.CLOSED) {
            return;
        }
        core.statistics.violations++;
        if (state == State.CONNECTED && violation.reason() == ReasonCode.PACKET_TOO_LARGE) {
            // Not an error of the client's making alone: whoever runs the broker set the maximum.
            Log.tooLarge(clientId(), link.peer(), violation);
        } else {
            Log.violation(clientId(), link.peer(), violation);
        }
        if (state == State.AWAITING_CONNECT && violation.reason() == ReasonCode.UNSUPPORTED_PROTOCOL_VERSION) {
            link.send(new ConnAck(false, violation.reason())); // [MQTT-3.1.2-2]
        }
        end("it broke the protocol", true, now);
    }

    @Override
    public void onWritable(long now) {
        reading.onWritable();
        Commands current = commands;
        if (current != null) {
            run(current.session.outbound::drain, now);
            resumeReading();
        }
    }

    @Override
    public void onClosed(String reason, long now) {
        core.disconnected(this);
        run(() -> end(reason, true, now), now);
    }

    /** The broker failed on a packet of this connection: a defect of ours, or an extension's. It ends here. */
    void fail(Throwable failure, long now) {
        core.statistics.failures++;
        Log.failed(clientId(), link.peer(), failure);
        end("the broker failed on it", true, now);
    }

    /** DISCONNECT: the will is forgotten [MQTT-3.14.4-3]. */
    void disconnect(long now) {
        end("its client disconnected", false, now);
    }

    /**
     * The end, whoever wants it: link closed, session away or over, will published unless its client said DISCONNECT.
     * The first call counts.
     */
    void end(String why, boolean withWill, long now) {
        Commands current = commands;
        if (!close()) {
            return;
        }
        if (current != null) {
            Log.disconnected(current.session.clientId, link.peer(), why);
            core.sessions.disconnected(current.session, now);
        }
        if (withWill) {
            publishWill();
        }
    }

    /** Publishes the will, if there is one and it was not published before. */
    void publishWill() {
        Will last = will;
        will = null;
        if (last != null && publisher != null) {
            core.publications.publishWill(last, publisher, link.local());
        }
    }

    private boolean close() {
        if (state == State.CLOSED) {
            return false;
        }
        state = State.CLOSED;
        handshake = null;
        commands = null;
        held.clear();
        core.deadlines.cancel(this);
        link.close();
        return true;
    }

    /**
     * The client is to repeat what was not acknowledged, which only a new connection lets it: this one ends when the
     * batch under way is done.
     */
    void abandon() {
        if (state == State.CONNECTED && endingWhy == null) {
            Log.repeatWanted(clientId(), link.peer());
            endLater("its client is to repeat a message that cannot be delivered now");
        }
    }

    /** The broker failed while it sent something here: nothing of the sender's. */
    void failLater(Throwable failure) {
        if (state == State.CONNECTED && endingWhy == null) {
            core.statistics.failures++;
            Log.failed(clientId(), link.peer(), failure);
            endLater("the broker failed on it");
        }
    }

    private void endLater(String why) {
        endingWhy = why;
        core.ending(this);
    }

    /** The end that was put off to the end of the batch. */
    void endNow(long now) {
        end(Objects.requireNonNullElse(endingWhy, ""), true, now);
    }

    void stopReading() {
        reading.stop();
    }

    /** Reads again, if it did not and nothing speaks against it any more. */
    void resumeReading() {
        Commands current = commands;
        if (current != null && !current.session.inbound.isFull()) {
            reading.resume();
        }
    }

    /** Something was sent: flushed at the batch's end. */
    void touch() {
        if (!touched) {
            touched = true;
            core.touched(this);
        }
    }

    void flush() {
        touched = false;
        link.flush();
    }

    private String clientId() {
        Commands current = commands;
        return current == null ? "" : current.session.clientId;
    }
}
