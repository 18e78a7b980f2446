package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.it.app.LateBean;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.servers.Descriptors;
import dev.mqttra.servers.ServerPorts;
import jakarta.transaction.Status;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transaction that runs out of time while the bean is at its message: WildFly rolls it back on another thread, at once. */
@ExtendWith(ArquillianExtension.class)
class TimeoutIT {
    private static final int PORT = ServerPorts.freePort();

    private static final String PAYARA =
            Descriptors.glassfishEjbJar("LateBean", "<cmt-timeout-in-seconds>1</cmt-timeout-in-seconds>");

    private final App app = new App();

    @Deployment(testable = false)
    static EnterpriseArchive ear() {
        WebArchive war = Archives.application("#", LateBean.class);
        war.addAsWebInfResource(new StringAsset(PAYARA), "glassfish-ejb-jar.xml");
        return Archives.ear(war, Map.of("hostedPort", Integer.toString(PORT)));
    }

    /** WildFly has it for all: what a descriptor says of a bean it does not heed where an adapter calls the bean. */
    @BeforeEach
    void limitTransactions() {
        transactions("write-attribute(name=default-timeout,value=1)");
    }

    @AfterEach
    void limitTransactionsAsBefore() {
        transactions("undefine-attribute(name=default-timeout)");
    }

    private static void transactions(String operation) {
        if (TestServer.isWildFly()) {
            TestServer.get().cli("/subsystem=transactions:" + operation);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aBeanThatReturnsTooLateGetsItsMessageAgainAndNotBeforeItHasReturned(int qos) {
        String topic = "late/" + UUID.randomUUID();
        try (WireDevice device = WireDevice.connect(PORT, MqttVersion.V5_0)) {
            device.awaitAnswer(device.publish(topic, "", qos));
        }

        List<String> journal =
                app.journal().stream().filter(line -> line.startsWith(topic)).toList();
        assertThat(journal).hasSize(4);
        assertThat(journal.get(0)).isEqualTo(topic + " begins");
        assertThat(journal.get(1))
                .as("the time is over")
                .startsWith(topic + " ends with status ")
                .isNotEqualTo(topic + " ends with status " + Status.STATUS_ACTIVE);
        assertThat(journal.get(2)).isEqualTo(topic + " begins");
        assertThat(journal.get(3)).isEqualTo(topic + " ends with status " + Status.STATUS_ACTIVE);
    }
}
