package dev.mqttra.client;

import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import java.util.concurrent.CompletableFuture;

/** One publish of the application, from its call to the completion of its stage. */
final class Outgoing extends Mailbox.Call {
    final Message message;
    final QoS qos;
    final boolean retain;
    final CompletableFuture<Void> stage = new CompletableFuture<>();
    private final Publishing publishing;

    /** What the server said when it took the message over, or refused it; {@code accepted} tells whether it has. */
    ReasonCode reason = ReasonCode.SUCCESS;

    boolean accepted;

    Outgoing(Publishing publishing, Message message, QoS qos, boolean retain) {
        this.publishing = publishing;
        this.message = message;
        this.qos = qos;
        this.retain = retain;
    }

    int bytes() {
        return message.payload().length;
    }

    @Override
    void carryOut(long now) {
        publishing.add(this);
    }

    @Override
    void abandon() {
        publishing.fail(this, PublishFailedException.Cause.CLOSED);
    }
}
