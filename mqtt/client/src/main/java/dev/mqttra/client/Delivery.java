package dev.mqttra.client;

import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicFilter;

/**
 * One message on its way to one {@link MessageHandler}, and the acknowledgement that is owed for it. At QoS 1 and 2 the
 * server gets its PUBACK or PUBREC only after {@link #acknowledge()}; until then the message takes a place in the
 * client's window, at QoS 0 too.
 */
public interface Delivery {

    /** The message. Its payload is shared: not to be modified. */
    Message message();

    /** The QoS it arrived with: the lower of what was published and what the server granted. */
    QoS qos();

    /** RETAIN as it arrived: the message was already there when the subscription was made. */
    boolean retain();

    /**
     * Whether the server sent this copy for a subscription: its identifier is with the message, or, where there is none with it
     * that the client knows, its filter matches. To be asked within {@link MessageHandler#onMessage} only, on the client's I/O thread.
     *
     * @param filter of a subscription of this client
     */
    boolean isFor(TopicFilter filter);

    /** DUP as it arrived. It says nothing about whether the application has seen the message before. */
    boolean dup();

    /**
     * The application is done with the message, whatever came of it: MQTT has no negative acknowledgement. From any
     * thread, in any order; only the first call counts. It never blocks: acknowledgements given before the client comes
     * round to them cause one wake-up of its owner together. Over a network they leave in the order of arrival.
     *
     * <p>After the connection was lost it answers the repeat of the message on the next connection; after {@link
     * MqttClient#close()} it does nothing.
     */
    void acknowledge();

    /**
     * As {@link #acknowledge()}, by an application that has further messages at hand: the acknowledgement waits for theirs,
     * until they are a quarter of what the client has unacknowledged or 32, and a millisecond at most. Where messages are many
     * that spares the owner most of its wake-ups. Of the last one at hand {@link #acknowledge()} is told: it takes the
     * others along.
     */
    void acknowledgeSoon();

    /**
     * The application will never take the message: in place of {@link #acknowledge()}, with the same rules. PUBACK or
     * PUBREC carries the reason, where the version has one and the message QoS 1 or 2; a server of 3.x is told that the
     * message was received. Of several handlers of a message one that refuses is enough.
     *
     * @param reason 0x80 or above, one that PUBACK and PUBREC may have
     * @throws IllegalArgumentException if it is no error
     */
    void refuse(ReasonCode reason);
}
