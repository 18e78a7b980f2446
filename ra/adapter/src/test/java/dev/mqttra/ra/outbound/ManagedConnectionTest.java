package dev.mqttra.ra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mqttra.api.MqttConnection;
import dev.mqttra.api.MqttConnectionFactory;
import dev.mqttra.api.MqttException;
import dev.mqttra.api.QoS;
import dev.mqttra.netty.ScriptedBroker;
import dev.mqttra.ra.MqttResourceAdapter;
import dev.mqttra.ra.fake.Device;
import dev.mqttra.ra.fake.FakeServer;
import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.security.PasswordCredential;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.security.auth.Subject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract between the server's pool and the adapter. */
class ManagedConnectionTest {
    private final FakeServer server = new FakeServer();
    private final MqttManagedConnectionFactory factory = new MqttManagedConnectionFactory();

    private static final class Events implements ConnectionEventListener {
        final List<String> told = new ArrayList<>();
        Object handle;

        @Override
        public void connectionClosed(ConnectionEvent event) {
            told.add("closed");
            handle = event.getConnectionHandle();
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            told.add("error");
        }

        @Override
        public void localTransactionStarted(ConnectionEvent event) {
            told.add("started");
        }

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {
            told.add("committed");
        }

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {
            told.add("rolled back");
        }
    }

    @BeforeEach
    void start() throws Exception {
        server.start();
        factory.setResourceAdapter(server.adapter);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void managedConnectionsOfOneConfigurationShareOneClient() throws Exception {
        List<ManagedConnection> connections = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            connections.add(factory.createManagedConnection(null, null));
            publish(connections.get(i));
        }
        assertThat(server.connections()).isEqualTo(1);
        for (ManagedConnection connection : connections) {
            connection.destroy();
            connection.destroy();
        }
        await().until(() -> server.connections() == 0);
    }

    @Test
    void anotherUserHasAnotherClient() throws Exception {
        ManagedConnection configured = factory.createManagedConnection(null, null);
        ManagedConnection somebody = factory.createManagedConnection(subject("somebody", factory), null);
        publish(configured);
        publish(somebody);
        assertThat(server.connections()).isEqualTo(2);
        assertThat(somebody.getMetaData().getUserName()).isEqualTo("somebody");
        Set<ManagedConnection> candidates = Set.of(configured, somebody);
        assertThat(factory.matchManagedConnections(candidates, null, null)).isSameAs(configured);
        assertThat(factory.matchManagedConnections(candidates, subject("somebody", factory), null))
                .isSameAs(somebody);
        assertThat(factory.matchManagedConnections(candidates, subject("nobody", factory), null))
                .isNull();
    }

    @Test
    void aCredentialForAnotherFactoryIsNotUsed() throws Exception {
        MqttManagedConnectionFactory other = new MqttManagedConnectionFactory();
        other.setClientId("other");
        ManagedConnection connection = factory.createManagedConnection(subject("somebody", other), null);
        assertThat(connection.getMetaData().getUserName()).isNull();
    }

    @Test
    void aCredentialWithoutAUserSaysNothing() throws Exception {
        factory.setUserName("configured");
        ManagedConnection connection = factory.createManagedConnection(subject("", factory), null);
        assertThat(connection.getMetaData().getUserName()).isEqualTo("configured");
    }

    private static Subject subject(String user, MqttManagedConnectionFactory factory) {
        PasswordCredential credential = new PasswordCredential(user, "secret".toCharArray());
        credential.setManagedConnectionFactory(factory);
        return new Subject(false, Set.of(), Set.of(), Set.of(credential));
    }

    @Test
    void closingAHandleTellsTheServer() throws Exception {
        ManagedConnection managed = factory.createManagedConnection(null, null);
        Events events = new Events();
        managed.addConnectionEventListener(events);
        MqttConnection handle = (MqttConnection) managed.getConnection(null, null);
        handle.close();
        handle.close();
        assertThat(events.told).containsExactly("closed");
        assertThat(events.handle).isSameAs(handle);
    }

    @Test
    void aHandleMovesToAnotherManagedConnection() throws Exception {
        ManagedConnection first = factory.createManagedConnection(null, null);
        ManagedConnection second = factory.createManagedConnection(null, null);
        Events firstEvents = new Events();
        Events secondEvents = new Events();
        first.addConnectionEventListener(firstEvents);
        second.addConnectionEventListener(secondEvents);
        MqttConnection handle = (MqttConnection) first.getConnection(null, null);
        second.associateConnection(handle);
        first.destroy();
        handle.publish("a", new byte[0]);
        handle.close();
        assertThat(firstEvents.told).isEmpty();
        assertThat(secondEvents.told).containsExactly("closed");
    }

