package dev.mqttra.ra.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.ra.config.Properties.OfAdapter;
import dev.mqttra.ra.config.Properties.OfConnection;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionSettingsTest {
    private final OfConnection own = new OfConnection();
    private final OfAdapter adapter = new OfAdapter();

    private ConnectionSettings settings() {
        return ConnectionSettings.of(own, adapter, null);
    }

    @Test
    void nothingSaidIsTheHostedBrokerWithTheDefaults() {
        ConnectionSettings settings = settings();
        assertThat(settings.hosted()).isTrue();
        assertThat(settings.clientId()).isNull();
        assertThat(settings.userName()).isNull();
        assertThat(settings.keepAlive()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.reconnectDelay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.maximumReconnectDelay()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void whatTheConsoleLeavesBlankIsNotSaid() {
        adapter.setServerUri("");
        adapter.setUserName(" ");
        adapter.setPassword("");
        assertThat(settings()).isEqualTo(ConnectionSettings.of(new OfConnection(), new OfAdapter(), ""));
    }

    @Test
    void serversAreTriedInTurnAndGetThePort() {
        own.setServerUri(" tcp://a  tcp://b:1884 TCP://[::1]:1885 ");
        assertThat(settings().servers())
                .containsExactly(
                        URI.create("tcp://a:1883"), URI.create("tcp://b:1884"), URI.create("tcp://[::1]:1885"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "broker:1883",
                "mqtt://broker",
                "tcp:broker",
                "tcp://",
                "tcp://a/b",
                "tcp://a?b",
                "tcp://a:0",
                "tcp://a:65536",
                "tcp://a b"
            })
    void aServerUriThatIsNoneIsToldWithWhatWouldBeRight(String uri) {
        own.setServerUri(uri);
        assertThatIllegalArgumentException()
                .isThrownBy(this::settings)
                .withMessageContaining("serverUri must be tcp://host:port");
    }

    @Test
    void aSecretInAServerUriIsNotRepeated() {
        own.setServerUri("tcp://user:secret@broker");
        assertThatIllegalArgumentException()
                .isThrownBy(this::settings)
                .withMessageNotContaining("secret")
                .withMessageContaining("serverUri");
    }

    @Test
    void ownValuesComeBeforeTheAdapters() {
        adapter.setServerUri("tcp://adapter");
        adapter.setKeepAlive(1);
        adapter.setConnectTimeout(2);
        own.setKeepAlive(3);
        ConnectionSettings settings = settings();
        assertThat(settings.servers()).containsExactly(URI.create("tcp://adapter:1883"));
        assertThat(settings.keepAlive()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofMillis(2));
    }

    @Test
    void theAdaptersLoginGoesToItsOwnBrokerOnly() {
        adapter.setServerUri("tcp://adapter");
        adapter.setUserName("user");
        adapter.setPassword("secret");
        assertThat(settings().userName()).isEqualTo("user");
        assertThat(settings().password()).isEqualTo("secret");
        own.setServerUri("tcp://elsewhere");
        assertThat(settings().userName()).isNull();
        assertThat(settings().password()).isNull();
    }

    @Test
    void aUserOfItsOwnHasNotTheAdaptersPassword() {
        adapter.setUserName("user");
        adapter.setPassword("secret");
        own.setUserName("other");
        assertThat(settings().password()).isNull();
    }

    @Test
    void aPasswordNeedsAUser() {
        own.setPassword("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(this::settings)
                .withMessageContaining("userName")
                .withMessageNotContaining("secret");
    }

    @Test
    void aSessionThatIsKeptNeedsAClientId() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectionSettings.ofActivation(adapter, adapter, " ", false))
                .withMessageContaining("clientId must be set where cleanStart is false");
        assertThat(ConnectionSettings.ofActivation(adapter, adapter, "me", false)
                        .cleanStart())
                .isFalse();
    }

    @Test
    void theNodesNameStandsBehindAClientIdThatIsConfigured() {
        adapter.setNodeName(" node.1 ");
        assertThat(ConnectionSettings.of(own, adapter, "me").clientId()).isEqualTo("me-node.1");
        assertThat(ConnectionSettings.ofActivation(own, adapter, "me", false).clientId())
                .isEqualTo("me-node.1");
        assertThat(settings().clientId()).isNull();
        adapter.setNodeName("a/b");
        assertThatIllegalArgumentException()
                .isThrownBy(this::settings)
                .withMessage("nodeName must be 1 to 64 letters, digits, '.', '_' or '-', not 'a/b'");
    }

    @Test
    void numbersOutsideTheirBoundsAreNamed() {
        refused(bean -> bean.setKeepAlive(65_536), "keepAlive must be a number from 0 to 65535, not 65536");
        refused(bean -> bean.setKeepAlive(-1), "keepAlive");
        refused(bean -> bean.setConnectTimeout(0), "connectTimeout");
        refused(bean -> bean.setReconnectDelay(0), "reconnectDelay");
        refused(bean -> bean.setMaximumReconnectDelay(999), "maximumReconnectDelay must be a number from 1000");
        adapter.setMaximumPacketSize(1023);
        assertThatIllegalArgumentException().isThrownBy(this::settings).withMessageContaining("maximumPacketSize");
    }

    private void refused(Consumer<ConnectionProperties> setter, String message) {
        OfConnection wrong = new OfConnection();
        setter.accept(wrong);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectionSettings.of(wrong, adapter, null))
                .withMessageContaining(message);
    }

    @Test
    void aDelayAboveTheDefaultMaximumRaisesIt() {
        own.setReconnectDelay(60_000);
        assertThat(settings().maximumReconnectDelay()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void tlsAndWebSocketsAreServersToo() {
        own.setServerUri("ssl://a ws://b wss://c:8443/path");
        assertThat(settings().servers())
                .containsExactly(
                        URI.create("ssl://a:8883"), URI.create("ws://b:80/mqtt"), URI.create("wss://c:8443/path"));
    }

    @Test
    void theVersionIsTheOwnOneThenTheAdaptersThenAutomatic() {
        assertThat(settings().version()).isNull();
        adapter.setMqttVersion("3.1.1");
        assertThat(settings().version()).isEqualTo(MqttVersion.V3_1_1);
        own.setMqttVersion(" 5.0 ");
        assertThat(settings().version()).isEqualTo(MqttVersion.V5_0);
        own.setMqttVersion("3.1");
        assertThat(settings().version()).isEqualTo(MqttVersion.V3_1);
        own.setMqttVersion("automatic");
        assertThat(settings().version()).isNull();
        own.setMqttVersion("4");
        assertThatIllegalArgumentException()
                .isThrownBy(this::settings)
                .withMessage("mqttVersion must be 3.1, 3.1.1, 5.0 or automatic, not '4'");
    }
}
