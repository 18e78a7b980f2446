package dev.mqttra.protocol.packet;

import org.jspecify.annotations.Nullable;

/** The properties of 5.0 with identifier and data type [5.0 2.2.2.2]. Which packet may carry which is the codec's. */
public enum Property {
    PAYLOAD_FORMAT_INDICATOR(0x01, Type.BYTE),
    MESSAGE_EXPIRY_INTERVAL(0x02, Type.FOUR_BYTE_INTEGER),
    CONTENT_TYPE(0x03, Type.STRING),
    RESPONSE_TOPIC(0x08, Type.STRING),
    CORRELATION_DATA(0x09, Type.BINARY),
    SUBSCRIPTION_IDENTIFIER(0x0B, Type.VARIABLE_BYTE_INTEGER),
    SESSION_EXPIRY_INTERVAL(0x11, Type.FOUR_BYTE_INTEGER),
    ASSIGNED_CLIENT_IDENTIFIER(0x12, Type.STRING),
    SERVER_KEEP_ALIVE(0x13, Type.TWO_BYTE_INTEGER),
    AUTHENTICATION_METHOD(0x15, Type.STRING),
    AUTHENTICATION_DATA(0x16, Type.BINARY),
    REQUEST_PROBLEM_INFORMATION(0x17, Type.BYTE),
    WILL_DELAY_INTERVAL(0x18, Type.FOUR_BYTE_INTEGER),
    REQUEST_RESPONSE_INFORMATION(0x19, Type.BYTE),
    RESPONSE_INFORMATION(0x1A, Type.STRING),
    SERVER_REFERENCE(0x1C, Type.STRING),
    REASON_STRING(0x1F, Type.STRING),
    RECEIVE_MAXIMUM(0x21, Type.TWO_BYTE_INTEGER),
    TOPIC_ALIAS_MAXIMUM(0x22, Type.TWO_BYTE_INTEGER),
    TOPIC_ALIAS(0x23, Type.TWO_BYTE_INTEGER),
    MAXIMUM_QOS(0x24, Type.BYTE),
    RETAIN_AVAILABLE(0x25, Type.BYTE),
    USER_PROPERTY(0x26, Type.STRING_PAIR),
    MAXIMUM_PACKET_SIZE(0x27, Type.FOUR_BYTE_INTEGER),
    WILDCARD_SUBSCRIPTION_AVAILABLE(0x28, Type.BYTE),
    SUBSCRIPTION_IDENTIFIER_AVAILABLE(0x29, Type.BYTE),
    SHARED_SUBSCRIPTION_AVAILABLE(0x2A, Type.BYTE);

    /** How a property's value is written [5.0 1.5]. */
    public enum Type {
        BYTE(0xFF),
        TWO_BYTE_INTEGER(0xFFFF),
        FOUR_BYTE_INTEGER(0xFFFF_FFFFL),
        VARIABLE_BYTE_INTEGER(268_435_455),
        STRING(-1),
        STRING_PAIR(-1),
        BINARY(-1);

        private final long maximum;

        Type(long maximum) {
            this.maximum = maximum;
        }

        /** The highest number of the type, -1 where it is no number. */
        long maximum() {
            return maximum;
        }
    }

    private static final @Nullable Property[] BY_ID = new Property[0x2B];

    static {
        for (Property property : values()) {
            BY_ID[property.id] = property;
        }
    }

    private final int id;
    private final Type type;

    Property(int id, Type type) {
        this.id = id;
        this.type = type;
    }

    /** The property for an identifier on the wire, null where the standard defines none. */
    public static @Nullable Property of(int id) {
        return id < 0 || id >= BY_ID.length ? null : BY_ID[id];
    }

    public int id() {
        return id;
    }

    public Type type() {
        return type;
    }
}
