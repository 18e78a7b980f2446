package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PacketType;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.QoS;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Packets to bytes, of one connection. The exact size is known first, so that a caller finds room once. In 3.x
 * properties and reason codes are dropped and CONNACK's are mapped. Keeps what the peer asked for: its maximum packet
 * size, the topic aliases it takes, whether it wants problem information. One thread at a time.
 *
 * <p>What cannot be written is local misuse and an {@link IllegalArgumentException}, thrown before a byte is written: a
 * property that the packet does not know, AUTH in 3.x, packet identifier 0, a string with a lone surrogate, a packet of
 * more than 268,435,460 bytes.
 */
public final class PacketEncoder {
    private final PublishHeader publish = new PublishHeader();
    private MqttVersion version = MqttVersion.V3_1_1;
    private long peerMaximumPacketSize = Long.MAX_VALUE;
    private boolean problemInformation = true;
    private @Nullable OutboundAliases aliases;

    /** Sets the version of what comes next; 3.1.1 until then. A CONNECT is always written in its own. */
    public void version(MqttVersion newVersion) {
        version = Objects.requireNonNull(newVersion);
    }

    public MqttVersion version() {
        return version;
    }

    /**
     * Sets what the peer asked for in CONNECT or CONNACK of 5.0. Until then there is no limit, no alias, and problem
     * information.
     *
     * @param topicAliasMaximum 0 to 65535, 0 is none
     * @param maximumPacketSize in bytes with the fixed header, {@link Long#MAX_VALUE} is no limit
     * @param wantsProblemInformation whether Reason String and User Properties may be sent in packets other than
     *     PUBLISH, CONNACK and DISCONNECT
     */
    public void peer(int topicAliasMaximum, long maximumPacketSize, boolean wantsProblemInformation) {
        aliases = OutboundAliases.of(topicAliasMaximum);
        peerMaximumPacketSize = maximumPacketSize;
        problemInformation = wantsProblemInformation;
    }

    long peerMaximumPacketSize() {
        return peerMaximumPacketSize;
    }

    /**
     * The packet as this peer may get it: without what it asked to leave out [MQTT-3.1.2-29], and, as far as it would be
     * too large, without Reason String and then without User Properties [MQTT-3.2.2-19, MQTT-3.2.2-20, MQTT-3.4.2-2].
     *
     * @return the packet itself in the usual case; null where it is too large all the same, and not to be sent
     *     [MQTT-3.1.2-24, MQTT-3.2.2-15]
     */
    public @Nullable Packet forPeer(Packet packet) {
        if (version != MqttVersion.V5_0 || packet.type() == PacketType.CONNECT) {
            return packet;
        }
        PacketCodec<Packet> codec = PacketCodec.of(packet);
        Packet sent = packet;
        if (!problemInformation
                && packet.type() != PacketType.CONNACK
                && packet.type() != PacketType.DISCONNECT
                && !codec.properties(packet).isEmpty()) {
            sent = without(Property.USER_PROPERTY, codec, without(Property.REASON_STRING, codec, packet));
        }
        if (!fits(sent)) {
            sent = without(Property.REASON_STRING, codec, sent);
        }
        if (!fits(sent)) {
            sent = without(Property.USER_PROPERTY, codec, sent);
        }
        return fits(sent) ? sent : null;
    }

    private boolean fits(Packet packet) {
        return peerMaximumPacketSize == Long.MAX_VALUE || size(packet) <= peerMaximumPacketSize;
    }

    private static Packet without(Property property, PacketCodec<Packet> codec, Packet packet) {
        Properties properties = codec.properties(packet);
        return properties.has(property)
                ? codec.with(packet, properties.toBuilder().remove(property).build())
                : packet;
    }

    /** Size of the whole packet in bytes, with the fixed header: what a Maximum Packet Size is compared with. */
    public int size(Packet packet) {
        return Fields.packetSize(length(PacketCodec.of(packet), packet));
    }

    /**
     * Writes a packet as it is; {@link #forPeer} comes first where the peer asked for something.
     *
     * @param out big-endian, with room for {@link #size} bytes
     */
    public void encode(Packet packet, ByteBuffer out) {
        PacketCodec<Packet> codec = PacketCodec.of(packet);
        int length = length(codec, packet);
        if (out.remaining() < Fields.packetSize(length)) {
            throw new IllegalArgumentException(
                    "room for " + Fields.packetSize(length) + " bytes is needed, not " + out.remaining());
        }
        out.put((byte) (packet.type().value() << 4 | codec.flags(packet, version)));
        Fields.putVariableByteInteger(out, length);
        codec.encode(packet, version, out);
    }

    /**
     * Prepares one copy of a message, with a topic alias where that is shorter. A large payload need not be copied but
     * can be written beside the header.
     *
     * @param packetId ignored at QoS 0
     * @return what to write, good until the next call; null where the packet is larger than the peer takes, with its
     *     topic in full: nothing is to be written then
     */
    public @Nullable PublishHeader publish(
            Message message, QoS qos, boolean retain, boolean dup, int packetId, CopyProperties copy) {
        if (!publish.prepare(message, qos, retain, dup, packetId, copy, this)) {
            publish.forget();
            return null;
        }
        OutboundAliases used = aliases;
        if (used != null && version == MqttVersion.V5_0) {
            publish.alias(used, peerMaximumPacketSize);
        }
        return publish;
    }

    /**
     * Whether {@link #publish} would give a packet, for who hands packets over to the thread that writes them. Changes
     * nothing.
     */
    public boolean fits(Message message, QoS qos, CopyProperties copy) {
        if (peerMaximumPacketSize == Long.MAX_VALUE && version != MqttVersion.V3_1) {
            return true;
        }
        boolean fits = publish.prepare(message, qos, false, false, 1, copy, this);
        publish.forget();
        return fits;
    }

    private int length(PacketCodec<Packet> codec, Packet packet) {
        return Fields.checkLength(codec.length(packet, version));
    }
}
