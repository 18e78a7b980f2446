package dev.mqttra.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mqttra.api.MqttConnection;
import dev.mqttra.api.MqttConnectionFactory;
import dev.mqttra.api.MqttException;
import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.ra.fake.Device;
import dev.mqttra.ra.fake.FakeEndpointFactory;
import dev.mqttra.ra.fake.FakeServer;
import dev.mqttra.ra.fake.LogLines;
import dev.mqttra.ra.inbound.MqttActivationSpec;
import dev.mqttra.ra.outbound.MqttManagedConnectionFactory;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Start, stop, and what adapter instances of one class loader share. */
class LifecycleTest {

    private static void publish(FakeServer server) throws Exception {
        MqttManagedConnectionFactory bean = new MqttManagedConnectionFactory();
        bean.setResourceAdapter(server.adapter);
        MqttConnectionFactory factory =
                (MqttConnectionFactory) bean.createConnectionFactory(server.connectionManager());
        try (MqttConnection connection = factory.getConnection()) {
            connection.publish("a", new byte[0]);
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void thePortOpensWithTheFirstUse() throws Exception {
        try (FakeServer server = new FakeServer().start()) {
            assertThat(server.hosts()).isFalse();
            assertThat(server.workManager.threads()).isEmpty();
            publish(server);
            assertThat(accepts(server.port())).isTrue();
        }
    }

    @Test
    void instancesThatShareABrokerShareItsClientIdentifiers() throws Exception {
        try (FakeServer one = new FakeServer().start();
                FakeServer two = new FakeServer()) {
            two.adapter.setBrokerName(one.adapter.getBrokerName());
            two.start();
            FakeEndpointFactory first = listener(one);
            FakeEndpointFactory second = listener(two);
            one.adapter.endpointActivation(first, SPEC);

            assertThatExceptionOfType(InvalidPropertyException.class)
                    .isThrownBy(() -> two.adapter.endpointActivation(second, SPEC))
                    .withMessageContaining(
                            "clientId must be set for one of the two: the active bean " + Listener.class.getName())
                    .withMessageContaining("left it behind");

            one.adapter.endpointDeactivation(first, SPEC);
            two.adapter.endpointActivation(second, SPEC);
            two.adapter.endpointDeactivation(second, SPEC);
        }
    }

    private static final MqttActivationSpec SPEC = new MqttActivationSpec();

    static {
        SPEC.setTopicFilter("a");
    }

    public static class Listener implements MqttListener {
        @Override
        public void onMessage(MqttMessage message) {}
    }

    private static FakeEndpointFactory listener(FakeServer server) {
        return new FakeEndpointFactory(new Listener(), MqttListener.class, server.transactions, false);
    }

    /** The port is taken, so that a server finds out at once where it is not free; whoever connects waits. */
    @Test
    void devicesWaitWhileBeansMayStillCome() throws Exception {
        try (FakeServer server = new FakeServer()) {
            server.adapter.setHostedSettleTime(600_000);
            server.start();
            publish(server);
            try (Socket waiting = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                waiting.getOutputStream().write(new byte[] {0x10, 13, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 1, 'x'});
                long own = server.connections();
                // Through the loop that would have accepted it.
                publish(server);
                publish(server);
                assertThat(server.connections()).isEqualTo(own);
            }
        }
    }

    @Test
    void devicesThatWaitedAreLetInWhenNoBeanHasComeForAWhile() throws Exception {
        try (FakeServer server = new FakeServer()) {
            server.adapter.setHostedSettleTime(100);
            server.start();
            publish(server);
            try (Device device = new Device(server.port())) {
                assertThat(device.isConnected()).isTrue();
            }
        }
    }

    @Test
    void anEagerPortOpensAtTheStart() throws Exception {
        try (FakeServer server = new FakeServer()) {
            server.adapter.setHostedEager(true);
            server.start();
            assertThat(accepts(server.port())).isTrue();
        }
    }

    @Test
    void aStopLeavesNoThreadAndNoPortTenTimes() throws Exception {
        FakeServer server = new FakeServer();
        server.adapter.setHostedEager(true);
        for (int i = 0; i < 10; i++) {
            server.start();
            int port = server.port();
            try (Device device = new Device(port)) {
                publish(server);
                assertThat(server.workManager.threads()).isNotEmpty();
                server.adapter.stop();
                await().until(() -> !device.isConnected());
            }
            assertThat(accepts(port)).isFalse();
            await().until(() -> server.workManager.threads().isEmpty());
            assertThat(server.hosts()).isFalse();
        }
        server.adapter.stop();
    }

    @Test
    void aPortInUseIsNamedWithItsProperty() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                FakeServer server = new FakeServer()) {
            server.adapter.setHostedPort(taken.getLocalPort());
            server.start();
            assertThatExceptionOfType(MqttException.class)
                    .isThrownBy(() -> publish(server))
                    .withMessageContaining("" + taken.getLocalPort())
                    .withMessageContaining("hostedPort");
            // Even before the stop, which a server may not manage after a failure.
            await().until(() -> server.workManager.threads().isEmpty());
            server.adapter.stop();
            server.adapter.setHostedEager(true);
            assertThatExceptionOfType(ResourceAdapterInternalException.class)
                    .isThrownBy(server::start)
                    .withMessageContaining("hostedPort");
            await().until(() -> server.workManager.threads().isEmpty());
        }
    }

