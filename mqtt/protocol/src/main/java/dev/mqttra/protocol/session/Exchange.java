package dev.mqttra.protocol.session;

import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.QoS;
import org.jspecify.annotations.Nullable;

/** One message of a {@link SendFlow} on its way, from its PUBLISH to the end of the exchange. */
final class Exchange<A> {
    final int packetId;
    final Message message;
    final QoS qos;
    final boolean retain;
    final CopyProperties copy;
    final A attachment;

    /** PUBREC has come, and PUBCOMP is waited for. */
    boolean released;

    /** The connection whose quota its PUBLISH has taken from. */
    int connection;

    private @Nullable Exchange<A> previous;

    @Nullable
    Exchange<A> next;

    Exchange(int packetId, Message message, QoS qos, boolean retain, CopyProperties copy, A attachment) {
        this.packetId = packetId;
        this.message = message;
        this.qos = qos;
        this.retain = retain;
        this.copy = copy;
        this.attachment = attachment;
    }

    /** Exchanges in order, linked through themselves: the order in which a new connection repeats them. */
    static final class Line<A> {
        @Nullable
        Exchange<A> first;

        @Nullable
        Exchange<A> last;

        void append(Exchange<A> exchange) {
            exchange.previous = last;
            exchange.next = null;
            if (last == null) {
                first = exchange;
            } else {
                last.next = exchange;
            }
            last = exchange;
        }

        void remove(Exchange<A> exchange) {
            if (exchange.previous == null) {
                first = exchange.next;
            } else {
                exchange.previous.next = exchange.next;
            }
            if (exchange.next == null) {
                last = exchange.previous;
            } else {
                exchange.next.previous = exchange.previous;
            }
        }
    }
}
