package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.QoS;
import java.nio.ByteBuffer;

/** Being written: the shape others compile against. */
public final class PacketEncoder {

    public void version(MqttVersion version) {}

    public int size(Packet packet) {
        throw new UnsupportedOperationException();
    }

    public void encode(Packet packet, ByteBuffer out) {
        throw new UnsupportedOperationException();
    }

    /** Size of the whole PUBLISH with its payload. */
    public int publishSize(Message message, QoS qos) {
        throw new UnsupportedOperationException();
    }

    /** Everything but the payload, so that a large payload is not copied but written beside it. */
    public void encodePublishHeader(
            Message message, QoS qos, boolean retain, boolean dup, int packetId, ByteBuffer out) {
        throw new UnsupportedOperationException();
    }
}
