package dev.mqttra.broker.core;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.session.ReceiveFlow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A session's messages of QoS 1 and 2 from its client: which are repeats, and which are not dealt with yet.
 *
 * <p>When as many are not as {@link BrokerConfig#maximumUnacknowledgedMessages()} or its bytes allow, the client's link
 * is not read until half of them are. A client of 5.0 keeps to the number by itself, so that its other packets are read
 * all the same [MQTT-4.9.0-3]; only what it left unacknowledged on a former connection can make it more. A link inside
 * the VM is always read: its client's own acknowledgements, which others wait for, come the same way. What its client
 * publishes is acknowledged at once up to that bound, and beyond it as a device's is; the client bounds how much of that
 * it has.
 */
final class Inbound {
    private final BrokerSession session;
    private final ReceiveFlow flow;
    private final int maximumMessages;
    private final long maximumBytes;
    /** Null where its client waits as long as it takes. */
    private final @Nullable Unanswered unanswered;

    private boolean toldReasons;
    private long tolerated;
    private int messages;
    private long bytes;

    Inbound(BrokerSession session, BrokerCore core) {
        this.session = session;
        BrokerConfig config = core.config;
        Duration patience = config.acknowledgementTimeout();
        unanswered = patience == null || session.local ? null : new Unanswered(session, core, patience.toNanos());
        flow = new ReceiveFlow(!session.local);
        maximumMessages = config.maximumUnacknowledgedMessages();
        tolerated = maximumMessages;
        maximumBytes = config.maximumUnacknowledgedBytes();
    }

    void connected(Link link, Terms terms) {
        flow.connected(link, terms.receiveMaximum);
        boolean v5 = terms.version == MqttVersion.V5_0;
        // Inside the VM nothing is encoded, and a reason arrives whatever the version.
        toldReasons = v5 || session.local;
        tolerated = v5 ? maximumMessages + 1L : maximumMessages;
    }

    void disconnected() {
        flow.disconnected();
    }

    void clear() {
        flow.clear();
        if (unanswered != null) {
            unanswered.end();
        }
    }

    /** The receipt for a message to deliver; null where it is a repeat. */
    @Nullable
    Receipt onPublish(Publish publish, long now) throws ProtocolViolation {
        ReceiveFlow.Arrival arrival = flow.onPublish(publish);
        session.touch();
        if (arrival == null) {
            return null;
        }
        boolean atCommit = session.local && !isFull();
        int size = Queued.size(publish.message());
        messages++;
        bytes += size;
        Receipt receipt = new Receipt(this, arrival, size, atCommit);
        if (unanswered != null) {
            unanswered.add(receipt, now);
        }
        return receipt;
    }

    void onPubRel(int packetId) {
        flow.onPubRel(packetId);
        session.touch();
    }

    /** Whether so much waits that no more shall be read. */
    boolean isFull() {
        return messages >= tolerated || bytes >= maximumBytes;
    }

    /** Whether an acknowledgement can say that a message was refused. */
    boolean isToldReasons() {
        return toldReasons;
    }

    void acknowledge(ReceiveFlow.Arrival arrival, ReasonCode reason) {
        arrival.complete(reason);
        session.touch();
    }

    void abandon(ReceiveFlow.Arrival arrival) {
        arrival.abandon();
        session.abandonConnection();
    }

    /** Nobody is waited for with this message any more. */
    void release(Receipt receipt, int size) {
        if (unanswered != null) {
            unanswered.remove(receipt);
        }
        messages--;
        bytes -= size;
        if (messages * 2L <= maximumMessages && bytes * 2 <= maximumBytes) {
            session.resumeReading();
        }
    }
}
