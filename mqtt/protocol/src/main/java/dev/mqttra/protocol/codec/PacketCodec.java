package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Properties;
import java.nio.ByteBuffer;

/** The bytes of one packet type in all versions. Stateless: what a connection remembers is in the {@link PacketReader}. */
abstract class PacketCodec<P extends Packet> {
    /** In the order of the types, whose values in the fixed header begin at 1. */
    private static final PacketCodec<?>[] CODECS = {
        new ConnectCodec(),
        new ConnAckCodec(),
        new PublishCodec(),
        new PubAckCodec(),
        new PubRecCodec(),
        new PubRelCodec(),
        new PubCompCodec(),
        new SubscribeCodec(),
        new SubAckCodec(),
        new UnsubscribeCodec(),
        new UnsubAckCodec(),
        new PingReqCodec(),
        new PingRespCodec(),
        new DisconnectCodec(),
        new AuthCodec()
    };

    static PacketCodec<?> of(int value) {
        return CODECS[value - 1];
    }

    @SuppressWarnings("unchecked")
    static <P extends Packet> PacketCodec<P> of(P packet) {
        return (PacketCodec<P>) CODECS[packet.type().ordinal()];
    }

    /** Reads what follows the fixed header. What is left unread is the caller's to refuse. */
    abstract P decode(PacketReader in, int flags) throws ProtocolViolation;

    /** The low half of the first byte. */
    int flags(P packet, MqttVersion version) {
        return 0;
    }

    /** What explains the packet to a person and may be left out for the peer's sake, with what cannot; else none. */
    Properties properties(P packet) {
        return Properties.NONE;
    }

    /** The packet with other {@link #properties}. */
    P with(P packet, Properties properties) {
        return packet;
    }

    /**
     * The remaining length, checked to be writable: {@link #encode} follows.
     *
     * @throws IllegalArgumentException if this version has no such packet
     */
    abstract int length(P packet, MqttVersion version);

    /** Writes what follows the fixed header. */
    abstract void encode(P packet, MqttVersion version, ByteBuffer out);
}
