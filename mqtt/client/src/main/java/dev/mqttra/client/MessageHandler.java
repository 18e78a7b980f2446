package dev.mqttra.client;

/**
 * What a subscription's messages are given to. Called by the client's owner, an I/O thread: it hands over and returns,
 * and never blocks.
 */
@FunctionalInterface
public interface MessageHandler {

    /**
     * A message arrived. The handler sees to it that {@link Delivery#acknowledge()} is called one day. What it throws is
     * logged, and the delivery is acknowledged, so that it does not take a place in the window for ever.
     */
    void onMessage(Delivery delivery);

    /** The batch in which this handler got at least one message is over: the moment to wake whoever works on them. */
    default void onBatchEnd() {}
}
