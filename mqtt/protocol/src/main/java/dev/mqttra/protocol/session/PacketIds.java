package dev.mqttra.protocol.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The packet identifiers of one direction, and what each stands for: an array indexed by the identifier's low bits that
 * doubles while two identifiers in use would share a place. So a session with few messages in flight stays small, and a
 * lookup is one access. One owner's thread.
 */
final class PacketIds<T> {
    private static final int MAXIMUM = 65_535;
    private static final Object RESERVED = new Object();

    private @Nullable Object[] values = new Object[16];
    private char[] ids = new char[16];
    private int size;
    private int last;

    /** Takes the next free identifier, in ascending order as far as possible. */
    int reserve() {
        if (isFull()) {
            throw new IllegalStateException("all packet identifiers are in use");
        }
        if (size >= values.length - (values.length >> 2) && values.length <= MAXIMUM) {
            grow();
        }
        int id = last;
        do {
            id = id == MAXIMUM ? 1 : id + 1;
        } while (values[id & (values.length - 1)] != null);
        last = id;
        set(id, RESERVED);
        return id;
    }

    /** Sets what an identifier stands for; the peer's identifiers come in any order, so the array may grow for one. */
    void put(int id, T value) {
        while (values[index(id)] != null && ids[index(id)] != id) {
            grow();
        }
        set(id, value);
    }

    /** What the identifier stands for, null when it is free or only reserved. */
    @SuppressWarnings("unchecked")
    @Nullable
    T get(int id) {
        int index = index(id);
        Object value = ids[index] == id ? values[index] : null;
        return value == RESERVED ? null : (T) value;
    }

    void remove(int id) {
        int index = index(id);
        if (values[index] != null && ids[index] == id) {
            values[index] = null;
            size--;
        }
    }

    /** Visits what is in use, in no order. */
    @SuppressWarnings("unchecked")
    void forEach(java.util.function.Consumer<T> visitor) {
        for (Object value : values) {
            if (value != null && value != RESERVED) {
                visitor.accept((T) value);
            }
        }
    }

    void clear() {
        Arrays.fill(values, null);
        size = 0;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size >= MAXIMUM;
    }

    private int index(int id) {
        return id & (values.length - 1);
    }

    private void set(int id, Object value) {
        int index = index(id);
        if (values[index] == null) {
            size++;
        }
        values[index] = value;
        ids[index] = (char) id;
    }

    private void grow() {
        @Nullable Object[] oldValues = values;
        char[] oldIds = ids;
        values = new Object[oldValues.length * 2];
        ids = new char[oldIds.length * 2];
        for (int i = 0; i < oldValues.length; i++) {
            Object value = oldValues[i];
            if (value != null) {
                values[index(oldIds[i])] = value;
                ids[index(oldIds[i])] = oldIds[i];
            }
        }
    }
}
