package dev.mqttra.protocol.topic;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Being written: the shape others compile against. Ordered, single-threaded. */
public final class TopicTree<S, V> {

    /** Sets the value of a subscriber at a filter (without $share); returns the former value. */
    public @Nullable V put(TopicFilter filter, S subscriber, V value) {
        throw new UnsupportedOperationException();
    }

    public @Nullable V remove(TopicFilter filter, S subscriber) {
        throw new UnsupportedOperationException();
    }

    /** Visits each (subscriber, value) whose filter matches; a subscriber with several matching filters several times. */
    public void match(TopicName topic, BiConsumer<? super S, ? super V> visitor) {
        throw new UnsupportedOperationException();
    }

    public int size() {
        throw new UnsupportedOperationException();
    }
}
