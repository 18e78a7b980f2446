package dev.mqttra.protocol.topic;

import java.util.LinkedHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The subscribers at one filter, in their order. Mostly there is one, which needs no map. */
final class TopicEntries<S, V> {
    private @Nullable S only;
    private @Nullable V value;
    private @Nullable LinkedHashMap<S, V> many;

    boolean isEmpty() {
        return only == null && many == null;
    }

    @Nullable
    V put(S subscriber, V newValue) {
        if (many != null) {
            return many.put(subscriber, newValue);
        }
        if (only == null || value == null || only.equals(subscriber)) {
            V former = value;
            only = subscriber;
            value = newValue;
            return former;
        }
        many = new LinkedHashMap<>();
        many.put(only, value);
        many.put(subscriber, newValue);
        only = null;
        value = null;
        return null;
    }

    @Nullable
    V remove(S subscriber) {
        if (many != null) {
            V former = many.remove(subscriber);
            if (many.size() == 1) {
                var last = many.entrySet().iterator().next();
                only = last.getKey();
                value = last.getValue();
                many = null;
            }
            return former;
        }
        if (only == null || !only.equals(subscriber)) {
            return null;
        }
        V former = value;
        only = null;
        value = null;
        return former;
    }

    static <S, V> void visit(@Nullable TopicEntries<S, V> entries, BiConsumer<? super S, ? super V> visitor) {
        if (entries != null) {
            entries.visit(visitor);
        }
    }

    private void visit(BiConsumer<? super S, ? super V> visitor) {
        if (many != null) {
            many.forEach(visitor);
        } else if (only != null && value != null) {
            visitor.accept(only, value);
        }
    }
}
