package dev.mqttra.kill;

import dev.mqttra.protocol.packet.QoS;

/**
 * A topic with one bean. It has a session of its own at a broker that stays up, or the adapter hosts the broker, which goes
 * with the server.
 *
 * @param broker its name, part of the topic
 * @param qos of the publisher and of the bean's subscription
 */
record Channel(String broker, QoS qos) {

    /** The name of the broker that the adapter hosts. */
    static final String HOSTED = "hosted";

    boolean isHosted() {
        return broker.equals(HOSTED);
    }

    String topic() {
        return "kill/" + broker + "/" + qos.value();
    }

    String clientId() {
        return "kill-" + broker + "-" + qos.value();
    }

    /** The name of the bean. */
    String bean() {
        return "Storing_" + broker + "_" + qos.value();
    }

    @Override
    public String toString() {
        return topic();
    }
}
