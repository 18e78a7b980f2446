package dev.mqttra.interop;

/** A server that our client is to get along with, on a free loopback port. */
interface MqttServer extends AutoCloseable {
    int port();

    /** Starts it with what it kept; not to be called while it runs. */
    void start() throws Exception;

    /** Stops it as an administrator would and starts it again; its port may be another one. */
    default void restart() throws Exception {
        close();
        start();
    }

    /** Whether sessions and messages survive {@link #restart()}. */
    boolean isDurable();

    @Override
    void close() throws Exception;
}
