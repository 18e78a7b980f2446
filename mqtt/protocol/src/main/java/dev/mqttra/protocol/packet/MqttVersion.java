package dev.mqttra.protocol.packet;

/** A version of the protocol, as CONNECT names it. */
public enum MqttVersion {
    V3_1("MQIsdp", 3),
    V3_1_1("MQTT", 4),
    V5_0("MQTT", 5);

    private final String protocolName;
    private final int level;

    MqttVersion(String protocolName, int level) {
        this.protocolName = protocolName;
        this.level = level;
    }

    /** The protocol name of the CONNECT packet. */
    public String protocolName() {
        return protocolName;
    }

    /** The protocol level (3.x) or protocol version (5.0) of the CONNECT packet. */
    public int level() {
        return level;
    }
}
