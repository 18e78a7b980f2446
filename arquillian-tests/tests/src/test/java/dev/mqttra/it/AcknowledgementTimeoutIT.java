package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.it.app.PlainBean;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.servers.ServerPorts;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A device does not wait for ever for a bean that does not come to an end. */
@ExtendWith(ArquillianExtension.class)
class AcknowledgementTimeoutIT {
    private static final int PORT = ServerPorts.freePort();

    private final App app = new App();
    private final String id = UUID.randomUUID().toString();

    @Deployment(testable = false)
    static EnterpriseArchive ear() {
        return Archives.ear(
                Map.of("hostedPort", Integer.toString(PORT), "hostedAcknowledgementTimeout", "1000"), PlainBean.class);
    }

    /** The bean ends, so that the next test finds it free. */
    @AfterEach
    void letTheBeanEnd() {
        app.open(id);
        app.awaitAttribute(PlainBean.class, "LagMillis", "0");
    }

    @Test
    void aDeviceOf5IsTold() {
        try (WireDevice device = WireDevice.connect(PORT, MqttVersion.V5_0)) {
            int once = device.publish("plain/1", id, 1);
            int twice = device.publish("plain/2", id, 2);

            assertThat(((PubAck) device.awaitAnswer(once)).reason())
                    .isEqualTo(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
            assertThat(((PubRec) device.awaitAnswer(twice)).reason())
                    .isEqualTo(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
            assertThat(device.isEnded()).isFalse();
        }
        // The bean keeps them.
        app.awaitAttribute(PlainBean.class, "InFlight", "2");
    }

    @Test
    void aDeviceOf3LosesItsConnection() {
        int before = TestServer.log().length();
        try (WireDevice device = WireDevice.connect(PORT, MqttVersion.V3_1_1)) {
            device.publish("plain/1", id, 1);

            await().atMost(Device.LIMIT).until(device::isEnded);

            assertThat(device.all(PubAck.class)).isEmpty();
        }
        await().atMost(Device.LIMIT)
                .untilAsserted(
                        () -> assertThat(TestServer.log().substring(before)).contains("MQTTB-018"));
    }
}
