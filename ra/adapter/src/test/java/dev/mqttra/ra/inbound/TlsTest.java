package dev.mqttra.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mqttra.api.MqttConnection;
import dev.mqttra.api.MqttConnectionFactory;
import dev.mqttra.api.MqttListener;
import dev.mqttra.broker.Broker;
import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.netty.Certificates;
import dev.mqttra.netty.Tls;
import dev.mqttra.ra.fake.FakeEndpointFactory;
import dev.mqttra.ra.fake.FakeServer;
import dev.mqttra.ra.fake.LogLines;
import dev.mqttra.ra.outbound.MqttManagedConnectionFactory;
import jakarta.resource.spi.InvalidPropertyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that only TLS reaches, and that wants to know who comes. */
@Timeout(60)
class TlsTest {
    private final FakeServer server = new FakeServer();
    private final MqttActivationSpec spec = new MqttActivationSpec();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private Broker broker;

    @TempDir
    static Path folder;

    private static Certificates brokers;
    private static Certificates mine;

    @BeforeAll
    static void makeKeys() throws Exception {
        brokers = Certificates.ofThisMachine(folder);
        mine = Certificates.create(folder, "me", "dns:me");
    }

    @BeforeEach
    void start() throws Exception {
        broker = Broker.start(BrokerConfig.builder()
                .port(-1)
                .tlsPort(0)
                .tls(Tls.builder()
                        .certificate(brokers.certificate(), brokers.key())
                        .trustedCertificates(mine.certificate())
                        .clientCertificateRequired(true)
                        .build())
                .build());
        spec.setTopicFilter("a");
        spec.setServerUri("ssl://localhost:" + broker.tlsPort());
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
        broker.close();
        await().until(() -> server.workManager.threads().isEmpty());
    }

    private void activate() throws Exception {
        server.adapter.endpointActivation(
                new FakeEndpointFactory(
                        new Engine.Bean(message -> seen.add(message.text())),
                        MqttListener.class,
                        server.transactions,
                        true),
                spec);
    }

    private MqttManagedConnectionFactory factory() throws Exception {
        MqttManagedConnectionFactory factory = new MqttManagedConnectionFactory();
        factory.setResourceAdapter(server.adapter);
        factory.setServerUri(spec.getServerUri());
        return factory;
    }

    private void publish(MqttManagedConnectionFactory factory) throws Exception {
        MqttConnectionFactory connections =
                (MqttConnectionFactory) factory.createConnectionFactory(server.connectionManager());
        try (MqttConnection connection = connections.getConnection()) {
            connection.publish("a", "hello".getBytes());
        }
    }

    @Test
    void anActivationAndAFactoryEachWithTheirOwnFiles() throws Exception {
        spec.setTrustStore(brokers.certificate().toString());
        spec.setKeyStore(mine.keyStore().toString());
        spec.setKeyStorePassword(Certificates.PASSWORD);
        activate();
        await().until(() -> broker.statistics().subscriptions() == 1);

        Path both = folder.resolve("both.txt");
        Files.writeString(both, Files.readString(mine.certificate()) + Files.readString(mine.key()));
        MqttManagedConnectionFactory factory = factory();
        factory.setTrustStore(brokers.certificate().toString());
        factory.setKeyStore(both.toString());
        factory.setKeyStoreType("PEM");
        publish(factory);
        await().until(() -> seen.equals(List.of("hello")));
    }

    @Test
    void theAdaptersFilesAreForAll() throws Exception {
        server.adapter.stop();
        server.adapter.setTrustStore(brokers.certificate().toString());
        server.adapter.setKeyStore(mine.keyStore().toString());
        server.adapter.setKeyStorePassword(Certificates.PASSWORD);
        server.start();
        activate();
        await().until(() -> broker.statistics().subscriptions() == 1);
        publish(factory());
        await().until(() -> seen.equals(List.of("hello")));
    }

    @Test
    void whoIsNotTrustedIsNotTalkedTo() throws Exception {
        spec.setTrustStore(mine.certificate().toString());
        failsBecause("certification path");
    }

    @Test
    void aCertificateOfAnotherHostIsNotEnough() throws Exception {
        Certificates others = Certificates.create(folder, "other", "dns:elsewhere");
        broker.close();
        broker = Broker.start(BrokerConfig.builder()
                .port(-1)
                .tlsPort(0)
                .tls(Tls.builder()
                        .certificate(others.certificate(), others.key())
                        .build())
                .build());
        spec.setServerUri("ssl://localhost:" + broker.tlsPort());
        spec.setTrustStore(others.certificate().toString());
        failsBecause("localhost found");
    }

    private void failsBecause(String why) throws Exception {
        List<String> log = new CopyOnWriteArrayList<>();
        try (LogLines lines = LogLines.of("dev.mqttra.client", log)) {
            activate();
            await().until(() -> log.stream().anyMatch(line -> line.startsWith("MQTTC-002") && line.contains(why)));
        }
        assertThat(broker.statistics().subscriptions()).isZero();
    }

    @Test
    void aFileThatCannotBeUsedIsToldByBeanPropertyAndFile() {
        spec.setTrustStore("/nowhere/authorities.pem");
        refused("bean " + Engine.Bean.class.getName()
                + ": activation property trustStore '/nowhere/authorities.pem' cannot be used");
        spec.setTrustStore(null);
        spec.setKeyStore(mine.keyStore().toString());
        spec.setKeyStorePassword("wrong-secret");
        refused("activation property keyStore '" + mine.keyStore() + "' cannot be used");
        spec.setKeyStorePassword(null);
        spec.setKeyStoreType("P12");
        refused("activation property keyStoreType must be PKCS12, JKS or PEM, not 'P12'");
        spec.setKeyStoreType(null);
        spec.setServerUri("tcp://localhost:1");
        refused("activation property keyStore is for a serverUri of ssl:// or wss://, and there is none");
        spec.setKeyStore(null);
        spec.setTrustStorePassword("secret");
        refused("activation property trustStore must be set where trustStorePassword is");
        spec.setTrustStore("a.crt");
        refused("activation property trustStorePassword must not be set for the PEM file 'a.crt'");
    }

    private void refused(String message) {
        assertThatThrownBy(this::activate)
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("secret");
    }

    @Test
    void aFactorysFileThatCannotBeUsedIsToldByPropertyAndFile() throws Exception {
        MqttManagedConnectionFactory factory = factory();
        factory.setKeyStore("/nowhere/me.p12");
        assertThatThrownBy(() -> publish(factory)).hasMessageContaining("keyStore '/nowhere/me.p12' cannot be used");
    }
}
