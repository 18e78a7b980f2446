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

    /** Messages that wait for a bean now. */
    int getWaiting();

    /** Messages that wait now for the time of their next attempt. */
    int getWaitingForRedelivery();

    /** Messages that beans are at now. */
    int getInFlight();
}
