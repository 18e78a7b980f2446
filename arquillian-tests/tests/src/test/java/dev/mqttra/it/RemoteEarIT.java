package dev.mqttra.it;

import static org.awaitility.Awaitility.await;

import dev.mqttra.it.app.PlantBean;
import dev.mqttra.servers.ServerPorts;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * An adapter that is a client of a broker elsewhere. The broker starts after the deployment: until then the adapter
 * finds nobody at the address, which fails no deployment.
 */
class RemoteEarIT extends MessagePath {
    private static final int PORT = ServerPorts.freePort();
    private static RemoteBroker broker;

    @Deployment(testable = false)
    static EnterpriseArchive ear() {
        return Archives.ear(Map.of("serverUri", "tcp://127.0.0.1:" + PORT), BEANS);
    }

    @BeforeEach
    @Override
    void connect() {
        if (broker == null) {
            broker = RemoteBroker.start(PORT);
        }
        super.connect();
        awaitTheAdapter();
    }

    /** The adapter comes back with a delay of its own; a message at QoS 1 before that has no subscriber to wait for. */
    private void awaitTheAdapter() {
        device.subscribe("out/ready", 1);
        await().atMost(Device.LIMIT).until(() -> {
            device.publish("in/ready", "ready", 1);
            return !device.received().isEmpty();
        });
        device.close();
        super.connect();
        // Each bean has a connection, and a delay, of its own.
        app.awaitAttribute(PlantBean.class, "State", "CONNECTED");
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Override
    int port() {
        return PORT;
    }
}
