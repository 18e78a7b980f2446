package dev.mqttra.codec.comparison;

import com.hivemq.client.internal.mqtt.codec.decoder.MqttDecoderContext;
import com.hivemq.client.internal.mqtt.codec.decoder.MqttDecoderException;
import com.hivemq.client.internal.mqtt.codec.decoder.MqttMessageDecoder;
import com.hivemq.client.internal.mqtt.codec.decoder.MqttMessageDecoders;
import com.hivemq.client.internal.mqtt.codec.decoder.mqtt3.Mqtt3ClientMessageDecoders;
import com.hivemq.client.internal.mqtt.codec.decoder.mqtt5.Mqtt5ClientMessageDecoders;
import com.hivemq.client.internal.mqtt.message.MqttMessage;
import com.hivemq.client.internal.mqtt.message.MqttMessageWithUserProperties.WithReason;
import com.hivemq.client.internal.mqtt.message.MqttMessageWithUserProperties.WithReason.WithCode;
import com.hivemq.client.internal.mqtt.message.MqttMessageWithUserProperties.WithReason.WithCodesAndId;
import com.hivemq.client.internal.mqtt.message.auth.MqttAuth;
import com.hivemq.client.internal.mqtt.message.connect.connack.MqttConnAck;
import com.hivemq.client.internal.mqtt.message.publish.MqttPublish;
import com.hivemq.client.internal.mqtt.message.publish.MqttStatefulPublish;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import dev.mqttra.protocol.codec.PacketDecoder.Reader;
import dev.mqttra.protocol.packet.MqttVersion;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The decoders of the HiveMQ client, one for each packet that a server sends. Its framing needs a whole client around
 * it, so whole packets are given to the decoders directly. It knows no 3.1.
 */
final class HiveMqCodec implements Codec {
    private final MqttMessageDecoders version3 = make(Mqtt3ClientMessageDecoders.class);
    private final MqttMessageDecoders version5 = make(Mqtt5ClientMessageDecoders.class);

    @Override
    public boolean reads(Reader reader, MqttVersion version) {
        return reader == Reader.CLIENT && version != MqttVersion.V3_1;
    }

    @Override
    public Reading read(Reader reader, MqttVersion version, byte[] bytes) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        if (in.readableBytes() < 2) {
            return Reading.waits();
        }
        int first = in.readUnsignedByte();
        int length = length(in);
        if (length == -1 || length > in.readableBytes()) {
            return Reading.waits();
        } else if (length == -2) {
            return Reading.refused("malformed remaining length");
        }
        MqttMessageDecoder decoder = (version == MqttVersion.V5_0 ? version5 : version3).get(first >> 4);
        if (decoder == null) {
            return Reading.refused("wrong packet");
        }
        try {
            MqttMessage message = decoder.decode(first & 0xF, in.readSlice(length), context());
            return message == null ? Reading.refused("null") : fields(message).reading();
        } catch (MqttDecoderException refusal) {
            return Reading.refused(String.valueOf(refusal.getMessage()));
        }
    }

    /** -1 where more bytes are needed, -2 where there are too many. */
    private static int length(ByteBuf in) {
        int length = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            if (!in.isReadable()) {
                return -1;
            }
            int next = in.readUnsignedByte();
            length |= (next & 0x7F) << shift;
            if (next < 0x80) {
                return length;
            }
        }
        return -2;
    }

    private static MqttDecoderContext context() {
        Object[] all = {268_435_460, TOPIC_ALIAS_MAXIMUM, true, true, false, false, false, false};
        return construct(MqttDecoderContext.class, all);
    }

    private static Fields fields(MqttMessage message) {
        Fields fields = new Fields(message.getType().name());
        if (message instanceof MqttStatefulPublish stateful) {
            publish(stateful, fields);
        } else if (message instanceof MqttConnAck connAck) {
            fields.add("session present", connAck.isSessionPresent());
        } else if (message instanceof WithCodesAndId<?> codes) {
            fields.add(
                    "reasons",
                    codes.getReasonCodes().stream().map(code -> code.getCode()).toList());
        } else if (message instanceof WithCode<?> code) {
            fields.add("reason", code.getReasonCode().getCode());
        }
        if (message instanceof MqttMessage.WithId id && !(message instanceof MqttStatefulPublish)) {
            fields.add("packet id", id.getPacketIdentifier());
        }
        if (message instanceof MqttAuth auth) {
            fields.property("", 0x15, auth.getMethod());
            property(0x16, auth.getRawData(), fields);
        }
        if (message instanceof WithReason explained) {
            property(0x1F, explained.getRawReasonString(), fields);
            users(explained.getUserProperties(), fields);
        }
        return fields;
    }

    private static void publish(MqttStatefulPublish stateful, Fields fields) {
        MqttPublish publish = stateful.stateless();
        boolean qos0 = publish.getQos().getCode() == 0;
        fields.add("topic", publish.getTopic())
                .add("payload", publish.getPayloadAsBytes())
                .add("qos", publish.getQos().getCode())
                .add("retain", publish.isRetain())
                .add("dup", stateful.isDup())
                .add("packet id", qos0 ? 0 : stateful.getPacketIdentifier());
        publish.getMessageExpiryInterval().ifPresent(seconds -> fields.property("", 0x02, seconds));
        publish.getPayloadFormatIndicator().ifPresent(format -> fields.property("", 0x01, format.getCode()));
        property(0x03, publish.getRawContentType(), fields);
        property(0x08, publish.getRawResponseTopic(), fields);
        property(0x09, publish.getRawCorrelationData(), fields);
        for (int i = 0; i < stateful.getSubscriptionIdentifiers().size(); i++) {
            fields.property("", 0x0B, stateful.getSubscriptionIdentifiers().get(i));
        }
        users(publish.getUserProperties(), fields);
    }

    private static void property(int id, @Nullable Object value, Fields fields) {
        if (value != null) {
            fields.property("", id, value);
        }
    }

    private static void users(Mqtt5UserProperties users, Fields fields) {
        users.asList().forEach(user -> fields.property("", 0x26, user.getName() + "=" + user.getValue()));
    }

    private static <T> T make(Class<T> type) {
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        return construct(
                type,
                Arrays.stream(constructor.getParameterTypes())
                        .map(HiveMqCodec::make)
                        .toArray());
    }

    /** Its own dependency injection is not ours to use. */
    private static <T> T construct(Class<T> type, Object[] arguments) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return type.cast(constructor.newInstance(arguments));
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
