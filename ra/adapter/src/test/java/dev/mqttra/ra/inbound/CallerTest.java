package dev.mqttra.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.mqttra.api.MqttConnection;
import dev.mqttra.api.MqttConnectionFactory;
import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.ra.fake.Device;
import dev.mqttra.ra.fake.FakeEndpointFactory;
import dev.mqttra.ra.fake.FakeRealm;
import dev.mqttra.ra.fake.FakeServer;
import dev.mqttra.ra.fake.LogLines;
import dev.mqttra.ra.outbound.MqttManagedConnectionFactory;
import jakarta.resource.ResourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Devices log in against the realm of the server, and beans run as who they are: as nobody else, whoever says so. */
@Timeout(60)
class CallerTest {
    private static final int NO_PERMISSION = 5;
    private static final int BAD_LOGIN = 4;
    private static final int UNAVAILABLE = 3;

    private final FakeServer server = new FakeServer();
    private final FakeRealm realm = server.workManager.realm;
    private final MqttActivationSpec spec = new MqttActivationSpec();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    public static class Bean implements MqttListener {
        private final FakeRealm realm;
        private final List<String> seen;

        Bean(FakeRealm realm, List<String> seen) {
            this.realm = realm;
            this.seen = seen;
        }

        @Override
        public void onMessage(MqttMessage message) {
            seen.add(message.text() + " by " + realm.caller());
        }
    }

    @BeforeEach
    void configure() {
        server.adapter.setHostedAuthentication("server");
        realm.user("ann", "secret-a", "gardeners", "users");
        realm.user("bob", "secret-b");
        spec.setTopicFilter("a/#");
        spec.setQos(2);
    }

    @AfterEach
    void stop() {
        server.close();
        await().until(() -> server.workManager.threads().isEmpty());
    }

    private void activate() throws ResourceException {
        server.start();
        server.adapter.endpointActivation(
                new FakeEndpointFactory(new Bean(realm, seen), MqttListener.class, server.transactions, true), spec);
        await().until(() -> server.subscriptions() == 1);
    }

    private static int refusal(int port, String user, String password) {
        MqttException refusal =
                catchThrowableOfType(MqttException.class, () -> new Device(port, user, password).close());
        assertThat(refusal).as(user + " is refused").isNotNull();
        return refusal.getReasonCode();
    }

    @Test
    void aBeanRunsAsTheDevicesUser() throws Exception {
        activate();
        try (Device ann = new Device(server.port(), "ann", "secret-a");
                Device bob = new Device(server.port(), "bob", "secret-b")) {
            ann.publish("a/1", "one", 1);
            bob.publish("a/1", "two", 2);
            ann.publish("a/1", "three", 1);
        }
        assertThat(seen)
                .containsExactly("one by ann [gardeners, users]", "two by bob []", "three by ann [gardeners, users]");
    }

