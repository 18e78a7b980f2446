package dev.mqttra.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.Will;
import dev.mqttra.protocol.topic.TopicName;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientConfigTest {

    private static void assertRefused(UnaryOperator<ClientConfig.Builder> change, String message) {
        assertThatThrownBy(
                        () -> change.apply(ClientConfig.builder().clientId("c")).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theDefaultsAreValidAndABuilderCanGoOn() {
        ClientConfig.Builder builder = ClientConfig.builder().server("tcp://localhost");
        ClientConfig first = builder.build();
        builder.clientId("later");
        assertThat(first.clientId()).isEmpty();
        assertThat(first.cleanStart()).isTrue();
        assertThat(first.servers()).hasSize(1);
        assertThat(builder.build().clientId()).isEqualTo("later");
    }

    @Test
    void noSecretIsPrinted() {
        ClientConfig config = ClientConfig.builder()
                .clientId("c")
                .userName("u")
                .password("secret".getBytes())
                .build();
        assertThat(config.toString()).doesNotContain("secret").contains("clientId=c");
        assertRefused(builder -> builder.server("tcp://user:secret@host"), "servers: a server is tcp://host:port");
        assertThatThrownBy(() ->
                        ClientConfig.builder().server("tcp://user:secret@host").build())
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mqtt://host",
                "host:1883",
                "tcp://",
                "tcp://host/path",
                "tcp://host?x=1",
                "tcp://host#x",
                "tcp://host:0",
                "tcp://host:70000",
                "tcp:host"
            })
    void otherUrisAreNoServers(String uri) {
        assertRefused(builder -> builder.server(uri), "servers: a server is tcp://host:port");
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://host, tcp://host:1883",
        "tcp://127.0.0.1:1, tcp://127.0.0.1:1",
        "tcp://[::1]:1883, tcp://[::1]:1883",
        "ssl://host, ssl://host:8883",
        "ws://host, ws://host:80/mqtt",
        "wss://host:8443/path, wss://host:8443/path"
    })
    void tcpAndTlsAndWebSocketsAreServers(String uri, String complete) {
        assertThat(ClientConfig.builder().server(uri).build().servers())
                .singleElement()
                .hasToString(complete);
    }

    /** [MQTT-3.1.2-19] In 5.0 a password needs no user name, in 3.x it does (v3.1-13, 3.1.1 MQTT-3.1.2-22). */
    @Test
    void aPasswordAloneIsForVersion5Only() {
        ClientConfig.Builder builder = ClientConfig.builder().password(new byte[1]);
        assertThat(builder.version(MqttVersion.V5_0).build().password()).hasSize(1);
        assertThatThrownBy(() -> builder.version(null).build()).hasMessageContaining("userName is set where password");
    }

    @Test
    void eachPropertyIsChecked() {
        assertRefused(builder -> builder.version(MqttVersion.V3_1).clientId(""), "clientId is 1 to 23 characters");
        assertRefused(builder -> builder.version(MqttVersion.V3_1).clientId("x".repeat(24)), "clientId is 1 to 23");
        assertRefused(
                builder -> builder.version(MqttVersion.V3_1_1).authentication(new SharedSecret("m")),
                "version is V5_0 or automatic where authentication is set");
        assertRefused(builder -> builder.sessionExpiry(Duration.ofHours(1)), "sessionExpiry is set only where");
        assertRefused(
                builder -> builder.cleanStart(false).sessionExpiry(Duration.ofMillis(1)), "sessionExpiry is whole");
        assertRefused(
                builder -> builder.cleanStart(false).sessionExpiry(Duration.ofSeconds(0xFFFF_FFFFL)),
                "sessionExpiry is whole seconds from 1 to 4294967294");
        assertRefused(builder -> builder.topicAliasMaximum(65_536), "topicAliasMaximum is 0 to 65535");
        assertRefused(
                builder -> builder.will(new Will(
                        new Message(
                                TopicName.of("w"),
                                new byte[0],
                                Properties.builder()
                                        .number(Property.TOPIC_ALIAS, 1)
                                        .build()),
                        QoS.AT_MOST_ONCE,
                        false)),
                "TOPIC_ALIAS is no property of a will");
        assertRefused(builder -> builder.clientId("").cleanStart(false), "clientId is not empty where cleanStart");
        assertRefused(builder -> builder.clientId("a\0"), "U+0000 is not allowed in a clientId");
        assertRefused(builder -> builder.userName("\uD800"), "userName has no lone surrogates");
        assertRefused(builder -> builder.password(new byte[1]), "userName is set where password is set");
        assertRefused(
                builder -> builder.userName("u").password(new byte[65_536]), "password is 0 to 65535 bytes, not 65536");
        assertRefused(
                builder -> builder.will(new Will(Rig.message("w", "x".repeat(65_536)), QoS.AT_MOST_ONCE, false)),
                "will is 0 to 65535 payload bytes");
        assertRefused(builder -> builder.keepAlive(Duration.ofMillis(1_500)), "keepAlive is whole seconds");
        assertRefused(builder -> builder.keepAlive(Duration.ofSeconds(65_536)), "keepAlive is whole seconds");
        assertRefused(builder -> builder.keepAlive(Duration.ofSeconds(-1)), "keepAlive is whole seconds");
        assertRefused(builder -> builder.connectTimeout(Duration.ZERO), "connectTimeout is between 1 ms and one day");
        assertRefused(builder -> builder.closeTimeout(Duration.ofDays(2)), "closeTimeout is between 1 ms and one day");
        assertRefused(builder -> builder.receiveMaximum(0), "receiveMaximum is 1 to 65535, not 0");
        assertRefused(builder -> builder.maximumUnacknowledgedBytes(0), "maximumUnacknowledgedBytes is 1 to");
        assertRefused(builder -> builder.maximumInFlight(65_001), "maximumInFlight is 1 to 65000, not 65001");
        assertRefused(builder -> builder.maximumPendingMessages(0), "maximumPendingMessages is 1 to");
        assertRefused(builder -> builder.maximumPendingBytes(0), "maximumPendingBytes is 1 to");
        assertRefused(builder -> builder.maximumPacketSize(1), "maximumPacketSize is 64 to 268435460, not 1");
    }
}
