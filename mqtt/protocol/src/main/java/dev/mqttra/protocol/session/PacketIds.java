package dev.mqttra.protocol.session;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The packet identifiers of one direction, and what each stands for: a table by the identifier's low bits, where one that
 * finds its place taken goes to the next. Identifiers in sequence never meet; whichever a peer chooses, the table's size
 * follows how many are in use. So a session with few messages in flight stays small. One owner's thread.
 */
final class PacketIds<T> {
    private static final int MAXIMUM = 65_535;
    private static final int SMALLEST = 16;
    private static final Object RESERVED = new Object();

    private @Nullable Object[] values = new Object[SMALLEST];
    private char[] ids = new char[SMALLEST];
    private int size;
    private int last;

    /** How many are not in their first place. None, while identifiers come in sequence: then nothing is searched. */
    private int displaced;

    /** Removals in a row while few were in use: a table that is filled and emptied with each batch keeps its size. */
    private int removedWhileFew;

    /** Takes the next free identifier, in ascending order, so that one is used again as late as possible. */
    int reserve() {
        if (isFull()) {
            throw new IllegalStateException("all packet identifiers are in use");
        }
        do {
            last = last == MAXIMUM ? 1 : last + 1;
        } while (values[place(last)] != null);
        set(last, RESERVED);
        return last;
    }

    /** Sets what an identifier stands for. */
    void put(int id, T value) {
        set(id, value);
    }

    /** What the identifier stands for, null when it is free or only reserved. */
    @SuppressWarnings("unchecked")
    @Nullable
    T get(int id) {
        Object value = values[place(id)];
        return value == RESERVED ? null : (T) value;
    }

    void remove(int id) {
        int place = place(id);
        if (values[place] != null) {
            delete(place);
            size--;
            shrinkWhenLongEnough();
        }
    }

    private void shrinkWhenLongEnough() {
        if (size >= values.length / 8) {
            removedWhileFew = 0;
        } else if (values.length > SMALLEST && ++removedWhileFew > values.length) {
            resize(values.length / 2);
        }
    }

    /** Gives back an identifier that is reserved and stands for nothing; others are left as they are. */
    void release(int id) {
        if (values[place(id)] == RESERVED) {
            remove(id);
        }
    }

    /** Visits what is in use, in no order. The visitor changes nothing here. */
    @SuppressWarnings("unchecked")
    void forEach(Consumer<T> visitor) {
        for (Object value : values) {
            if (value != null && value != RESERVED) {
                visitor.accept((T) value);
            }
        }
    }

    void clear() {
        values = new Object[SMALLEST];
        ids = new char[SMALLEST];
        size = 0;
        displaced = 0;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size >= MAXIMUM;
    }

    /** Where the identifier is, or the free place where it would be. There always is one. */
    private int place(int id) {
        int mask = values.length - 1;
        int place = id & mask;
        while (values[place] != null && ids[place] != id) {
            place = place + 1 & mask;
        }
        return place;
    }

    private void set(int id, Object value) {
        int place = place(id);
        if (values[place] == null) {
            if (++size > values.length / 4 * 3 && values.length <= MAXIMUM) {
                resize(values.length * 2);
                place = place(id);
            }
            fill(place, id, value);
        } else {
            values[place] = value;
        }
    }

    private void fill(int place, int id, Object value) {
        values[place] = value;
        ids[place] = (char) id;
        if (isDisplaced(place)) {
            displaced++;
        }
    }

    private void empty(int place) {
        if (isDisplaced(place)) {
            displaced--;
        }
        values[place] = null;
    }

    private boolean isDisplaced(int place) {
        return (ids[place] & values.length - 1) != place;
    }

    /** Closes the gap, so that no search stops short at it. */
    private void delete(int place) {
        int mask = values.length - 1;
        int gap = place;
        empty(gap);
        for (int i = gap + 1 & mask; displaced > 0 && values[i] != null; i = i + 1 & mask) {
            Object value = values[i];
            if (value != null && (i - ids[i] & mask) >= (i - gap & mask)) {
                empty(i);
                fill(gap, ids[i], value);
                gap = i;
            }
        }
    }

    private void resize(int length) {
        @Nullable Object[] oldValues = values;
        char[] oldIds = ids;
        values = new Object[length];
        ids = new char[length];
        displaced = 0;
        removedWhileFew = 0;
        for (int i = 0; i < oldValues.length; i++) {
            Object value = oldValues[i];
            if (value != null) {
                fill(place(oldIds[i]), oldIds[i], value);
            }
        }
    }
}