    @Test
    void aClientThatIsGoneMakesTheConnectionInvalid() throws Exception {
        ManagedConnection managed = factory.createManagedConnection(null, null);
        Events events = new Events();
        managed.addConnectionEventListener(events);
        MqttConnection handle = (MqttConnection) managed.getConnection(null, null);
        assertThat(factory.getInvalidConnections(Set.of(managed))).isEmpty();
        server.adapter.stop();
        assertThatExceptionOfType(MqttException.class).isThrownBy(() -> handle.publish("a", new byte[0]));
        assertThat(events.told).containsExactly("error");
        assertThat(factory.getInvalidConnections(new HashSet<>(Set.of(managed))))
                .isEqualTo(Set.of(managed));
    }

    @Test
    void anUnreachableBrokerDoesNotHinderTheConnectionButThePublish() throws Exception {
        try (MqttConnection connection = connectionTo(9)) {
            // On a slow machine the first attempt may last longer than the first publish.
            await().untilAsserted(() -> assertThatExceptionOfType(MqttException.class)
                    .isThrownBy(() -> connection.publish("a", new byte[0]))
                    .withMessageContaining("publishTimeout=200 ms, as it is not connected (tcp://127.0.0.1:9: ")
                    .matches(MqttException::isRetryable));
        }
    }

    @Test
    void aBrokerThatDoesNotAnswerTheFirstConnectIsNotConnectedEither() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                MqttConnection connection = connectionTo(silent.getLocalPort())) {
            assertThatExceptionOfType(MqttException.class)
                    .isThrownBy(() -> connection.publish("a", new byte[0]))
                    .withMessageContaining(
                            "ms, as it is not connected (the first attempt to connect has not ended yet);");
        }
    }

    @Test
    void aBrokerThatDoesNotAcknowledgeIsNotSaidToBeAway() throws Exception {
        try (ScriptedBroker mute = ScriptedBroker.withoutSharedSubscriptions();
                MqttConnection connection = connectionTo(mute.port())) {
            await().ignoreExceptions().until(() -> {
                connection.publish("a", new byte[0], QoS.AT_MOST_ONCE, false);
                return true;
            });
            assertThatExceptionOfType(MqttException.class)
                    .isThrownBy(() -> connection.publish("a", new byte[0]))
                    .withMessageContaining("publishTimeout=200 ms; the message may still be sent");
        }
    }

    private MqttConnection connectionTo(int port) throws Exception {
        factory.setServerUri("tcp://127.0.0.1:" + port);
        factory.setPublishTimeout(200);
        MqttConnectionFactory connections =
                (MqttConnectionFactory) factory.createConnectionFactory(server.connectionManager());
        return connections.getConnection();
    }

    @Test
    void aRemoteBrokerIsReachedOverTcp() throws Exception {
        try (FakeServer remote = new FakeServer()) {
            remote.adapter.setHostedEager(true);
            remote.start();
            factory.setServerUri("tcp://127.0.0.1:" + remote.port());
            try (Device device = new Device(remote.port()).subscribe("a", 1)) {
                publish(factory.createManagedConnection(null, null));
                await().until(() -> device.received.size() == 1);
            }
            assertThat(server.hosts()).isFalse();
        }
    }

    @Test
    void transactionsAreNoneOfTheManagedConnections() throws Exception {
        ManagedConnection managed = factory.createManagedConnection(null, null);
        assertThatExceptionOfType(NotSupportedException.class).isThrownBy(managed::getXAResource);
        assertThatExceptionOfType(NotSupportedException.class).isThrownBy(managed::getLocalTransaction);
        assertThatExceptionOfType(NotSupportedException.class).isThrownBy(factory::createConnectionFactory);
    }

    @Test
    void aWrongPropertyIsNamed() {
        factory.setPublishTimeout(0);
        assertThatExceptionOfType(InvalidPropertyException.class)
                .isThrownBy(() -> factory.createManagedConnection(null, null))
                .withMessageContaining("connection factory property publishTimeout must be a number from 1");
        MqttConnectionFactory connections =
                (MqttConnectionFactory) factory.createConnectionFactory(server.connectionManager());
        assertThatExceptionOfType(MqttException.class)
                .isThrownBy(connections::getConnection)
                .withMessageContaining("publishTimeout");
    }

    @Test
    void theFactoryIsEqualByConfigurationAndSerializable() throws Exception {
        MqttManagedConnectionFactory same = new MqttManagedConnectionFactory();
        factory.setClientId("me");
        factory.setServerUri("tcp://a");
        same.setClientId("me");
        assertThat(factory).isNotEqualTo(same);
        same.setServerUri("tcp://a");
        assertThat(factory).isEqualTo(same).hasSameHashCodeAs(same);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(factory);
        Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        assertThat(copy).isEqualTo(factory);
        assertThat(((MqttManagedConnectionFactory) copy).getServerUri()).isEqualTo("tcp://a");
    }

    @Test
    void theAdapterIsAssociatedOnce() {
        assertThatExceptionOfType(jakarta.resource.spi.IllegalStateException.class)
                .isThrownBy(() -> factory.setResourceAdapter(new MqttResourceAdapter()));
    }

    private static void publish(ManagedConnection managed) throws Exception {
        try (MqttConnection connection = (MqttConnection) managed.getConnection(null, null)) {
            connection.publish("a", new byte[0]);
        }
    }
}
