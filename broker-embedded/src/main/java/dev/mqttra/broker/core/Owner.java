package dev.mqttra.broker.core;

import java.util.function.LongConsumer;

/** The one thread that owns a {@link BrokerCore}, as the core sees it: the way back into it from elsewhere. */
@FunctionalInterface
public interface Owner {

    /**
     * Runs a command in the owner's thread, later, in the order of the calls. From any thread.
     *
     * @param command gets {@link System#nanoTime()} as the owner reads it then
     */
    void execute(LongConsumer command);
}
