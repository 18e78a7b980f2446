package dev.mqttra.broker.core;

import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Publisher;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.Will;
import org.jspecify.annotations.Nullable;

/** Brings a message to the retained messages and to every session that subscribed to its topic. */
final class Publications {
    private final Routes routes;
    private final Retained retained;
    private final Permissions permissions;
    private final Statistics statistics;

    Publications(Routes routes, Retained retained, Permissions permissions, Statistics statistics) {
        this.routes = routes;
        this.retained = retained;
        this.permissions = permissions;
        this.statistics = statistics;
    }

    /**
     * A live message: each session gets one copy, at the lower of both QoS, with RETAIN 0 [MQTT-3.3.1-9].
     *
     * @param receipt what local sessions are waited for with; null where nobody is owed an acknowledgement
     */
    void publish(Message message, QoS qos, boolean retain, Publisher publisher, @Nullable Receipt receipt) {
        Route route = routes.of(message.topic());
        // Only who is inside the VM is told the publisher: spare the others' messages the copy.
        Message told = retain || route.local ? message.from(publisher) : message;
        if (retain) {
            retained.publish(told, qos);
        }
        BrokerSession[] sessions = route.sessions;
        for (int i = 0; i < sessions.length; i++) {
            BrokerSession session = sessions[i];
            try {
                session.outbound.offer(told, QoS.min(qos, route.granted[i]), receipt);
            } catch (RuntimeException failure) {
                session.fail(failure);
            }
        }
    }

    /** A will, as any message of its client. Nobody waits for it. */
    void publishWill(Will will, Publisher publisher, boolean trusted) {
        Message message = will.message();
        if (trusted || permissions.mayPublish(publisher, message.topic())) {
            publish(message, will.qos(), will.retain(), publisher, null);
        } else {
            statistics.refusedPublishes++;
            Log.publishRefused(publisher.clientId(), message.topic());
        }
    }
}
