package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.codec.PacketDecoder.Reader;
import dev.mqttra.protocol.packet.Auth;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PingReq;
import dev.mqttra.protocol.packet.PingResp;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.SubAck;
import dev.mqttra.protocol.packet.Subscribe;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.packet.UnsubAck;
import dev.mqttra.protocol.packet.Unsubscribe;
import dev.mqttra.protocol.packet.Will;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Packets that may be sent to a reader in a version, at random but all from one seed. */
public final class SomePackets {
    private static final String[] LETTERS = {"a", "b", "/", "é", "漢", "\uD83D\uDE00", "\uFEFF", "$", " ", "\u0001"};
    private final Random random;
    private final MqttVersion version;
    private final Reader reader;

    public SomePackets(long seed, MqttVersion version, Reader reader) {
        this.random = new Random(seed);
        this.version = version;
        this.reader = reader;
    }

    public List<Packet> next(int count) {
        List<Packet> packets = new ArrayList<>();
        while (packets.size() < count) {
            packets.add(next());
        }
        return packets;
    }

    public Packet next() {
        boolean server = reader == Reader.SERVER;
        return switch (random.nextInt(v5() ? 12 : server ? 11 : 9)) {
            case 0 -> publish();
            case 1 -> new PubAck(id(), oneOf(ReasonCodes.PUBACK_PUBREC), properties(Carrier.ACKNOWLEDGEMENT));
            case 2 -> new PubRec(id(), oneOf(ReasonCodes.PUBACK_PUBREC), properties(Carrier.ACKNOWLEDGEMENT));
            case 3 ->
                new PubRel(
                        id(),
                        oneOf(ReasonCodes.PUBREL_PUBCOMP),
                        properties(Carrier.ACKNOWLEDGEMENT),
                        version == MqttVersion.V3_1 && random.nextBoolean());
            case 4 -> new PubComp(id(), oneOf(ReasonCodes.PUBREL_PUBCOMP), properties(Carrier.ACKNOWLEDGEMENT));
            case 5 -> server ? connect() : connAck();
            case 6 -> server ? subscribe() : subAck();
            case 7 -> server ? unsubscribe() : unsubAck();
            case 8 -> server ? PingReq.INSTANCE : PingResp.INSTANCE;
            case 9 -> publish();
            case 10 -> disconnect();
            default -> auth();
        };
    }

    private boolean v5() {
        return version == MqttVersion.V5_0;
    }

    Publish publish() {
        QoS qos = QoS.of(random.nextInt(3));
        boolean dup = qos != QoS.AT_MOST_ONCE && random.nextBoolean();
        return new Publish(
                message(Carrier.PUBLISH), qos, random.nextBoolean(), dup, qos == QoS.AT_MOST_ONCE ? 0 : id());
    }

    private Message message(Carrier carrier) {
        return new Message(topic(), bytes(), properties(carrier));
    }

    private Connect connect() {
        boolean user = random.nextBoolean();
        boolean password = random.nextBoolean() && (user || v5());
        boolean will = random.nextBoolean();
        return new Connect(
                version,
                string(),
                random.nextBoolean(),
                random.nextInt(65_536),
                will ? new Will(message(Carrier.WILL), QoS.of(random.nextInt(3)), random.nextBoolean()) : null,
                user ? string() : null,
                password ? password() : null,
                properties(Carrier.CONNECT));
    }

    private byte[] password() {
        return version == MqttVersion.V3_1 ? string().getBytes(StandardCharsets.UTF_8) : bytes();
    }

    private ConnAck connAck() {
        ReasonCode[] codes = {
            ReasonCode.SUCCESS,
            ReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
            ReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
            ReasonCode.SERVER_UNAVAILABLE,
            ReasonCode.BAD_USER_NAME_OR_PASSWORD,
            ReasonCode.NOT_AUTHORIZED
        };
        ReasonCode code = v5() ? oneOf(ReasonCodes.CONNACK) : codes[random.nextInt(codes.length)];
        boolean present = code == ReasonCode.SUCCESS && version != MqttVersion.V3_1 && random.nextBoolean();
        return new ConnAck(present, code, properties(Carrier.CONNACK));
    }

    private Subscribe subscribe() {
        List<Subscription> subscriptions = new ArrayList<>();
        do {
            TopicFilter filter = filter();
            subscriptions.add(
                    v5()
                            ? new Subscription(
                                    filter,
                                    QoS.of(random.nextInt(3)),
                                    filter.shareName() == null && random.nextBoolean(),
                                    random.nextBoolean(),
                                    Subscription.RetainHandling.values()[random.nextInt(3)])
                            : new Subscription(filter, QoS.of(random.nextInt(3))));
        } while (random.nextBoolean());
        return new Subscribe(id(), subscriptions, properties(Carrier.SUBSCRIBE));
    }

