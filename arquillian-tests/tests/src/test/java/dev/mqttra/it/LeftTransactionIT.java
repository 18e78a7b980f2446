package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.it.app.LeavingBean;
import dev.mqttra.it.app.OtherResource;
import dev.mqttra.it.app.ServerTransactions;
import dev.mqttra.it.app.StoringBean;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.servers.ServerPorts;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A transaction that was left on a thread of the server takes in nothing that is delivered there later. */
@ExtendWith(ArquillianExtension.class)
class LeftTransactionIT {
    private static final int PORT = ServerPorts.freePort();
    private static final int MESSAGES = 100;

    private final App app = new App();
    private final String id = UUID.randomUUID().toString();

    @Deployment(testable = false)
    static EnterpriseArchive ear() {
        WebArchive war = Archives.application(
                "#", LeavingBean.class, StoringBean.class, OtherResource.class, ServerTransactions.class);
        return Archives.ear(Archives.withRows(war), Map.of("hostedPort", Integer.toString(PORT)));
    }

    @Test
    void isRolledBackAndOtherMessagesAreCommitted() {
        app.execute("create table if not exists arrived (run varchar(100), text varchar(100), call_id varchar(100))");
        int before = TestServer.log().length();
        try (WireDevice device = WireDevice.connect(PORT, MqttVersion.V5_0)) {
            device.awaitAnswer(device.publish("leave/" + id, "", 1));
            IntStream.range(0, MESSAGES)
                    .mapToObj(i -> device.publish("store/" + id, "" + i, 1))
                    .toList()
                    .forEach(device::awaitAnswer);
        }

        assertThat(app.query("select count(*) from arrived where run = 'store/" + id + "'"))
                .containsExactly("" + MESSAGES);
        await().atMost(Device.LIMIT)
                .untilAsserted(
                        () -> assertThat(TestServer.log().substring(before)).contains("MQTTRA-227"));
    }
}
