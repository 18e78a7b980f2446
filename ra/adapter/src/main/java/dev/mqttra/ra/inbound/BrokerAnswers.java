package dev.mqttra.ra.inbound;

import dev.mqttra.client.ClientListener;
import dev.mqttra.client.ClientState;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.ra.log.Log;
import org.jspecify.annotations.Nullable;

/**
 * What the broker says to the subscriptions of an activation. A connection alone is not yet a bean that gets its messages:
 * a refusal is logged by the name of the bean, and shown until the broker thinks otherwise. Thread-safe.
 */
final class BrokerAnswers implements ClientListener {
    private final String bean;
    private final @Nullable String sharedSubscription;
    private volatile @Nullable String refusal;
    /** A refusal that lasts is repeated with every connection, and is told once. */
    private volatile @Nullable String told;

    BrokerAnswers(String bean, @Nullable String sharedSubscription) {
        this.bean = bean;
        this.sharedSubscription = sharedSubscription;
    }

    /** For JMX: what the client does, or why that is not enough. */
    String state(ClientState client) {
        String why = refusal;
        return why == null ? client.toString() : "REFUSED: " + why;
    }

    @Override
    public void onConnected(boolean sessionPresent) {
        // It subscribes again now.
        refusal = null;
    }

    @Override
    public void onRefused(ReasonCode reason, int attempt) {
        if (sharedSubscription != null && reason == ReasonCode.UNSUPPORTED_PROTOCOL_VERSION) {
            refused("activation property sharedSubscription ('" + sharedSubscription + "') needs MQTT 5.0, which the"
                    + " broker does not speak; leave it out, or use a broker that does");
        }
    }

    @Override
    public void onSubscriptionRefused(TopicFilter filter, ReasonCode reason) {
        if (reason == ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED) {
            String property = sharedSubscription == null
                    ? "the topic filter '" + filter + "'"
                    : "activation property sharedSubscription ('" + sharedSubscription + "')";
            refused(property + " needs shared subscriptions, which the broker says it does not have; leave it out, or"
                    + " use a broker that has them");
        } else {
            refused("the broker refused the subscription to '" + filter + "': " + reason);
        }
    }

    private void refused(String why) {
        refusal = why;
        if (!why.equals(told)) {
            told = why;
            Log.subscriptionRefused(bean, why);
        }
    }
}
