package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.servers.ServerPorts;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the hosted broker the device that asks sees the order of answer and acknowledgement itself. */
class HostedMethodsIT extends MethodsPath {
    private static final int PORT = ServerPorts.freePort();

    @Deployment(testable = false)
    static EnterpriseArchive ear() {
        return Archives.ear(Map.of("hostedPort", Integer.toString(PORT)), CLASSES);
    }

    @Override
    int port() {
        return PORT;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aRequestIsAcknowledgedWhenItsAnswerIsWithTheBroker(int qos) {
        device.subscribe(ANSWERS + id, 1);

        Packet acknowledgement = device.awaitAnswer(device.publish(request("four"), qos));

        List<Packet> received = device.received();
        assertThat(received.indexOf(device.awaitMessage(ANSWERS + id))).isBetween(0, received.indexOf(acknowledgement));
    }
}
