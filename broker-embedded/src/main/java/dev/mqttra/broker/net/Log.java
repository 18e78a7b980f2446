package dev.mqttra.broker.net;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** What the listeners say. A number keeps its meaning for ever; those of the core begin at MQTTB-001. */
final class Log {
    private static final Logger LOGGER = System.getLogger("dev.mqttra.broker.net");

    private Log() {}

    static void handlerFailed(String peer, Throwable failure) {
        LOGGER.log(Level.ERROR, "MQTTB-101 closing the connection of " + peer + ": its handler failed", failure);
    }

    static void notClosed(String broker) {
        LOGGER.log(Level.WARNING, "MQTTB-102 broker {0}: connections did not close in time", broker);
    }
}
