package dev.mqttra.protocol.packet;

/** Quality of Service. The ordinal is the value on the wire. */
public enum QoS {
    AT_MOST_ONCE,
    AT_LEAST_ONCE,
    EXACTLY_ONCE;

    private static final QoS[] VALUES = values();

    /** The QoS for a value on the wire; {@link IllegalArgumentException} for anything but 0, 1, 2. */
    public static QoS of(int value) {
        if (value < 0 || value > 2) {
            throw new IllegalArgumentException("QoS is 0, 1 or 2, not " + value);
        }
        return VALUES[value];
    }

    /** The lower of two. */
    public static QoS min(QoS a, QoS b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    public int value() {
        return ordinal();
    }
}
