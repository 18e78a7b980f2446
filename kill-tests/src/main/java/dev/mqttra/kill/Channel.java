package dev.mqttra.kill;

import dev.mqttra.protocol.packet.QoS;

/**
 * A topic with one bean, which has a session of its own at one broker.
 *
 * @param broker its name, part of the topic
 * @param qos of the publisher and of the bean's subscription
 */
record Channel(String broker, QoS qos) {

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
