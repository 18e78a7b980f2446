package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.it.app.CarelessBean;
import dev.mqttra.it.app.CarelessWork;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.servers.ServerPorts;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;

/** The broker goes with the application, and a device repeats what was not acknowledged. */
class RedeployUnderLoadIT extends RedeployPath {
    private static final int PORT = ServerPorts.freePort();
    private static final String TOPIC = "load/1";
    private static final int MESSAGES = 4_000;
    private static final int WINDOW = 200;

    RedeployUnderLoadIT() {
        super(TOPIC, MESSAGES);
    }

    @Deployment(name = EAR, managed = false, testable = false)
    static EnterpriseArchive ear() {
        return Archives.ear(
                Archives.withRows(Archives.application("#", CarelessBean.class, CarelessWork.class)),
                Map.of("hostedPort", Integer.toString(PORT), "hostedSettleTime", "5000"));
    }

    @Test
    void everyMessageIsProcessedThatTheDeviceSendsUntilItIsAcknowledged() throws Exception {
        deploy();
        CompletableFuture<Integer> connections = CompletableFuture.supplyAsync(RedeployUnderLoadIT::publishAll);

        redeployTwice();

        assertThat(connections.get(60, TimeUnit.SECONDS))
                .as("connections: each redeployment cuts one in the middle of the load")
                .isGreaterThanOrEqualTo(3);
        // What the device was told: each message has its row by now, whatever came in between.
        assertThat(arrived()).isEqualTo(MESSAGES);
        deployer.undeploy(EAR);
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
                int id = device.publish(TOPIC, Integer.toString(i), 1);
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
