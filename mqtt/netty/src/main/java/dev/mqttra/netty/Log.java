package dev.mqttra.netty;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** What this module says. A number keeps its meaning for ever. */
final class Log {
    private static final Logger LOGGER = System.getLogger("dev.mqttra.netty");

    private Log() {}

    static void handlerFailed(String peer, Throwable failure) {
        LOGGER.log(Level.ERROR, "MQTTN-001 closing the connection of " + peer + ": its handler failed", failure);
    }

    static void acceptFailed(Object address, Throwable failure) {
        LOGGER.log(
                Level.WARNING,
                "MQTTN-002 cannot accept a connection at " + address + ", pausing for a second: " + failure);
    }

    static void loopDidNotEnd(String name) {
        LOGGER.log(Level.WARNING, "MQTTN-003 event loop " + name + " did not end in time");
    }

    static void closed(String peer, String reason) {
        LOGGER.log(Level.DEBUG, "MQTTN-004 connection of {0} closed: {1}", peer, reason);
    }

    static void taskFailed(Throwable failure) {
        LOGGER.log(Level.ERROR, "MQTTN-005 a task on an event loop failed", failure);
    }
}
