package dev.mqttra.broker.core;

import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Publisher;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.Will;
import org.jspecify.annotations.Nullable;

/** Brings a message to the retained messages, to every session that subscribed to its topic, and to every group. */
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
     * A live message: each session gets one copy, at the lower of both QoS, and each group one. RETAIN is 0 but where the
     * subscription wants it as published [MQTT-3.3.1-12, MQTT-3.3.1-13].
     *
     * @param publisher null where it is the broker
     * @param receipt what local sessions are waited for with; null where nobody is owed an acknowledgement
     * @return what 5.0 tells the publisher: success, that nobody wanted it, or that it could not be retained
     */
    ReasonCode publish(
            Message message,
            QoS qos,
            boolean retain,
            @Nullable Publisher publisher,
            @Nullable Receipt receipt,
            long now) {
        Route route = routes.of(message.topic());
        // Only who is inside the VM is told the publisher: spare the others' messages the copy.
        Message told = publisher != null && (retain || route.local) ? message.from(publisher) : message;
        long expiresAt = Expiry.of(message, now);
        boolean stored = !retain || publisher == null || retained.publish(told, qos, expiresAt, now);
        boolean wanted = route.groups.length > 0;
        BrokerSession[] sessions = route.sessions;
        for (int i = 0; i < sessions.length; i++) {
            BrokerSession session = sessions[i];
            Copy copy = route.copies[i];
            if (route.own != null && publisher != null && session.clientId.equals(publisher.clientId())) {
                copy = route.own[i];
            }
            if (copy != null) {
                wanted = true;
                offer(session, copy, told, qos, retain, expiresAt, receipt, now);
            }
        }
        for (SharedGroup group : route.groups) {
            group.offer(told, qos, retain, expiresAt, receipt, now);
        }
        return !stored ? ReasonCode.QUOTA_EXCEEDED : wanted ? ReasonCode.SUCCESS : ReasonCode.NO_MATCHING_SUBSCRIBERS;
    }

    private static void offer(
            BrokerSession session,
            Copy copy,
            Message message,
            QoS qos,
            boolean retain,
            long expiresAt,
            @Nullable Receipt receipt,
            long now) {
        QoS lower = QoS.min(qos, copy.granted());
        boolean kept = retain && copy.retainAsPublished();
        try {
            session.outbound.offer(message, lower, kept, copy.properties(), expiresAt, receipt, now);
        } catch (RuntimeException failure) {
            session.fail(failure);
        }
    }

    /** A will, as any message of its client. Nobody waits for it. */
    void publishWill(Will will, Publisher publisher, boolean trusted, long now) {
        Message message = will.message();
        if (trusted || permissions.refusal(publisher, message.topic()) == null) {
            publish(message, will.qos(), will.retain(), publisher, null, now);
        } else {
            statistics.refusedPublishes++;
            Log.publishRefused(publisher.clientId(), message.topic());
        }
    }
}
