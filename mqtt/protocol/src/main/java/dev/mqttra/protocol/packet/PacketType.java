package dev.mqttra.protocol.packet;

/** The types of control packets. The ordinal plus one is the value in the fixed header. */
public enum PacketType {
    CONNECT,
    CONNACK,
    PUBLISH,
    PUBACK,
    PUBREC,
    PUBREL,
    PUBCOMP,
    SUBSCRIBE,
    SUBACK,
    UNSUBSCRIBE,
    UNSUBACK,
    PINGREQ,
    PINGRESP,
    DISCONNECT,
    AUTH;

    public int value() {
        return ordinal() + 1;
    }
}
