package dev.mqttra.broker;

import dev.mqttra.protocol.packet.Publisher;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;

/**
 * Decides what an authenticated client may publish and subscribe.
 *
 * <p>Called on the broker's thread: for each SUBSCRIBE entry, each PUBLISH and each will. It must answer from memory, at
 * once. Clients inside the VM are the application's own and are not asked. An authorizer that throws refuses; the broker
 * logs it.
 */
public interface Authorizer {

    /** Allows everything. */
    Authorizer ALLOW_ALL = new Authorizer() {
        @Override
        public boolean mayPublish(Publisher client, TopicName topic) {
            return true;
        }

        @Override
        public boolean maySubscribe(Publisher client, TopicFilter filter) {
            return true;
        }
    };

    /**
     * Whether the client may publish to a topic. A refused PUBLISH is dropped, counted and logged. 5.0 answers it with 87; in
     * 3.x it is acknowledged as usual, because the protocol has no other answer.
     */
    boolean mayPublish(Publisher client, TopicName topic);

    /**
     * Whether the client may subscribe with a filter; SUBACK says 80 in 3.1.1 and {@link BrokerConfig#subscribeRefusal()} in
     * 5.0 where not. Of a shared subscription {@link TopicFilter#filter()} is what topics are matched with.
     */
    boolean maySubscribe(Publisher client, TopicFilter filter);
}
