package dev.mqttra.api;

import java.util.concurrent.CompletionStage;

/**
 * A handle for publishing.
 *
 * <p><b>In a transaction</b> every publish is held back until the transaction's outcome is known: after the commit the
 * messages leave in the order of the calls, after a rollback never. Held back means in memory: they do not outlive the
 * process, and what fails after the commit is logged and no longer changes the transaction. How many a transaction may
 * hold is bounded ({@code outboxMessages}); one more is an {@link MqttException}.
 *
 * <p><b>Without a transaction</b> a message leaves at once.
 *
 * <p>All methods may be called by several threads. After {@link #close()} they throw {@link IllegalStateException}.
 */
public interface MqttConnection extends AutoCloseable {

    /** Publishes at QoS 1, not retained. As {@link #publish(MqttMessage)}. */
    default void publish(String topic, byte[] payload) {
        publish(MqttMessage.to(topic).payload(payload).build());
    }

    /** As {@link #publish(MqttMessage)}. */
    default void publish(String topic, byte[] payload, QoS qos, boolean retained) {
        publish(MqttMessage.to(topic)
                .payload(payload)
                .qos(qos)
                .retained(retained)
                .build());
    }

    /**
     * Publishes. Outside a transaction it returns when the broker has acknowledged the message (QoS 1: PUBACK, QoS 2:
     * PUBCOMP), at QoS 0 when it has been handed over to the network; inside one, when the message is held. The broker
     * that the adapter hosts acknowledges at once, unless too many messages of this factory wait for beans already.
     *
     * @throws MqttException retryable if that did not happen in time or a queue is full (it is then not known whether
     *     the message has left); not retryable if the broker refused the message, or if it has what MQTT 3.1.1 cannot
     *     carry
     */
    void publish(MqttMessage message);

    /**
     * Publishes without waiting.
     *
     * @return completes as {@link #publish(MqttMessage)} returns or throws: with the broker's acknowledgement, inside a
     *     transaction after the commit. After a rollback it completes with an MqttException that is not retryable. On
     *     which thread is not said, and it may be an I/O thread: dependent actions that take time belong on an executor
     *     of the application
     * @throws MqttException as above, where that is known at once
     */
    CompletionStage<Void> publishAsync(MqttMessage message);

    /** Gives the handle back. What is on its way or held by a transaction is not affected. Idempotent. */
    @Override
    void close();
}
