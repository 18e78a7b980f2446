package dev.mqttra.codec.comparison;

import dev.mqttra.protocol.codec.PacketDecoder.Reader;
import dev.mqttra.protocol.codec.PacketEncoder;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.MqttVersion;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.List;

/** netty-codec-mqtt. It takes its version from a CONNECT and does not know which end it is. */
final class NettyCodec implements Codec {
    private static final int LARGEST = 268_435_455;

    @Override
    public boolean reads(Reader reader, MqttVersion version) {
        return true;
    }

    @Override
    public Reading read(Reader reader, MqttVersion version, byte[] bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(new MqttDecoder(LARGEST, LARGEST));
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(connect(version)));
            channel.readInbound();
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
            MqttMessage message = channel.readInbound();
            if (message == null) {
                return Reading.waits();
            }
            try {
                Throwable cause = message.decoderResult().cause();
                return cause == null
                        ? fields(message, version).reading()
                        : Reading.refused(String.valueOf(cause.getMessage()));
            } finally {
                ReferenceCountUtil.release(message);
            }
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    private static byte[] connect(MqttVersion version) {
        Connect connect =
                new Connect(version, "c", true, 0, null, null, null, dev.mqttra.protocol.packet.Properties.NONE);
        PacketEncoder encoder = new PacketEncoder();
        ByteBuffer out = ByteBuffer.allocate(encoder.size(connect));
        encoder.encode(connect, out);
        return out.array();
    }

    private static Fields fields(MqttMessage message, MqttVersion version) {
        Fields fields = new Fields(message.fixedHeader().messageType().name());
        Object header = message.variableHeader();
        if (message instanceof MqttConnectMessage m) {
            connect(m, fields);
        } else if (message instanceof MqttConnAckMessage m) {
            fields.add("session present", m.variableHeader().isSessionPresent());
            properties("", m.variableHeader().properties(), fields);
        } else if (message instanceof MqttPublishMessage m) {
            boolean qos0 = m.fixedHeader().qosLevel().value() == 0;
            fields.add("topic", m.variableHeader().topicName())
                    .add("payload", ByteBufUtil.getBytes(m.payload()))
                    .add("qos", m.fixedHeader().qosLevel().value())
                    .add("retain", m.fixedHeader().isRetain())
                    .add("dup", m.fixedHeader().isDup())
                    .add("packet id", qos0 ? 0 : m.variableHeader().packetId());
            properties("", m.variableHeader().properties(), fields);
        } else if (message instanceof MqttSubscribeMessage m) {
            boolean v5 = version == MqttVersion.V5_0;
            fields.add(
                    "subscriptions",
                    m.payload().topicSubscriptions().stream()
                            .map(s -> subscription(s, v5))
                            .toList());
        } else if (message instanceof MqttUnsubscribeMessage m) {
            fields.add("filters", m.payload().topics());
        } else if (message instanceof MqttSubAckMessage m) {
            fields.add("reasons", subAckReasons(m));
        } else if (message instanceof MqttUnsubAckMessage m) {
            fields.add("reasons", unsubAckReasons(m));
        }
        if (header instanceof MqttMessageIdVariableHeader id) {
            fields.add("packet id", id.messageId());
        }
        if (header instanceof MqttMessageIdAndPropertiesVariableHeader h) {
            properties("", h.properties(), fields);
        } else if (header instanceof MqttPubReplyMessageVariableHeader h) {
            fields.add("reason", h.reasonCode() & 0xFF);
            properties("", h.properties(), fields);
        } else if (header instanceof MqttReasonCodeAndPropertiesVariableHeader h) {
            fields.add("reason", h.reasonCode() & 0xFF);
            properties("", h.properties(), fields);
        }
        return fields;
    }

    /** A code that it does not know is null there. */
    private static List<Object> subAckReasons(MqttSubAckMessage message) {
        return message.payload().typedReasonCodes().stream()
                .map(code -> code == null ? (Object) "unknown" : code.byteValue() & 0xFF)
                .toList();
    }

    private static List<Object> unsubAckReasons(MqttUnsubAckMessage message) {
        return message.payload().typedReasonCodes().stream()
                .map(code -> code == null ? (Object) "unknown" : code.byteValue() & 0xFF)
                .toList();
    }

    private static void connect(MqttConnectMessage m, Fields fields) {
        boolean will = m.variableHeader().isWillFlag();
        fields.add("version", m.variableHeader().version())
                .add("client id", m.payload().clientIdentifier())
                .add("clean start", m.variableHeader().isCleanSession())
                .add("keep alive", m.variableHeader().keepAliveTimeSeconds())
                .add("user name", m.payload().userName())
                .add("password", m.payload().passwordInBytes())
                .add("has will", will);
        properties("", m.variableHeader().properties(), fields);
        if (will) {
            fields.add("will topic", m.payload().willTopic())
                    .add("will payload", m.payload().willMessageInBytes())
                    .add("will qos", m.variableHeader().willQos())
                    .add("will retain", m.variableHeader().isWillRetain());
            properties("will ", m.payload().willProperties(), fields);
        }
    }

    private static String subscription(MqttTopicSubscription s, boolean v5) {
        String options = v5
                ? " " + s.option().isNoLocal() + " " + s.option().isRetainAsPublished() + " "
                        + s.option().retainHandling().value()
                : "";
        return s.topicFilter() + " " + s.option().qos().value() + options;
    }

    private static void properties(String of, MqttProperties properties, Fields fields) {
        for (MqttProperty<?> property : properties.listAll()) {
            int id = property.propertyId();
            if (property instanceof MqttProperties.UserProperties users) {
                for (StringPair pair : users.value()) {
                    fields.property(of, id, pair.key + "=" + pair.value);
                }
            } else if (property.value() instanceof Integer number) {
                // Four-byte integers are signed there.
                fields.property(of, id, Integer.toUnsignedLong(number));
            } else {
                fields.property(of, id, property.value());
            }
        }
        fields.add(of + "properties", properties.isEmpty() ? "none" : "some");
    }
}
