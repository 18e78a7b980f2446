package dev.mqttra.ra.management;

/** {@code dev.mqttra:type=Broker,name=<brokerName>}: a hosted broker that is open. The counters only grow. */
@Description("A hosted broker that is open. The counters only grow")
public interface BrokerMXBean {

    @Description("Where it listens, as host:port")
    String getAddress();

    @Description("Connections that are open now, those of the adapter itself included")
    long getConnections();

    @Description("Sessions that exist now, connected or not")
    long getSessions();

    @Description("Subscriptions that exist now")
    long getSubscriptions();

    @Description("Retained messages that are stored now")
    long getRetained();

    @Description("Messages that were published to it")
    long getReceived();

    @Description("Copies of messages that it handed to its clients")
    long getDelivered();

    @Description("Copies of messages that were lost because a queue was full")
    long getDropped();

    @Description("Connections that were refused")
    long getRefused();

    @Description("Connections that were closed because the peer broke the protocol")
    long getViolations();
}
