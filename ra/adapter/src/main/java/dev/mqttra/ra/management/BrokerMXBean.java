package dev.mqttra.ra.management;

/** {@code dev.mqttra:type=Broker,name=<brokerName>}: a hosted broker that is open. The counters only grow. */
public interface BrokerMXBean {

    /** Where it listens, as host:port. */
    String getAddress();

    /** Connections that are open now, those of the adapter itself included. */
    long getConnections();

    /** Sessions that exist now, connected or not. */
    long getSessions();

    /** Subscriptions that exist now. */
    long getSubscriptions();

    /** Retained messages that are stored now. */
    long getRetained();

    /** Messages that were published to it. */
    long getReceived();

    /** Copies of messages that it handed to its clients. */
    long getDelivered();

    /** Copies of messages that were lost because a queue was full. */
    long getDropped();

    /** Connections that were refused. */
    long getRefused();

    /** Connections that were closed because the peer broke the protocol. */
    long getViolations();
}
