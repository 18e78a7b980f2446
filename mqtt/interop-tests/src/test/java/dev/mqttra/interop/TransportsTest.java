package dev.mqttra.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.Broker;
import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.client.ClientConfig;
import dev.mqttra.client.ClientListener;
import dev.mqttra.client.MqttClient;
import dev.mqttra.client.Reconnect;
import dev.mqttra.netty.Certificates;
import dev.mqttra.netty.EventLoops;
import dev.mqttra.netty.Tls;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our client and our broker over each transport that a server's URI may name. */
@Timeout(60)
class TransportsTest {
    private final EventLoops loops = EventLoops.start(1);
    private Certificates certificates;
    private Broker broker;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        certificates = Certificates.ofThisMachine(folder);
        broker = Broker.start(BrokerConfig.builder()
                .port(0)
                .tlsPort(0)
                .wsPort(0)
                .wssPort(0)
                .tls(Tls.builder()
                        .keyStore(certificates.keyStore(), Certificates.PASSWORD)
                        .build())
                .build());
    }

    @AfterEach
    void stop() {
        broker.close();
        loops.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "ssl", "ws", "wss"})
    void messagesGoThereAndBack(String scheme) throws Exception {
        Tls trusting = Tls.builder()
                .trustStore(certificates.keyStore(), Certificates.PASSWORD)
                .build();
        MqttClient client = client(scheme, trusting, new ClientListener() {});
        Receiver receiver = new Receiver();
        client.start();
        client.subscribe(TopicFilter.of("a"), QoS.EXACTLY_ONCE, receiver)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        byte[] large = new byte[1 << 20];
        Arrays.fill(large, (byte) 'x');
        for (QoS qos : QoS.values()) {
            client.publish(new Message(TopicName.of("a"), large), qos, false)
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        }
        receiver.await(3);
        assertThat(receiver.deliveries())
                .allSatisfy(delivery -> assertThat(delivery.message().payload()).isEqualTo(large));
        client.close().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void aCertificateThatNobodyTrustsIsNotTaken() throws Exception {
        CompletableFuture<String> failed = new CompletableFuture<>();
        MqttClient client = client("ssl", Tls.ofPlatform(), new ClientListener() {
            @Override
            public void onConnectFailed(String reason, int attempt) {
                failed.complete(reason);
            }
        });
        client.start();
        assertThat(failed.get(30, TimeUnit.SECONDS)).contains("certification path");
        client.close().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private MqttClient client(String scheme, Tls tls, ClientListener listener) {
        int port =
                switch (scheme) {
                    case "tcp" -> broker.port();
                    case "ssl" -> broker.tlsPort();
                    case "ws" -> broker.wsPort();
                    default -> broker.wssPort();
                };
        ClientConfig config = ClientConfig.builder()
                .server(scheme + "://localhost:" + port)
                .tls(tls)
                .clientId("transports")
                .reconnect(new Reconnect(Duration.ofMillis(10), Duration.ofMillis(100)))
                .build();
        return MqttClient.overTcp(config, loops.loop(0), Runnable::run, listener);
    }
}
