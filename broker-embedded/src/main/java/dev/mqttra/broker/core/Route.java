package dev.mqttra.broker.core;

import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.topic.TopicName;
import java.util.Map;

/**
 * Where messages of one topic go: each session once, at the highest QoS that its matching subscriptions grant
 * [MQTT-3.3.5-1]. Arrays, because it is walked for every message.
 */
final class Route {
    final TopicName topic;
    final BrokerSession[] sessions;
    final QoS[] granted;

    /** Whether a client inside the VM is among them: it is told who published. */
    final boolean local;

    Route(TopicName topic, Map<BrokerSession, Subscription> matching) {
        this.topic = topic;
        sessions = new BrokerSession[matching.size()];
        granted = new QoS[matching.size()];
        boolean anyLocal = false;
        int i = 0;
        for (Map.Entry<BrokerSession, Subscription> match : matching.entrySet()) {
            sessions[i] = match.getKey();
            granted[i++] = match.getValue().qos();
            anyLocal |= match.getKey().local;
        }
        local = anyLocal;
    }
}