    private SubAck subAck() {
        List<ReasonCode> reasons = new ArrayList<>();
        do {
            ReasonCode reason = oneOf(v5() ? ReasonCodes.SUBACK : ReasonCodes.SUBACK_3);
            reasons.add(version == MqttVersion.V3_1 && reason.isError() ? ReasonCode.SUCCESS : reason);
        } while (random.nextBoolean());
        return new SubAck(id(), reasons, properties(Carrier.ACKNOWLEDGEMENT));
    }

    private Unsubscribe unsubscribe() {
        List<TopicFilter> filters = new ArrayList<>();
        do {
            filters.add(filter());
        } while (random.nextBoolean());
        return new Unsubscribe(id(), filters, properties(Carrier.UNSUBSCRIBE));
    }

    private UnsubAck unsubAck() {
        List<ReasonCode> reasons = new ArrayList<>();
        do {
            reasons.add(oneOf(ReasonCodes.UNSUBACK));
        } while (random.nextBoolean());
        return new UnsubAck(id(), v5() ? reasons : List.of(), properties(Carrier.ACKNOWLEDGEMENT));
    }

    private Disconnect disconnect() {
        ReasonCode reason = oneOf(
                reader == Reader.SERVER ? ReasonCodes.DISCONNECT_FROM_CLIENT : ReasonCodes.DISCONNECT_FROM_SERVER);
        return new Disconnect(
                reason == ReasonCode.BAD_AUTHENTICATION_METHOD ? ReasonCode.SUCCESS : reason,
                properties(Carrier.DISCONNECT));
    }

    private Auth auth() {
        Properties properties = properties(Carrier.AUTH).toBuilder()
                .string(Property.AUTHENTICATION_METHOD, string())
                .build();
        return new Auth(
                oneOf(reader == Reader.SERVER ? ReasonCodes.AUTH_FROM_CLIENT : ReasonCodes.AUTH_FROM_SERVER),
                properties);
    }

    private Properties properties(Carrier carrier) {
        if (!v5() || random.nextInt(3) == 0) {
            return Properties.NONE;
        }
        Properties.Builder builder = Properties.builder();
        for (Property property : Property.values()) {
            boolean fits = PropertyRules.mayCarry(carrier, property)
                    && !PropertyRules.isWrongWay(carrier, property, reader == Reader.CLIENT)
                    && property != Property.TOPIC_ALIAS;
            if (fits && random.nextBoolean()) {
                add(builder, property);
            }
        }
        if (builder.has(Property.AUTHENTICATION_DATA)) {
            builder.string(Property.AUTHENTICATION_METHOD, string());
        }
        return builder.build();
    }

    private void add(Properties.Builder builder, Property property) {
        switch (property.type()) {
            case BYTE -> builder.number(property, random.nextInt(2));
            case TWO_BYTE_INTEGER -> builder.number(property, 1 + random.nextInt(65_535));
            case FOUR_BYTE_INTEGER -> builder.number(property, 1 + (random.nextInt() & 0xFFFFFFFFL) / 2);
            case VARIABLE_BYTE_INTEGER -> builder.number(property, 1 + random.nextInt(268_435_455));
            case STRING ->
                builder.string(property, property == Property.RESPONSE_TOPIC ? topic().toString() : string());
            case STRING_PAIR -> {
                builder.userProperty(string(), string());
                builder.userProperty(string(), string());
            }
            case BINARY -> builder.binary(property, bytes());
        }
    }

    private int id() {
        return random.nextInt(4) == 0 ? 65_535 : 1 + random.nextInt(65_535);
    }

    private TopicName topic() {
        return TopicName.of(LETTERS[random.nextInt(LETTERS.length)] + string());
    }

    private TopicFilter filter() {
        String[] some = {"#", "+", "/", "a/+/b", "a/#", "+/+", "$share/g/a/#", "$SYS/#", "a//b"};
        return TopicFilter.of(random.nextBoolean() ? some[random.nextInt(some.length)] : topic().toString());
    }

    private String string() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(LETTERS[random.nextInt(LETTERS.length)]);
        }
        return text.toString();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(10) == 0 ? random.nextInt(20_000) : random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }

    private ReasonCode oneOf(Set<ReasonCode> codes) {
        return v5() || codes == ReasonCodes.SUBACK_3
                ? List.copyOf(codes).get(random.nextInt(codes.size()))
                : ReasonCode.SUCCESS;
    }
}
