package dev.mqttra.broker.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.MqttWebSocketConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import dev.mqttra.broker.Broker;
import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.netty.Certificates;
import dev.mqttra.netty.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ports of one broker, with clients of others. */
class ListenersTest {
    private static final byte[] CONNECT = HexFormat.of().parseHex("100d00044d5154540402003c000161");
    private static final byte[] ACCEPTED = {0x20, 2, 0, 0};

    @TempDir
    static Path folder;

    private static Path keyStore;
    private static Broker broker;

    @BeforeAll
    static void start() throws Exception {
        keyStore = Certificates.ofThisMachine(folder).keyStore();
        broker = Broker.start(allPorts().build(), 2);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void theHivemqClientPublishesAndSubscribesThroughEachPort(Listeners.Kind kind) throws Exception {
        Mqtt3BlockingClient client = hiveMq(kind);
        byte[] large = new byte[3 << 20];
        Arrays.fill(large, (byte) 7);
        client.connect();
        try (var messages = client.publishes(MqttGlobalPublishFilter.SUBSCRIBED)) {
            String topic = "to/" + kind;
            client.subscribeWith().topicFilter(topic).qos(MqttQos.EXACTLY_ONCE).send();
            for (byte[] payload : List.of(new byte[] {1}, large, new byte[0])) {
                client.publishWith()
                        .topic(topic)
                        .qos(MqttQos.EXACTLY_ONCE)
                        .payload(payload)
                        .send();
                byte[] got =
                        messages.receive(10, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes();
                assertThat(Arrays.equals(got, payload)).isTrue();
            }
        }
        client.disconnect();
    }

    @Test
    void theJdksWebSocketMaySplitAndJoinPackets() throws Exception {
        try (WebSocketPeer client = new WebSocketPeer(broker.wsPort(), "mqtt")) {
            assertThat(client.subprotocol()).isEqualTo("mqtt");
            for (byte b : CONNECT) {
                client.write(new byte[] {b});
            }
            assertThat(client.read(4)).isEqualTo(ACCEPTED);
            client.write(HexFormat.of().parseHex("c000c000c0"));
            client.send(new byte[] {0, (byte) 0xC0}, false);
            client.send(new byte[] {0}, true);
            assertThat(client.read(8)).isEqualTo(HexFormat.of().parseHex("d000d000d000d000"));
            client.write(new byte[] {(byte) 0xE0, 0});
            assertThat(client.read(1)).isEmpty();
            assertThat(client.status()).isEqualTo(1000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv3.1", "mqttv3.1.1"})
    void clientsThatOfferOnlyAnOldSubprotocolAreServed(String subprotocol) throws Exception {
        try (WebSocketPeer client = new WebSocketPeer(broker.wsPort(), subprotocol, "other")) {
            assertThat(client.subprotocol()).isEqualTo(subprotocol);
            client.write(CONNECT);
            assertThat(client.read(4)).isEqualTo(ACCEPTED);
        }
    }

    @Test
    void aTextFrameEndsTheConnection() throws Exception {
        try (WebSocketPeer client = new WebSocketPeer(broker.wsPort(), "mqtt")) {
            client.write(CONNECT);
            assertThat(client.read(4)).isEqualTo(ACCEPTED);
            client.sendText("hello");
            assertThat(client.read(1)).isEmpty();
            assertThat(client.status()).isEqualTo(1003);
        }
    }

    @Test
    void withoutASubprotocolThereIsNoWebSocket() {
        URI uri = URI.create("ws://127.0.0.1:" + broker.wsPort() + "/mqtt");
        WebSocket.Listener nobody = new WebSocket.Listener() {};
        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(uri, nobody)
                        .join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> assertThat(
                                refused.getResponse().statusCode())
                        .isEqualTo(400));
    }

    @Test
    void onlyPagesOfListedOriginsConnect() throws Exception {
        assertThat(statusForPage(broker, "https://evil.example")).isEqualTo(403);
        assertThat(statusForPage(broker, "http://localhost:8080")).isEqualTo(101);
        try (Broker open = Broker.start(BrokerConfig.builder()
                .port(-1)
                .wsPort(0)
                .webSocketOrigins(List.of("https://dash.example"))
                .build())) {
            assertThat(statusForPage(open, "https://dash.example")).isEqualTo(101);
            assertThat(statusForPage(open, "https://evil.example")).isEqualTo(403);
        }
    }

    private static int statusForPage(Broker asked, String origin) throws IOException {
        try (Socket socket = connect(asked.wsPort())) {
            socket.getOutputStream()
                    .write(("GET /mqtt HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                                    + "Sec-WebSocket-Protocol: mqtt\r\nOrigin: " + origin + "\r\n\r\n")
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            String head =
                    new String(socket.getInputStream().readNBytes(12), java.nio.charset.StandardCharsets.US_ASCII);
            return Integer.parseInt(head.substring(9));
        }
    }

    @Test
    void bytesAreCountedOverAllPorts() throws Exception {
        try (Broker counted = Broker.start(allPorts().build(), 2);
                Socket plain = connect(counted.port());
                WebSocketPeer web = new WebSocketPeer(counted.wsPort(), "mqtt")) {
            plain.getOutputStream().write(CONNECT);
            assertThat(plain.getInputStream().readNBytes(4)).isEqualTo(ACCEPTED);
            byte[] second = CONNECT.clone();
            second[14]++;
            web.write(second);
            assertThat(web.read(4)).isEqualTo(ACCEPTED);
            await().untilAsserted(() -> {
                assertThat(counted.traffic().received()).isEqualTo(2 * CONNECT.length);
                assertThat(counted.traffic().sent()).isEqualTo(8);
            });
        }
    }

    /** Those who do nothing but open a connection are closed, whatever they would have to shake hands for. */
    @Test
    void whoDoesNotFinishTheHandshakesInTimeIsClosed() throws Exception {
        BrokerConfig impatient =
                allPorts().connectTimeout(Duration.ofMillis(100)).build();
        try (Broker short_ = Broker.start(impatient)) {
            for (int port : List.of(short_.port(), short_.tlsPort(), short_.wsPort(), short_.wssPort())) {
                try (Socket silent = connect(port)) {
                    assertThatCode(() -> silent.getInputStream().readAllBytes()).doesNotThrowAnyException();
                }
            }
            await().until(() -> short_.statistics().connections() == 0);
        }
    }

    @Test
    void aConnectLargerThanTheBoundIsClosedWhenItIsAnnounced() throws Exception {
        BrokerConfig narrow = BrokerConfig.builder()
                .port(0)
                .maximumPacketSize(268_435_460)
                .maximumBytesBeforeConnect(1_024)
                .build();
        try (Broker strict = Broker.start(narrow)) {
            assertClosedAfter(strict, "10ff08"); // 1,151 bytes and more
            assertClosedAfter(strict, "10ffffff7f");
            try (Socket client = connect(strict.port())) {
                client.getOutputStream().write(CONNECT);
                assertThat(client.getInputStream().readNBytes(4)).isEqualTo(ACCEPTED);
                byte[] publish = new byte[5_000];
                publish[0] = 0x30;
                publish[1] = (byte) 0x85; // 4,997
                publish[2] = 0x27;
                publish[4] = 1;
                publish[5] = 'a';
                client.getOutputStream().write(publish);
                client.getOutputStream().write(new byte[] {(byte) 0xC0, 0});
                assertThat(client.getInputStream().readNBytes(2)).isEqualTo(new byte[] {(byte) 0xD0, 0});
            }
        }
    }

    private static void assertClosedAfter(Broker asked, String hex) throws IOException {
        try (Socket client = connect(asked.port())) {
            client.getOutputStream().write(HexFormat.of().parseHex(hex));
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aPortInUseIsNamedAndTheOthersAreFree() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket chosen = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int free = chosen.getLocalPort();
            chosen.close();
            BrokerConfig config = BrokerConfig.builder()
                    .port(free)
                    .wsPort(taken.getLocalPort())
                    .build();
            assertThatThrownBy(() -> Broker.start(config))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " (property 'wsPort')");
            Broker.start(BrokerConfig.builder().port(free).build()).close();
        }
    }

    @Test
    void whoMustShowACertificateIsNotAnybody() throws Exception {
        Tls known = Tls.builder()
                .keyStore(keyStore, Certificates.PASSWORD)
                .trustStore(keyStore, Certificates.PASSWORD)
                .clientCertificateRequired(true)
                .build();
        BrokerConfig.Builder everywhere =
                BrokerConfig.builder().host("0.0.0.0").port(-1).tlsPort(0).tls(known);
        Broker.start(everywhere.build()).close();
        assertThatThrownBy(() -> Broker.start(everywhere.wsPort(0).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowAnonymousRemote");
    }

    private static BrokerConfig.Builder allPorts() {
        return BrokerConfig.builder()
                .port(0)
                .tlsPort(0)
                .wsPort(0)
                .wssPort(0)
                .tls(Tls.builder().keyStore(keyStore, Certificates.PASSWORD).build());
    }

    private static Mqtt3BlockingClient hiveMq(Listeners.Kind kind) throws Exception {
        Mqtt3ClientBuilder client = MqttClient.builder()
                .useMqttVersion3()
                .identifier("hivemq-" + kind)
                .serverHost("127.0.0.1");
        MqttWebSocketConfig webSocket =
                MqttWebSocketConfig.builder().serverPath("mqtt").build();
        return switch (kind) {
            case TCP -> client.serverPort(broker.port()).buildBlocking();
            case TLS -> client.serverPort(broker.tlsPort()).sslConfig(trust()).buildBlocking();
            case WS ->
                client.serverPort(broker.wsPort()).webSocketConfig(webSocket).buildBlocking();
            case WSS ->
                client.serverPort(broker.wssPort())
                        .sslConfig(trust())
                        .webSocketConfig(webSocket)
                        .buildBlocking();
        };
    }

    private static MqttClientSslConfig trust() throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(KeyStore.getInstance(keyStore.toFile(), Certificates.PASSWORD.toCharArray()));
        return MqttClientSslConfig.builder().trustManagerFactory(trust).build();
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        return socket;
    }
}
