package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.mqttra.it.app.EchoBean;
import dev.mqttra.it.app.LeftTwinBean;
import dev.mqttra.it.app.RightTwinBean;
import dev.mqttra.servers.ServerException;
import java.io.IOException;
import java.util.Map;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application whose second bean is wrong, whichever that is: its deployment fails, and is as if it had never been. */
class FailedDeploymentIT {
    /** Not the name of the other tests' application, of which Payara would remember what did not work out here. */
    private static final String TWINS = "twins";

    @RegisterExtension
    final Administrator administrator = new Administrator();

    private final int port = administrator.port();

    private Map<String, String> properties() {
        return Map.of("hostedPort", Integer.toString(port), "hostedEager", "true");
    }

    /** Deploys what must not deploy; one of its beans is activated, and the log says which one is wrong. */
    private void failToDeploy(String name, Archive<?> archive) throws IOException {
        int before = TestServer.log().length();
        assertThat(catchThrowableOfType(ServerException.class, () -> administrator.deploy(name, archive)))
                .as("the deployment fails")
                .isNotNull();
        assertThat(TestServer.log().substring(before))
                .containsPattern("MQTTRA-201 Bean dev.mqttra.it.app.(Left|Right)TwinBean gets")
                .containsPattern(
                        "bean dev.mqttra.it.app.(Left|Right)TwinBean: activation property clientId 'twin' is used");
    }

    @Test
    void anEarLeavesNothingAndTheNextOneWorks() throws IOException {
        failToDeploy(TWINS, Archives.ear(properties(), LeftTwinBean.class, RightTwinBean.class));
        await().atMost(Device.LIMIT)
                .untilAsserted(() -> assertThat(TestServer.ownThreads()).isEmpty());

        administrator.deploy(TWINS, Archives.ear(properties(), EchoBean.class));
        roundTrip();
    }

    @Test
    void beansOfAFailedDeploymentAreNotWaitedForButThoseOfOneThatWorkedAre() throws IOException {
        administrator.deploy(Administrator.RAR, Archives.rar(properties()));
        failToDeploy(TWINS, Archives.war(LeftTwinBean.class, RightTwinBean.class));
        try (Device device = Device.connect(port).subscribe("out/+", 1)) {
            Device.awaitAcknowledgement(device.publish("in/nobody", "nobody", 1));

            administrator.deploy(TWINS, Archives.war(EchoBean.class));
            administrator.undeploy();
            // That bean got no message yet, but it was there and is to come back.
            IMqttDeliveryToken waiting = device.publish("in/later", "later", 1);
            Device.awaitAcknowledgement(device.publish("elsewhere", "x", 0));
            assertThat(waiting.isComplete()).isFalse();
            administrator.deploy(TWINS, Archives.war(EchoBean.class));
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
