package dev.mqttra.ra.management;

/** {@code dev.mqttra:type=Activation,name=<bean>}: one active message-driven bean. The counters only grow. */
@Description("One active message-driven bean. The counters only grow")
public interface ActivationMXBean {

    @Description("The bean's class")
    String getBean();

    @Description("What its client is doing: CONNECTED, or what it does to become that; REFUSED and why, where the "
            + "broker does not give the bean its messages")
    String getState();

    @Description("Messages that arrived; a repeat of one that is still being dealt with is not counted")
    long getReceived();

    @Description("Messages that the bean has dealt with and that were acknowledged")
    long getDelivered();

    @Description("Attempts that ended with an exception or without a commit")
    long getFailed();

    @Description("Attempts after a failed one")
    long getRedelivered();

    @Description("Messages that wait for a bean now, those that wait for what they follow or for others of their "
            + "batch included")
    int getWaiting();

    @Description("Messages that wait now for the time of their next attempt")
    int getWaitingForRedelivery();

    @Description("Messages that were given up and are in the dead-letter topic")
    long getDeadLettered();

    @Description("Messages that failed for too long and are in the retry topic, or, without one, in the "
            + "dead-letter topic")
    long getParked();

    @Description("Messages that were given up and dropped, as the activation asks for, or that the broker sent "
            + "for no filter of the bean")
    long getDropped();

    @Description("Messages that were given up and refused to the devices that sent them")
    long getRefused();

    @Description("Messages of QoS 0 that were dropped because too many of them waited for a bean")
    long getQos0Dropped();

    @Description("Milliseconds since the oldest message arrived that is not acknowledged now, 0 where there is none")
    long getLagMillis();

    @Description("RUNNING; PAUSED by pause; STOPPED by a message that failed for good")
    String getMode();

    @Description("Delivers nothing more until resume; what arrives waits, up to the client's window")
    void pause();

    @Description("Delivers again, whether it was paused or has stopped")
    void resume();

    @Description("Tries again now what waits for the time of its next attempt. Says how many messages that are.")
    int redeliver();

    @Description("Messages that beans are at now")
    int getInFlight();
}
