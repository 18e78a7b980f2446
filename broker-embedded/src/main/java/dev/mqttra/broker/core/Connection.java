package dev.mqttra.broker.core;

import dev.mqttra.broker.Authenticator.Decision;
import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.link.Agreement;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import dev.mqttra.protocol.packet.Auth;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.Publisher;
import dev.mqttra.protocol.packet.ReasonCode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One link and what the broker knows about it: before CONNECT, while the authenticator decides, with its session, closed.
 * What goes wrong here ends here: a violation or a failure closes this link, and the others do not notice. Whoever ends
 * it, {@link #end} answers, in the words of its version.
 */
final class Connection implements LinkHandler, Due {

    private enum State {
        AWAITING_CONNECT,
        CONNECTING,
        CONNECTED,
        CLOSED
    }

    final Link link;
    private final BrokerCore core;
    private final Reading reading;
    private State state = State.AWAITING_CONNECT;

    /** To answer in; null as long as nothing may be answered. */
    private @Nullable MqttVersion version;

    private @Nullable Handshake handshake;
    private @Nullable Commands commands;
    private boolean problemInformation = true;
    private boolean touched;
    private @Nullable ReasonCode endingReason;
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
        core.statistics.packetsReceived++;
        try {
            if (current != null) {
                current.execute(packet, now);
            } else if (state == State.AWAITING_CONNECT) {
                onFirstPacket(packet, now);
            } else if (handshake != null) {
                handshake.onPacket(packet, now);
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
        Handshake begun = new Handshake(core, this, connect);
        state = State.CONNECTING;
        handshake = begun;
        version = connect.version();
        problemInformation = begun.terms.problemInformation;
        begun.begin(now);
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** The authenticator takes its time. A client that authenticates again goes on meanwhile [5.0 4.12.1]. */
    void awaitDecision() {
        if (state == State.CONNECTING) {
            reading.stop();
        }
    }

    /** The authenticator asks the client something. */
    void challenge(Auth question) {
        link.send(question);
        touch();
        if (state == State.CONNECTING) {
            reading.resume();
        }
    }

    /** The authenticator has decided, about CONNECT or about a client that authenticated again. */
    void decided(Decision decision, long now) {
        if (handshake != null) {
            handshake.decided(decision, now);
        } else if (commands != null) {
            commands.onAuthenticatedAgain(decision, now);
        }
    }

    /** CONNACK with a refusal, then the end; what came after CONNECT is not processed [MQTT-3.1.4-6]. */
    void refuse(ReasonCode reason, @Nullable String why, @Nullable String serverReference) {
        core.statistics.refused++;
        Log.refused(handshake == null ? "" : handshake.clientId, link.peer(), reason);
        say(reason, why, serverReference);
        close();
    }

    /** The client is accepted, with its session. */
    void accept(BrokerSession session, Publisher publisher, ConnAck welcome, long now) {
        Handshake accepted = Objects.requireNonNull(handshake);
        if (!link.send(welcome)) { // It takes no packet of that size [MQTT-3.1.2-24].
            end(null, null, now);
            if (!welcome.sessionPresent()) {
                core.sessions.end(session, now);
            }
            return;
        }
        state = State.CONNECTED;
        handshake = null;
        commands = new Commands(core, this, session, publisher, accepted);
        core.statistics.accepted++;
        touch();
        reading.begin(accepted.terms.keepAlive, now);
        awaitSilence(now);
        session.attach(this, accepted.terms, accepted.will(session, publisher), now);
        resumeReading();
        Log.connected(session.clientId, link.peer(), accepted.connect.version(), welcome.sessionPresent());
    }

    @Override
    public void onDue(long now) {
        run(() -> expire(now), now);
    }

    private void expire(long now) {
        if (state == State.CONNECTED) {
            awaitSilence(now);
        } else if (handshake != null) {
            handshake.expire();
        } else {
            core.statistics.refused++;
            end(null, "it sent no CONNECT in time", now);
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
            end(ReasonCode.KEEP_ALIVE_TIMEOUT, "nothing came for one and a half times its keep-alive", now);
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
            Log.packetTooLarge(clientId(), link.peer(), violation);
        } else {
            Log.violation(clientId(), link.peer(), violation);
        }
        MqttVersion read = violation.version();
        if (state == State.AWAITING_CONNECT && read != null) {
            version = read;
            link.agreed(Agreement.of(read));
        }
        end(violation.reason(), violation.getMessage(), now);
    }

    @Override
    public void onWritable(long now) {
        reading.onWritable();
        Commands current = commands;
        if (current != null) {
            run(() -> current.session.outbound.drain(now), now);
            resumeReading();
        }
    }

    @Override
    public void onClosed(String reason, long now) {
        core.disconnected(this);
        run(() -> end(null, reason, now), now);
    }

    /** The broker failed on a packet of this connection: a defect of ours, or an extension's. It ends here. */
    void fail(Throwable failure, long now) {
        core.statistics.failures++;
        Log.failed(clientId(), link.peer(), failure);
        end(ReasonCode.UNSPECIFIED_ERROR, "the broker failed on it", now);
    }

    /**
     * DISCONNECT. The will is forgotten where it says 00, as it always does in 3.x [MQTT-3.14.4-3]; anything else is an
     * end like those that nobody announced.
     */
    void disconnect(Disconnect packet, BrokerSession session, long now) throws ProtocolViolation {
        long expiry = packet.properties().number(Property.SESSION_EXPIRY_INTERVAL, session.expiry());
        session.changeExpiry(expiry);
        if (packet.reason() == ReasonCode.SUCCESS) {
            session.deleteWill();
        }
        end(null, "its client disconnected: " + packet.reason(), now);
    }

    /**
     * The end, whoever wants it: the client told, the link closed, the session away or over with its will. The first call
     * counts.
     *
     * @param reason what the client is told, as far as its version has a word for it; null where it is gone
     */
    void end(@Nullable ReasonCode reason, @Nullable String why, long now) {
        if (state == State.CLOSED) {
            return;
        }
        Commands current = commands;
        if (reason != null) {
            say(reason, why, null);
        }
        close();
        if (current != null) {
            Log.disconnected(current.session.clientId, link.peer(), why);
            core.sessions.disconnected(current.session, now);
        }
    }

    private void say(ReasonCode reason, @Nullable String why, @Nullable String serverReference) {
        if (version != null) {
            String told = problemInformation ? why : null;
            Farewell.send(link, version, state == State.CONNECTED, reason, told, serverReference);
        }
    }

    private void close() {
        state = State.CLOSED;
        handshake = null;
        commands = null;
        core.deadlines.cancel(this);
        link.close();
    }

    /**
     * The client is to repeat what was not acknowledged, which only a new connection lets it: this one ends when the
     * batch under way is done.
     */
    void abandon() {
        if (state == State.CONNECTED && endingReason == null) {
            Log.repeatWanted(clientId(), link.peer());
            endLater(ReasonCode.SERVER_BUSY, "a message cannot be delivered now and is to be repeated");
        }
    }

    /** The broker failed while it sent something here: nothing of the sender's. */
    void failLater(Throwable failure) {
        if (state == State.CONNECTED && endingReason == null) {
            core.statistics.failures++;
            Log.failed(clientId(), link.peer(), failure);
            endLater(ReasonCode.UNSPECIFIED_ERROR, "the broker failed on it");
        }
    }

    private void endLater(ReasonCode reason, String why) {
        endingReason = reason;
        endingWhy = why;
        core.ending(this);
    }

    /** The end that was put off to the end of the batch. */
    void endNow(long now) {
        end(endingReason, endingWhy, now);
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
