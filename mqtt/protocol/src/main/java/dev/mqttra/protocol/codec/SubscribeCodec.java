package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.Subscribe;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.packet.Subscription.RetainHandling;
import dev.mqttra.protocol.topic.TopicFilter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

final class SubscribeCodec extends PacketCodec<Subscribe> {
    private static final int QOS = 0x03;
    private static final int NO_LOCAL = 0x04;
    private static final int RETAIN_AS_PUBLISHED = 0x08;
    private static final int RESERVED = 0xC0;
    private static final RetainHandling[] RETAIN_HANDLINGS = RetainHandling.values();

    @Override
    Subscribe decode(PacketReader in, int flags) throws ProtocolViolation {
        int packetId = in.packetId();
        Properties properties = in.isV5() ? PropertiesCodec.read(in, Carrier.SUBSCRIBE) : Properties.NONE;
        List<Subscription> subscriptions = new ArrayList<>(1);
        do {
            if (in.remaining() == 0) {
                throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "SUBSCRIBE without a topic filter");
            }
            subscriptions.add(subscription(in));
        } while (in.remaining() > 0);
        return new Subscribe(packetId, subscriptions, properties);
    }

    private static Subscription subscription(PacketReader in) throws ProtocolViolation {
        TopicFilter filter = in.filter();
        int options = in.oneByte();
        switch (in.version) {
            case V3_1 -> options &= QOS; // the other bits are unused there
            case V3_1_1 -> {
                if (options > 2) {
                    throw PacketReader.malformed("a requested QoS of " + options); // [3.1.1 MQTT-3-8.3-4]
                }
            }
            case V5_0 -> checkOptions(filter, options);
        }
        if ((options & QOS) == 3) {
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "QoS 3");
        }
        return new Subscription(
                filter,
                QoS.of(options & QOS),
                (options & NO_LOCAL) != 0,
                (options & RETAIN_AS_PUBLISHED) != 0,
                RETAIN_HANDLINGS[options >> 4]);
    }

    private static void checkOptions(TopicFilter filter, int options) throws ProtocolViolation {
        if ((options & RESERVED) != 0) {
            throw PacketReader.malformed("reserved subscription options are set"); // [MQTT-3.8.3-5]
        }
        if (options >> 4 == 3) {
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "retain handling 3");
        }
        if ((options & NO_LOCAL) != 0 && filter.shareName() != null) {
            throw new ProtocolViolation( // [MQTT-3.8.3-4]
                    ReasonCode.PROTOCOL_ERROR, "no local on a shared subscription");
        }
    }

    @Override
    int flags(Subscribe packet, MqttVersion version) {
        return 2; // [MQTT-3.8.1-1]
    }

    @Override
    int length(Subscribe packet, MqttVersion version) {
        if (packet.subscriptions().isEmpty()) {
            throw new IllegalArgumentException("SUBSCRIBE has at least one topic filter");
        }
        Fields.checkPacketId(packet.packetId());
        int length = 2;
        if (version == MqttVersion.V5_0) {
            length += PropertiesCodec.size(packet.properties(), Carrier.SUBSCRIBE);
        }
        for (Subscription subscription : packet.subscriptions()) {
            if (version == MqttVersion.V5_0
                    && subscription.noLocal()
                    && subscription.filter().shareName() != null) {
                throw new IllegalArgumentException("no local on a shared subscription: " + subscription.filter());
            }
            length = Math.addExact(
                    length, Fields.stringSize(subscription.filter().toString()) + 1);
        }
        return length;
    }

    @Override
    void encode(Subscribe packet, MqttVersion version, ByteBuffer out) {
        Fields.putPacketId(out, packet.packetId());
        if (version == MqttVersion.V5_0) {
            PropertiesCodec.write(packet.properties(), out);
        }
        for (Subscription subscription : packet.subscriptions()) {
            Fields.putString(out, subscription.filter().toString());
            int options = subscription.qos().value();
            if (version == MqttVersion.V5_0) {
                options |= (subscription.noLocal() ? NO_LOCAL : 0)
                        | (subscription.retainAsPublished() ? RETAIN_AS_PUBLISHED : 0)
                        | subscription.retainHandling().ordinal() << 4;
            }
            out.put((byte) options);
        }
    }
}
