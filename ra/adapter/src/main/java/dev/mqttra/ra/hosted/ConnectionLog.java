package dev.mqttra.ra.hosted;

import dev.mqttra.client.ClientListener;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.ra.log.Log;

/** Tells an administrator how a connection fares: that it failed once, not with every attempt, and that it is back. */
public final class ConnectionLog implements ClientListener {
    private final String broker;

    /**
     * @param broker for a person, without anything secret
     */
    public ConnectionLog(String broker) {
        this.broker = broker;
    }

    @Override
    public void onConnected(boolean sessionPresent) {
        Log.remoteConnected(broker);
    }

    @Override
    public void onDisconnected(String reason) {
        Log.remoteLost(broker, reason);
    }

    @Override
    public void onConnectFailed(String reason, int attempt) {
        if (isTold(attempt)) {
            Log.remoteUnreachable(broker, reason, attempt);
        }
    }

    @Override
    public void onRefused(ReasonCode reason, int attempt) {
        if (isTold(attempt)) {
            Log.remoteUnreachable(broker, "refused: " + reason, attempt);
        }
    }

    @Override
    public void onSubscriptionRefused(TopicFilter filter, ReasonCode reason) {
        Log.subscriptionRefused(broker, filter.toString(), reason.toString());
    }

    /** The first failure and then ever fewer: a broker that is down for a night must not fill the disk. */
    private static boolean isTold(int attempt) {
        return Integer.bitCount(attempt) == 1;
    }
}