    @Test
    void oneWorkServesARunOfOneCallerAndTheOrderStays() throws Exception {
        spec.setMaxConcurrency(1);
        activate();
        try (Device ann = new Device(server.port(), "ann", "secret-a");
                Device bob = new Device(server.port(), "bob", "secret-b")) {
            int before = server.workManager.submitted();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                boolean anns = i / 50 % 2 == 0;
                (anns ? ann : bob).publish("a/1", "" + i, 1);
                expected.add(i + " by " + (anns ? "ann [gardeners, users]" : "bob []"));
            }
            assertThat(seen).containsExactlyElementsOf(expected);
            assertThat(server.workManager.submitted() - before).isLessThan(100);
        }
    }

    @Test
    void aWrongPasswordAndNoPasswordAreRefused() throws Exception {
        activate();
        assertThat(refusal(server.port(), "ann", "secret-b")).isEqualTo(BAD_LOGIN);
        assertThat(refusal(server.port(), "nobody", "secret-a")).isEqualTo(BAD_LOGIN);
        int asked = realm.logins();
        assertThat(refusal(server.port(), "ann", "")).isEqualTo(BAD_LOGIN);
        assertThat(refusal(server.port(), null, null)).isEqualTo(BAD_LOGIN);
        assertThat(realm.logins()).as("for this the realm is not asked").isEqualTo(asked);
    }

    @Test
    void inDoubtADeviceIsRefused() throws Exception {
        List<String> log = new CopyOnWriteArrayList<>();
        activate();
        realm.goDown();
        try (LogLines lines = LogLines.of("dev.mqttra.ra", log)) {
            assertThat(refusal(server.port(), "ann", "secret-a")).isEqualTo(UNAVAILABLE);
            assertThat(refusal(server.port(), "ann", "secret-a")).isEqualTo(UNAVAILABLE);
        }
        assertThat(log)
                .filteredOn(line -> line.startsWith("MQTTRA-110"))
                .singleElement()
                .asString()
                .contains("the directory is down")
                .doesNotContain("secret");
    }

    @Test
    void aServerWithoutAThreadRefusesAndThenRecovers() throws Exception {
        activate();
        // Twice: Paho tries 3.1.1 and then 3.1.
        server.workManager.rejectNext(2);
        assertThat(refusal(server.port(), "ann", "secret-a")).isEqualTo(UNAVAILABLE);
        new Device(server.port(), "ann", "secret-a").close();
    }

    @Test
    void aSlowRealmIsAskedAFewQuestionsAtOnce() throws Exception {
        activate();
        CountDownLatch gate = new CountDownLatch(1);
        realm.waitsFor(gate);
        List<Thread> devices = new ArrayList<>();
        List<String> in = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 10; i++) {
            Thread device = new Thread(() -> {
                try (Device ann = new Device(server.port(), "ann", "secret-a")) {
                    in.add("in");
                } catch (MqttException e) {
                    in.add(e.toString());
                }
            });
            device.start();
            devices.add(device);
        }
        await().until(() -> server.connections() == 11);
        await().until(() -> realm.logins() == 4);
        gate.countDown();
        for (Thread device : devices) {
            device.join();
        }
        assertThat(in).hasSize(10).containsOnly("in");
    }

    @Test
    void whatABeanSaysOfItselfIsNoUser() throws Exception {
        activate();
        MqttManagedConnectionFactory bean = new MqttManagedConnectionFactory();
        bean.setResourceAdapter(server.adapter);
        bean.setUserName("ann");
        bean.setPassword("whatever");
        MqttConnectionFactory connections =
                (MqttConnectionFactory) bean.createConnectionFactory(server.connectionManager());
        try (MqttConnection connection = connections.getConnection()) {
            connection.publish("a/1", "one".getBytes());
        }
        await().until(() -> seen.size() == 1);
        assertThat(seen).containsExactly("one by null");
    }

    @Test
    void withoutALoginNoUserNameCounts() throws Exception {
        server.adapter.setHostedAuthentication("none");
        activate();
        try (Device device = new Device(server.port(), "ann", "whatever")) {
            device.publish("a/1", "one", 1);
        }
        assertThat(seen).containsExactly("one by null");
        assertThat(realm.logins()).isZero();
    }

    @Test
    void messagesOfNobodyRunAsTheConfiguredUser() throws Exception {
        server.adapter.setHostedAuthentication("none");
        spec.setRunAsUser("robot");
        spec.setRunAsGroups("machines, line 7");
        activate();
        try (Device device = new Device(server.port(), "ann", "whatever")) {
            device.publish("a/1", "one", 1);
        }
        assertThat(seen).containsExactly("one by robot [line 7, machines]");
    }

    @Test
    void aServerThatSetsUpNoSecurityFailsByTheAttributesToSet() throws Exception {
        realm.unsupported();
        assertThatThrownBy(this::activate)
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("hostedAuthentication=server cannot be")
                .hasMessageContaining("wm-security=true")
                .hasMessageContaining("wm-elytron-security-domain=ApplicationDomain")
                .hasMessageContaining("wm-security-mapping-required=false");
        assertThat(server.hosts()).isFalse();
        server.adapter.stop();
        server.adapter.setHostedAuthentication(null);
        spec.setRunAsUser("robot");
        assertThatThrownBy(this::activate)
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("bean " + Bean.class.getName() + ": activation property runAsUser")
                .hasMessageContaining("wm-security=true");
    }

    @Test
    void whoLogsInMayComeFromElsewhere() throws Exception {
        server.adapter.setHostedHost("0.0.0.0");
        activate();
        assertThat(refusal(server.port(), "ann", "wrong")).isNotEqualTo(NO_PERMISSION);
        new Device(server.port(), "ann", "secret-a").close();
    }
}
