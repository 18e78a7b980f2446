package dev.mqttra.interop;

/** A server that our client is to get along with, on a free loopback port. */
interface MqttServer extends AutoCloseable {
    int port();

    /** Stops it as an administrator would and starts it again; its port may be another one. */
    void restart() throws Exception;

    /** Whether sessions and messages survive {@link #restart()}. */
    boolean isDurable();

    @Override
    void close() throws Exception;
}
