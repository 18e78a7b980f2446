package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.it.app.CrampedBean;
import dev.mqttra.it.app.SlowWork;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.servers.Descriptors;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A bean that may be called more often at once than the server has instances for it. Payara says at once that it has none,
 * which the adapter asks again for; WildFly lets the call wait for one.
 */
class PoolIT {
    private static final int INSTANCES = 2;
    private static final int MESSAGES = 400;

    private static final String PAYARA = Descriptors.glassfishEjbJar("CrampedBean", """
            <bean-pool>
              <steady-pool-size>0</steady-pool-size>
              <resize-quantity>1</resize-quantity>
              <max-pool-size>%d</max-pool-size>
            </bean-pool>
            """.formatted(INSTANCES));

    private static final String POOL = "/subsystem=ejb3/strict-max-bean-instance-pool=cramped:";

    @RegisterExtension
    final Administrator administrator = new Administrator();

    private static WebArchive application() {
        WebArchive war = Archives.application("#", CrampedBean.class, SlowWork.class);
        String ejbJar = Archives.text(war.get("WEB-INF/jboss-ejb3.xml").getAsset())
                .replace("<jboss:ejb-jar", "<jboss:ejb-jar xmlns:pool=\"urn:ejb-pool:1.0\"")
                .replace("</assembly-descriptor>", """
                          <pool:pool>
                            <ejb-name>CrampedBean</ejb-name>
                            <pool:bean-instance-pool-ref>cramped</pool:bean-instance-pool-ref>
                          </pool:pool>
                        </assembly-descriptor>""");
        return war.addAsWebInfResource(new StringAsset(ejbJar), "jboss-ejb3.xml")
                .addAsWebInfResource(new StringAsset(PAYARA), "glassfish-ejb-jar.xml");
    }

    @BeforeEach
    void createPool() {
        if (TestServer.isWildFly()) {
            TestServer.get().cli(POOL + "add(max-pool-size=" + INSTANCES + ")");
        }
    }

    /** Undeployed is what uses it only after this. */
    @AfterEach
    void removePool() {
        administrator.undeploy();
        if (TestServer.isWildFly()) {
            TestServer.get().cli(POOL + "remove");
        }
    }

    @Test
    void messagesWaitForAnInstanceAndNoneFails() throws IOException {
        administrator.deploy(
                App.NAME, Archives.ear(application(), Map.of("hostedPort", Integer.toString(administrator.port()))));
        App app = new App();
        try (WireDevice device = WireDevice.connect(administrator.port(), MqttVersion.V3_1_1)) {
            List<Integer> published = IntStream.range(0, MESSAGES)
                    .mapToObj(i -> device.publish("slow/5/pool", i + " of " + MESSAGES, 1 + i % 2))
                    .toList();
            published.forEach(device::awaitAnswer);
        }

        assertThat(app.journal())
                .contains("all of slow/5/pool", "at once " + INSTANCES)
                .noneMatch(line -> line.startsWith("twice "))
                .doesNotContain("at once " + (INSTANCES + 1));
        assertThat(app.attribute(CrampedBean.class, "Failed")).isEqualTo("0");
        assertThat(app.attribute(CrampedBean.class, "Delivered")).isEqualTo("" + MESSAGES);
    }
}
