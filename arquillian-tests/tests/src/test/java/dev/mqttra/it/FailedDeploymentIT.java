package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.mqttra.it.app.EchoBean;
import dev.mqttra.it.app.LeftTwinBean;
import dev.mqttra.it.app.RightTwinBean;
import dev.mqttra.servers.AppServer;
import dev.mqttra.servers.ServerException;
import dev.mqttra.servers.ServerPorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application whose second bean is wrong, whichever that is: its deployment fails, and is as if it had never been. */
class FailedDeploymentIT {
    private static final String RAR = "mqtt-ra";

    /** Not the name of the other tests' application, of which Payara would remember what did not work out here. */
    private static final String TWINS = "twins";

    private final AppServer server = TestServer.get();
    private final int port = ServerPorts.freePort();
    private final Deque<String> deployed = new ArrayDeque<>();

    @TempDir
    Path directory;

    @AfterEach
    void cleanUp() {
        while (!deployed.isEmpty()) {
            server.undeploy(deployed.pop());
        }
    }

    private Map<String, String> properties() {
        return Map.of("hostedPort", Integer.toString(port), "hostedEager", "true");
    }

    private void deploy(String name, Archive<?> archive) {
        Path file = directory.resolve(archive.getName());
        archive.as(ZipExporter.class).exportTo(file.toFile(), true);
        server.deploy(name, file);
        deployed.push(name);
    }

    private void undeploy() {
        server.undeploy(deployed.pop());
    }

    /** Deploys what must not deploy; one of its beans is activated, and the log says which one is wrong. */
    private void failToDeploy(String name, Archive<?> archive) throws IOException {
        int before = log().length();
        assertThat(catchThrowableOfType(ServerException.class, () -> deploy(name, archive)))
                .as("the deployment fails")
                .isNotNull();
        assertThat(log().substring(before))
                .containsPattern("MQTTRA-201 Bean dev.mqttra.it.app.(Left|Right)TwinBean gets")
                .containsPattern(
                        "bean dev.mqttra.it.app.(Left|Right)TwinBean: activation property clientId 'twin' is used");
    }

    private String log() throws IOException {
        return Files.readString(server.log(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void anEarLeavesNothingAndTheNextOneWorks() throws IOException {
        failToDeploy(TWINS, Archives.ear(properties(), LeftTwinBean.class, RightTwinBean.class));
        await().atMost(Device.LIMIT)
                .untilAsserted(() -> assertThat(TestServer.ownThreads()).isEmpty());

        deploy(TWINS, Archives.ear(properties(), EchoBean.class));
        roundTrip();
    }

    @Test
    void beansOfAFailedDeploymentAreNotWaitedForButThoseOfOneThatWorkedAre() throws IOException {
        deploy(RAR, Archives.rar(properties()));
        failToDeploy(TWINS, Archives.war(LeftTwinBean.class, RightTwinBean.class));
        try (Device device = Device.connect(port).subscribe("out/+", 1)) {
            Device.awaitAcknowledgement(device.publish("in/nobody", "nobody", 1));

            deploy(TWINS, Archives.war(EchoBean.class));
            undeploy();
            // That bean got no message yet, but it was there and is to come back.
            IMqttDeliveryToken waiting = device.publish("in/later", "later", 1);
            Device.awaitAcknowledgement(device.publish("elsewhere", "x", 0));
            assertThat(waiting.isComplete()).isFalse();
            deploy(TWINS, Archives.war(EchoBean.class));
            Device.awaitAcknowledgement(waiting);
            assertThat(device.awaitMessages(1))
                    .extracting(Device.Received::text)
                    .containsExactly("later");
        }
    }

    private void roundTrip() {
        try (Device device = Device.connect(port).subscribe("out/+", 1)) {
            device.publish("in/round", "round", 1);
            assertThat(device.awaitMessages(1))
                    .extracting(Device.Received::text)
                    .containsExactly("round");
        }
    }
}