    @Test
    void moreThanLoopbackIsRefusedUnlessAllowed() throws Exception {
        try (FakeServer server = new FakeServer()) {
            server.adapter.setHostedEager(true);
            server.adapter.setHostedHost("0.0.0.0");
            assertThatExceptionOfType(ResourceAdapterInternalException.class)
                    .isThrownBy(server::start)
                    .withMessageContaining("hostedHost 0.0.0.0")
                    .withMessageContaining("(property 'hostedHost') is reachable")
                    .withMessageContaining("allowAnonymousRemote");
            server.adapter.setAllowAnonymousRemote(true);
            server.start();
            assertThat(accepts(server.port())).isTrue();
        }
    }

    @Test
    void aWrongPropertyFailsTheStartByItsName() throws Exception {
        try (FakeServer server = new FakeServer()) {
            server.adapter.setServerUri("http://a");
            assertThatExceptionOfType(ResourceAdapterInternalException.class)
                    .isThrownBy(server::start)
                    .withMessageContaining("resource adapter property serverUri");
            server.adapter.setServerUri(null);
            server.adapter.setHostedPort(-1);
            assertThatExceptionOfType(ResourceAdapterInternalException.class)
                    .isThrownBy(server::start)
                    .withMessageContaining("hostedPort");
        }
    }

    @Test
    void aRejectedThreadIsAskedForAgain() throws Exception {
        try (FakeServer server = new FakeServer()) {
            server.workManager.rejectNext(3);
            server.adapter.setHostedEager(true);
            server.start();
            assertThat(server.workManager.submitted()).isEqualTo(4);
            assertThat(accepts(server.port())).isTrue();
        }
    }

    @Test
    void instancesOfOneNameShareTheBrokerAndTheLastOneClosesIt() throws Exception {
        try (FakeServer one = new FakeServer();
                FakeServer two = new FakeServer()) {
            two.adapter.setBrokerName(one.adapter.getBrokerName());
            two.adapter.setHostedPort(null);
            one.start();
            two.start();
            publish(one);
            publish(two);
            int port = one.port();
            try (Device device = new Device(port)) {
                device.subscribe("a", 1);
                // The event loop runs on a thread of the first; the broker must survive its stop.
                one.adapter.stop();
                publish(two);
                await().until(() -> device.received.size() == 1);
                assertThat(device.isConnected()).isTrue();
            }
            two.adapter.stop();
            assertThat(accepts(port)).isFalse();
            await().until(() -> one.workManager.threads().isEmpty()
                    && two.workManager.threads().isEmpty());
        }
    }

    @Test
    void theLogTellsInstancesApart() throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        try (LogLines lines = LogLines.of("dev.mqttra.ra", said);
                FakeServer one = new FakeServer().start();
                FakeServer two = new FakeServer().start()) {
            one.adapter.stop();
            // A number that is free again is taken again.
            one.start();
            two.adapter.stop();
        }
        String first = "MQTTRA-101 The MQTT resource adapter has started; default broker: the hosted broker";
        assertThat(said)
                .containsSubsequence(
                        first,
                        "MQTTRA-101 Instance 2 of the MQTT resource adapter has started (a server may make one for each"
                                + " connection factory); default broker: the hosted broker",
                        "MQTTRA-102 The MQTT resource adapter has stopped",
                        first,
                        "MQTTRA-102 Instance 2 of the MQTT resource adapter has stopped");
    }

    @Test
    void instancesThatContradictEachOtherAreTold() throws Exception {
        try (FakeServer one = new FakeServer();
                FakeServer two = new FakeServer()) {
            two.adapter.setBrokerName(one.adapter.getBrokerName());
            one.adapter.setHostedPort(18_830);
            two.adapter.setHostedPort(18_831);
            one.start();
            assertThatExceptionOfType(ResourceAdapterInternalException.class)
                    .isThrownBy(two::start)
                    .withMessageContaining("hostedPort")
                    .withMessageContaining("18830")
                    .withMessageContaining("18831")
                    .withMessageContaining("brokerName");
        }
    }

    @Test
    void equalByConfiguration() {
        MqttResourceAdapter one = new MqttResourceAdapter();
        MqttResourceAdapter two = new MqttResourceAdapter();
        assertThat(one).isEqualTo(two).hasSameHashCodeAs(two);
        two.setHostedPort(1);
        assertThat(one).isNotEqualTo(two);
    }
}
