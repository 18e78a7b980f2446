package dev.mqttra.ra.management;

/** {@code dev.mqttra:type=Activation,name=<bean>}: one active message-driven bean. The counters only grow. */
public interface ActivationMXBean {

    /** The bean's class. */
    String getBean();

    /**
     * What its client is doing: CONNECTED, or what it does to become that; REFUSED and why, where the broker does not
     * give the bean its messages.
     */
    String getState();

    /** Messages that arrived; a repeat of one that is still being dealt with is not counted. */
    long getReceived();

    /** Messages that the bean has dealt with and that were acknowledged. */
    long getDelivered();

    /** Attempts that ended with an exception or without a commit. */
    long getFailed();

    /** Attempts after a failed one. */
    long getRedelivered();

    /** Messages that wait for a bean now, those that wait for what they follow or for others of their batch included. */
    int getWaiting();

    /** Messages that wait now for the time of their next attempt. */
    int getWaitingForRedelivery();

    /** Messages that were given up and are in the dead-letter topic. */
    long getDeadLettered();

    /** Messages that failed for too long and are in the retry topic, or, without one, in the dead-letter topic. */
    long getParked();

    /** Messages that were given up and dropped, as the activation asks for, or that the broker sent for no filter of the bean. */
    long getDropped();

    /** Messages that were given up and refused to the devices that sent them. */
    long getRefused();

    /** Messages of QoS 0 that were dropped because too many of them waited for a bean. */
    long getQos0Dropped();

    /** Milliseconds since the oldest message arrived that is not acknowledged now, 0 where there is none. */
    long getLagMillis();

    /** RUNNING; PAUSED by {@link #pause()}; STOPPED by a message that failed for good. */
    String getMode();

    /** Delivers nothing more until {@link #resume()}; what arrives waits, up to the client's window. */
    void pause();

    /** Delivers again, whether it was paused or has stopped. */
    void resume();

    /**
     * Tries again now what waits for the time of its next attempt.
     *
     * @return how many messages that are
     */
    int redeliver();

    /** Messages that beans are at now. */
    int getInFlight();
}
