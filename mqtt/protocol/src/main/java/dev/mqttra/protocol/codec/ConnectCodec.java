package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.Will;
import dev.mqttra.protocol.topic.TopicName;
import dev.mqttra.protocol.topic.Utf8;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

final class ConnectCodec extends PacketCodec<Connect> {
    private static final int USER_NAME = 0x80;
    private static final int PASSWORD = 0x40;
    private static final int WILL_RETAIN = 0x20;
    private static final int WILL_QOS = 0x18;
    private static final int WILL = 0x04;
    private static final int CLEAN_START = 0x02;
    private static final int RESERVED = 0x01;

    @Override
    Connect decode(PacketReader in, int headerFlags) throws ProtocolViolation {
        MqttVersion version = version(in);
        in.version = version;
        if (headerFlags != 0 && version != MqttVersion.V3_1) {
            throw FixedHeader.reservedFlags(headerFlags);
        }
        int flags = in.oneByte();
        checkFlags(flags, version);
        int keepAlive = in.twoByteInteger();
        Properties properties = in.isV5() ? PropertiesCodec.read(in, Carrier.CONNECT) : Properties.NONE;
        String clientId = in.string();
        Will will = (flags & WILL) != 0 ? will(in, flags) : null;
        String userName = (flags & USER_NAME) != 0 && isThere(in) ? in.string() : null;
        byte[] password = (flags & PASSWORD) != 0 && isThere(in) ? password(in) : null;
        return new Connect(
                version, clientId, (flags & CLEAN_START) != 0, keepAlive, will, userName, password, properties);
    }

    /** Only the pairs that the standards name; leaves in the reader the version to refuse another one in. */
    private static MqttVersion version(PacketReader in) throws ProtocolViolation {
        String name = in.string();
        boolean old = name.equals(MqttVersion.V3_1.protocolName());
        if (!old && !name.equals(MqttVersion.V3_1_1.protocolName())) {
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "the protocol name is not MQTT");
        }
        int level = in.oneByte();
        for (MqttVersion version : MqttVersion.values()) {
            if (version.level() == level && version.protocolName().equals(name)) {
                return version;
            }
        }
        // Bit 7 is the private mark of some bridges of 3.x.
        in.version = !old && level > 5 && level < 0x80 ? MqttVersion.V5_0 : MqttVersion.V3_1_1;
        throw new ProtocolViolation(
                ReasonCode.UNSUPPORTED_PROTOCOL_VERSION, "protocol version " + level + " of " + name);
    }

    private static void checkFlags(int flags, MqttVersion version) throws ProtocolViolation {
        boolean v31 = version == MqttVersion.V3_1;
        if ((flags & RESERVED) != 0 && !v31) {
            throw PacketReader.malformed("the reserved connect flag is set");
        }
        if ((flags & WILL) == 0 && (flags & (WILL_QOS | WILL_RETAIN)) != 0 && !v31) {
            throw PacketReader.malformed("will QoS or will retain without a will");
        }
        if ((flags & WILL) != 0 && (flags & WILL_QOS) == WILL_QOS) {
            throw PacketReader.malformed("will QoS 3");
        }
        if ((flags & PASSWORD) != 0 && (flags & USER_NAME) == 0 && version != MqttVersion.V5_0) {
            throw PacketReader.malformed("a password without a user name");
        }
    }

    /** In 3.1 the remaining length outranks the flags of the last fields. */
    private static boolean isThere(PacketReader in) {
        return in.version != MqttVersion.V3_1 || in.remaining() > 0;
    }

    /** A string in 3.1, binary data since. */
    private static byte[] password(PacketReader in) throws ProtocolViolation {
        byte[] password = in.binary();
        if (in.version == MqttVersion.V3_1 && !Utf8.isValid(password, 0, password.length)) {
            throw PacketReader.malformed("a password of 3.1 is well-formed UTF-8 without U+0000");
        }
        return password;
    }

    private static Will will(PacketReader in, int flags) throws ProtocolViolation {
        Properties properties = in.isV5() ? PropertiesCodec.read(in, Carrier.WILL) : Properties.NONE;
        TopicName topic = in.topic();
        if (topic == null) {
            throw new ProtocolViolation(ReasonCode.TOPIC_NAME_INVALID, "the will topic is empty");
        }
        Message message = new Message(topic, in.binary(), properties);
        return new Will(message, QoS.of((flags & WILL_QOS) >> 3), (flags & WILL_RETAIN) != 0);
    }

    @Override
    int length(Connect packet, MqttVersion unused) {
        check(packet);
        boolean v5 = packet.version() == MqttVersion.V5_0;
        int length = Fields.stringSize(packet.version().protocolName()) + 4 + Fields.stringSize(packet.clientId());
        if (v5) {
            length += PropertiesCodec.size(packet.properties(), Carrier.CONNECT);
        }
        Will will = packet.will();
        if (will != null) {
            length += v5 ? PropertiesCodec.size(will.message().properties(), Carrier.WILL) : 0;
            length += 2
                    + will.message().topic().utf8().length
                    + Fields.binarySize(will.message().payload());
        }
        String userName = packet.userName();
        byte[] password = packet.password();
        return length
                + (userName == null ? 0 : Fields.stringSize(userName))
                + (password == null ? 0 : Fields.binarySize(password));
    }

    private static void check(Connect packet) {
        if (packet.keepAlive() < 0 || packet.keepAlive() > 65_535) {
            throw new IllegalArgumentException("keep alive is 0 to 65535 seconds, not " + packet.keepAlive());
        }
        byte[] password = packet.password();
        if (password == null) {
            return;
        }
        if (packet.userName() == null && packet.version() != MqttVersion.V5_0) {
            throw new IllegalArgumentException("a password needs a user name in " + packet.version());
        }
        if (packet.version() == MqttVersion.V3_1 && !Utf8.isValid(password, 0, password.length)) {
            throw new IllegalArgumentException("a password of 3.1 is well-formed UTF-8 without U+0000");
        }
    }

    @Override
    void encode(Connect packet, MqttVersion unused, ByteBuffer out) {
        boolean v5 = packet.version() == MqttVersion.V5_0;
        Fields.putString(out, packet.version().protocolName());
        out.put((byte) packet.version().level()).put((byte) connectFlags(packet));
        Fields.putTwoByteInteger(out, packet.keepAlive());
        if (v5) {
            PropertiesCodec.write(packet.properties(), out);
        }
        Fields.putString(out, packet.clientId());
        Will will = packet.will();
        if (will != null) {
            if (v5) {
                PropertiesCodec.write(will.message().properties(), out);
            }
            Fields.putBinary(out, will.message().topic().utf8());
            Fields.putBinary(out, will.message().payload());
        }
        putIfThere(packet.userName(), packet.password(), out);
    }

    private static void putIfThere(@Nullable String userName, byte @Nullable [] password, ByteBuffer out) {
        if (userName != null) {
            Fields.putString(out, userName);
        }
        if (password != null) {
            Fields.putBinary(out, password);
        }
    }

    private static int connectFlags(Connect packet) {
        Will will = packet.will();
        int flags = packet.cleanStart() ? CLEAN_START : 0;
        if (will != null) {
            flags |= WILL | will.qos().value() << 3 | (will.retain() ? WILL_RETAIN : 0);
        }
        return flags | (packet.userName() == null ? 0 : USER_NAME) | (packet.password() == null ? 0 : PASSWORD);
    }
}
