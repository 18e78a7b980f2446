package dev.mqttra.broker.core;

import dev.mqttra.broker.Authorizer;
import dev.mqttra.protocol.packet.Publisher;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a client from the network may do: what the {@link Authorizer} says, and no publishing below {@code $SYS}, which is
 * the broker's own. An authorizer that throws refuses.
 */
final class Permissions {
    private static final byte[] BROKERS_OWN = "$SYS/".getBytes(StandardCharsets.UTF_8);

    private final Authorizer authorizer;

    /** Spares the hot path the question that has one answer. */
    private final boolean allowAll;

    private boolean failing;

    Permissions(Authorizer authorizer) {
        this.authorizer = authorizer;
        allowAll = authorizer == Authorizer.ALLOW_ALL;
    }

    /** What speaks against publishing, as 5.0 says it; null for nothing. */
    @Nullable
    ReasonCode refusal(Publisher client, TopicName topic) {
        if (topic.isSystem() && isBrokersOwn(topic.utf8())) {
            return ReasonCode.TOPIC_NAME_INVALID;
        }
        return allowAll || mayPublish(client, topic) ? null : ReasonCode.NOT_AUTHORIZED;
    }

    private boolean mayPublish(Publisher client, TopicName topic) {
        try {
            boolean may = authorizer.mayPublish(client, topic);
            failing = false;
            return may;
        } catch (RuntimeException failure) {
            failed(client, failure);
            return false;
        }
    }

    boolean maySubscribe(Publisher client, TopicFilter filter) {
        if (allowAll) {
            return true;
        }
        try {
            boolean may = authorizer.maySubscribe(client, filter);
            failing = false;
            return may;
        } catch (RuntimeException failure) {
            failed(client, failure);
            return false;
        }
    }

    /** Logged once until it answers again. */
    private void failed(Publisher client, RuntimeException failure) {
        if (!failing) {
            failing = true;
            Log.authorizerFailed(client.clientId(), failure);
        }
    }

    private static boolean isBrokersOwn(byte[] topic) {
        if (topic.length < BROKERS_OWN.length) {
            return false;
        }
        for (int i = 0; i < BROKERS_OWN.length; i++) {
            if (topic[i] != BROKERS_OWN[i]) {
                return false;
            }
        }
        return true;
    }
}
