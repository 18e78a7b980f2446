package dev.mqttra.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.Broker;
import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.protocol.codec.PacketDecoder.Reader;
import dev.mqttra.protocol.codec.WireTable;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.ReasonCode;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every packet that the codec's table refuses, sent to a broker: 3.x closes, 5.0 says the reason code of the table and
 * closes [MQTT-4.13.1-1], and nobody else notices.
 */
class MalformedPacketTest {
    /** What {@code packets.csv} is read with. */
    private static final int TOPIC_ALIAS_MAXIMUM = 10;

    private static final int CONNECT = 1;
    private static final int CONNACK = 0x20;
    private static final int DISCONNECT = 0xE0;
    private static Broker broker;
    private static Peer bystander;

    @BeforeAll
    static void start() throws IOException {
        broker = Broker.start(BrokerConfig.builder()
                .port(0)
                .topicAliasMaximum(TOPIC_ALIAS_MAXIMUM)
                .build());
        bystander = connect(MqttVersion.V3_1_1, "bystander");
    }

    @AfterAll
    static void stop() throws IOException {
        bystander.close();
        broker.close();
    }

    static List<WireTable.Row> refused() {
        return WireTable.packets().stream()
                .filter(row -> row.reader() == Reader.SERVER && row.outcome().startsWith("!"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void endsItsOwnConnectionAndNoOther(WireTable.Row row) throws IOException {
        ReasonCode reason = ReasonCode.valueOf(row.outcome().substring(1));
        boolean first = row.bytes()[0] >> 4 == CONNECT;
        try (Peer peer = first ? Peer.tcp(broker.port()) : connect(row.version(), "sender")) {
            peer.write(row.bytes());
            byte[] answer = peer.read(1_000);
            if (first) {
                assertRefused(answer, reason);
            } else if (row.version() == MqttVersion.V5_0) {
                assertAnswer(answer, DISCONNECT, 2, reason);
            } else {
                assertThat(answer).as("3.x has no word for it").isEmpty();
            }
        }
        bystander.write(new byte[] {(byte) 0xC0, 0});
        assertThat(hex(bystander.read(2))).as("a bystander").isEqualTo("d000");
    }

    /** A CONNECT may be answered, in what its client understands; of a version that nobody knows it has to be. */
    private static void assertRefused(byte[] answer, ReasonCode reason) {
        if (reason == ReasonCode.UNSUPPORTED_PROTOCOL_VERSION) {
            assertThat(hex(answer)).matches("20020001|20..0084.*");
        } else if (answer.length > 0) {
            assertAnswer(answer, CONNACK, 3, reason);
        }
    }

    private static void assertAnswer(byte[] answer, int type, int at, ReasonCode reason) {
        assertThat(hex(answer)).as("an answer").hasSizeGreaterThan(2 * at);
        assertThat(answer[0] & 0xFF).isEqualTo(type);
        assertThat(ReasonCode.of(answer[at] & 0xFF)).isEqualTo(reason);
        assertThat(answer).as("nothing after it").hasSize(2 + answer[1]);
    }

    private static Peer connect(MqttVersion version, String clientId) throws IOException {
        Peer peer = Peer.tcp(broker.port());
        String name = version == MqttVersion.V3_1 ? "00 06 'MQIsdp' 03" : "00 04 'MQTT' 0" + version.level();
        String properties = version == MqttVersion.V5_0 ? " 00" : "";
        byte[] body =
                WireTable.bytes(name + " 02 00 00" + properties + " 00 0" + clientId.length() + " '" + clientId + "'");
        peer.write(new byte[] {0x10, (byte) body.length});
        peer.write(body);
        byte[] header = peer.read(2);
        byte[] connAck = peer.read(header[1]);
        assertThat(connAck[1]).as("accepted").isZero();
        return peer;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
