package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Being written: the shape others compile against. */
public final class PacketDecoder {

    /** Which end reads: it decides which packets may arrive. */
    public enum Reader {
        CLIENT,
        SERVER
    }

    public PacketDecoder(Reader reader, int maximumPacketSize) {}

    public void version(MqttVersion version) {}

    public @Nullable Packet decode(ByteBuffer in) throws ProtocolViolation {
        throw new UnsupportedOperationException();
    }
}
