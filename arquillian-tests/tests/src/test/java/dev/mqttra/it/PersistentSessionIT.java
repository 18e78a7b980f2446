package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.it.app.DurableBean;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a remote broker keeps for a bean while the adapter is away. */
@ExtendWith(ArquillianExtension.class)
class PersistentSessionIT {
    private static final RemoteBroker BROKER = RemoteBroker.start();

    @ArquillianResource
    Deployer deployer;

    @Deployment(name = "durable", managed = false, testable = false)
    static EnterpriseArchive ear() {
        return Archives.ear(Map.of("serverUri", BROKER.uri()), DurableBean.class);
    }

    @AfterAll
    static void stopBroker() {
        BROKER.close();
    }

    @Test
    void theSessionOutlivesTheAdapter() {
        try (Device device = Device.connect(BROKER.port())) {
            deployer.deploy("durable");
            App before = new App();
            device.publish("durable/retained", "first", 1, true);
            before.awaitJournal("durable/retained first");
            deployer.undeploy("durable");

            Device.awaitAcknowledgement(device.publish("durable/x", "while away", 1));

            deployer.deploy("durable");
            App after = new App();
            after.awaitJournal("durable/x while away");
            assertThat(after.journal())
                    .filteredOn(line -> line.contains("while away"))
                    .hasSize(1);
            deployer.undeploy("durable");
        }
    }
}
