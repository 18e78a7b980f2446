package dev.mqttra.broker.core;

import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.QoS;
import java.util.List;

/**
 * What the matching subscriptions of one session say about its copy of a message. One copy for all of them, so it has
 * the highest QoS that one grants [MQTT-3.3.4-2], every identifier [MQTT-3.3.4-4], and the publisher's RETAIN if one
 * asked for it.
 */
record Copy(QoS granted, boolean retainAsPublished, CopyProperties properties) {
    private static final Copy[] PLAIN = new Copy[6];

    static {
        for (QoS qos : QoS.values()) {
            PLAIN[2 * qos.value()] = new Copy(qos, false, CopyProperties.NONE);
            PLAIN[2 * qos.value() + 1] = new Copy(qos, true, CopyProperties.NONE);
        }
    }

    static Copy of(Subscribed subscribed) {
        return of(List.of(subscribed));
    }

    /**
     * @param matching at least one
     */
    static Copy of(List<Subscribed> matching) {
        QoS granted = QoS.AT_MOST_ONCE;
        boolean retainAsPublished = false;
        for (Subscribed one : matching) {
            QoS qos = one.subscription().qos();
            granted = qos.compareTo(granted) > 0 ? qos : granted;
            retainAsPublished |= one.subscription().retainAsPublished();
        }
        int[] identifiers = matching.stream()
                .mapToInt(Subscribed::identifier)
                .filter(identifier -> identifier != 0)
                .toArray();
        if (identifiers.length == 0) {
            return PLAIN[2 * granted.value() + (retainAsPublished ? 1 : 0)];
        }
        return new Copy(granted, retainAsPublished, new CopyProperties(identifiers, -1));
    }
}
