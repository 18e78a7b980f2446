package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.ReasonCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of one connection to packets, incrementally: any split of the bytes gives the same packets. Keeps what belongs
 * to the connection: the version, the topic aliases of the peer, and the topic names it has seen lately.
 *
 * <p>Nothing is allocated for a packet before all its bytes are there, so an announced length costs nothing. One thread
 * at a time. After a {@link ProtocolViolation} the decoder is of no more use: the connection ends.
 */
public final class PacketDecoder {
    private static final int HIGHEST_LENGTH_BYTES = 4;

    /** Which end reads: it decides which packets may arrive. */
    public enum Reader {
        CLIENT,
        SERVER
    }

    private final PacketReader reader;
    private final int maximumPacketSize;
    private int needed;

    /**
     * @param maximumPacketSize in bytes with the fixed header; a packet of just this size is accepted
     *     [MQTT-3.1.2-24, MQTT-3.2.2-15]. {@link Integer#MAX_VALUE} is no limit
     */
    public PacketDecoder(Reader reader, int maximumPacketSize) {
        this.reader = new PacketReader(Objects.requireNonNull(reader) == Reader.CLIENT);
        if (maximumPacketSize < 2) {
            throw new IllegalArgumentException("no packet has fewer than 2 bytes: " + maximumPacketSize);
        }
        this.maximumPacketSize = maximumPacketSize;
    }

    /** Sets the version of what comes next. A server's decoder takes it from CONNECT by itself; 3.1.1 until then. */
    public void version(MqttVersion version) {
        reader.version = Objects.requireNonNull(version);
    }

    /**
     * The version in force. After a CONNECT was refused for its version it is the one to answer it in
     * [MQTT-3.1.2-2].
     */
    public MqttVersion version() {
        return reader.version;
    }

    /** Sets the highest topic alias the peer may use: what this end said in CONNECT or CONNACK. 0, the default, is none. */
    public void topicAliasMaximum(int maximum) {
        reader.aliases.maximum(maximum);
    }

    /**
     * Takes the next packet.
     *
     * @param in big-endian, between position and limit; read only during the call
     * @return the packet, with the position after it; null when more bytes are needed, with the position where it was
     * @throws ProtocolViolation if the peer broke the protocol; the position means nothing then
     */
    public @Nullable Packet decode(ByteBuffer in) throws ProtocolViolation {
        if (in.order() != ByteOrder.BIG_ENDIAN) {
            throw new IllegalArgumentException("MQTT is big-endian: the buffer is not");
        }
        try {
            return next(in);
        } catch (ProtocolViolation violation) {
            throw violation.in(reader.version);
        }
    }

    private @Nullable Packet next(ByteBuffer in) throws ProtocolViolation {
        int start = in.position();
        int available = in.limit() - start;
        needed = 2;
        if (available < 2) {
            if (available == 1) {
                FixedHeader.check(in.get(start) & 0xFF, reader.version, reader.fromServer);
            }
            return null;
        }
        int first = in.get(start) & 0xFF;
        FixedHeader.check(first, reader.version, reader.fromServer);
        int length = in.get(start + 1);
        int header = 2;
        if (length < 0) {
            length &= 0x7F;
            int next;
            do {
                if (header > HIGHEST_LENGTH_BYTES) {
                    throw new ProtocolViolation(
                            ReasonCode.MALFORMED_PACKET, "a remaining length has at most four bytes");
                }
                if (available == header) {
                    needed = header + 1;
                    return null;
                }
                next = in.get(start + header);
                length |= (next & 0x7F) << 7 * (header - 1);
                header++;
            } while (next < 0);
        }
        return packet(in, start, first, header, length);
    }

    /**
     * After {@link #decode} returned null: how many bytes from the position on must be there before another try can
     * give a packet. More may be needed then, as the length of a packet is known only after its header.
     */
    public int needed() {
        return needed;
    }

    private @Nullable Packet packet(ByteBuffer in, int start, int first, int header, int length)
            throws ProtocolViolation {
        int size = header + length;
        if (size > maximumPacketSize) {
            throw new ProtocolViolation(
                    ReasonCode.PACKET_TOO_LARGE,
                    "a packet of " + size + " bytes is more than the maximum of " + maximumPacketSize);
        }
        if (in.limit() - start < size) {
            needed = size;
            return null;
        }
        reader.begin(in, start + header, start + size);
        Packet packet = PacketCodec.of(first >> 4).decode(reader, first & 0x0F);
        if (reader.remaining() != 0) {
            throw new ProtocolViolation(
                    ReasonCode.MALFORMED_PACKET, reader.remaining() + " bytes are left over after the last field");
        }
        if (header > 2 && length >>> 7 * (header - 2) == 0 && reader.version == MqttVersion.V5_0) {
            // [MQTT-1.5.5-1]; 3.x has no such rule. Checked here as the version of a CONNECT is known only now.
            throw new ProtocolViolation(ReasonCode.MALFORMED_PACKET, "the remaining length has needless bytes");
        }
        in.position(start + size);
        return packet;
    }
}
