package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.it.app.CarelessBean;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.servers.ServerPorts;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application goes with its adapter and its broker, and comes back, while a device sends as fast as it may. */
@ExtendWith(ArquillianExtension.class)
class RedeployUnderLoadIT {
    private static final int PORT = ServerPorts.freePort();
    private static final int MESSAGES = 4_000;
    private static final int WINDOW = 200;

    private final App app = new App();

    @ArquillianResource
    Deployer deployer;

    @Deployment(name = "ear", managed = false, testable = false)
    static EnterpriseArchive ear() {
        return Archives.ear(
                Archives.withRows(Archives.application("#", CarelessBean.class)),
                Map.of("hostedPort", Integer.toString(PORT), "hostedSettleTime", "5000"));
    }

    @Test
    void everyMessageIsProcessedThatTheDeviceSendsUntilItIsAcknowledged() throws Exception {
        deployer.deploy("ear");
        app.execute("create table if not exists arrived (run varchar(100), text varchar(100), call_id varchar(100))");
        CompletableFuture<Integer> connections = CompletableFuture.supplyAsync(RedeployUnderLoadIT::publishAll);

        for (int share = 1; share <= 2; share++) {
            int goal = share * MESSAGES / 4;
            await().atMost(Device.LIMIT).until(() -> arrived() >= goal);
            deployer.undeploy("ear");
            deployer.deploy("ear");
        }

        assertThat(connections.get(60, TimeUnit.SECONDS))
                .as("connections: each redeployment cuts one in the middle of the load")
                .isGreaterThanOrEqualTo(3);
        // What the device was told: each message has its row by now, whatever came in between.
        assertThat(arrived()).isEqualTo(MESSAGES);
        deployer.undeploy("ear");
    }

    private int arrived() {
        return Integer.parseInt(app.query("select count(distinct text) from arrived where run = 'load/1'")
                .get(0));
    }

    /** @return how many connections it took */
    private static int publishAll() {
        int acknowledged = 0;
        int connections = 0;
        while (acknowledged < MESSAGES) {
            // Nobody may listen for a while: the application is away.
            try (WireDevice device = await().atMost(Device.LIMIT)
                    .ignoreExceptions()
                    .until(() -> WireDevice.connect(PORT, MqttVersion.V3_1_1), Objects::nonNull)) {
                connections++;
                acknowledged += publish(device, acknowledged);
            }
        }
        return connections;
    }

    /**
     * Publishes what is left, a window ahead of the acknowledgements, which come in the order of the messages.
     *
     * @return how many were acknowledged
     */
    private static int publish(WireDevice device, int first) {
        try {
            for (int i = first; i < MESSAGES; i++) {
                int id = device.publish("load/1", Integer.toString(i), 1);
                if (id > WINDOW) {
                    device.awaitAnswer(id - WINDOW);
                }
            }
            device.awaitAnswer(MESSAGES - first);
        } catch (IllegalStateException e) {
            assertThat(device.isEnded()).as(e.getMessage()).isTrue();
        }
        return (int) device.all(PubAck.class).count();
    }
}
