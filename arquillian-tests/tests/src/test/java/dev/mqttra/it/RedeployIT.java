package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.it.app.EchoBean;
import dev.mqttra.it.app.PlantBean;
import dev.mqttra.servers.ServerPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application with its adapter comes and goes, and leaves nothing behind. */
@ExtendWith(ArquillianExtension.class)
class RedeployIT {
    private static final int ROUNDS = 10;
    private static final int PORT = ServerPorts.freePort();

    @ArquillianResource
    Deployer deployer;

    @Deployment(name = "ear", managed = false, testable = false)
    static EnterpriseArchive ear() {
        return Archives.ear(Map.of("hostedPort", Integer.toString(PORT)), EchoBean.class, PlantBean.class);
    }

    @Test
    void tenRoundsLeaveNoThreadNoPortAndNoListener() throws IOException {
        long before = loadedAdapters();
        for (int round = 1; round <= ROUNDS; round++) {
            deployer.deploy("ear");
            roundTrip("round " + round);
            deployer.undeploy("ear");

            assertPortIsFree();
            await().atMost(Device.LIMIT)
                    .untilAsserted(() -> assertThat(TestServer.ownThreads()).isEmpty());
        }
        // A server may still hold the last application; one for each round would be a leak.
        assertThat(loadedAdapters() - before).isLessThan(ROUNDS / 2);
    }

    private static void roundTrip(String text) {
        try (Device device = Device.connect(PORT).subscribe("out/+", 1)) {
            device.publish("in/round", text, 1);
            assertThat(device.awaitMessages(1))
                    .extracting(Device.Received::text)
                    .containsExactly(text);
        }
    }

    private static void assertPortIsFree() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT));
        }
    }

    /** How many class loaders still have the adapter: a histogram has one line for each of them. */
    private static long loadedAdapters() {
        return TestServer.get()
                .heap()
                .lines()
                .filter(line -> line.matches(".*\\sdev\\.mqttra\\.ra\\.MqttResourceAdapter(\\s.*)?"))
                .count();
    }
}
