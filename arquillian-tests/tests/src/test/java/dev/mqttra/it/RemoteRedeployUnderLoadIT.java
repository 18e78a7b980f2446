package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.it.app.CarelessDurableBean;
import dev.mqttra.it.app.CarelessWork;
import dev.mqttra.protocol.packet.MqttVersion;
import java.util.Map;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A broker elsewhere has the messages, and keeps for the bean what it has not acknowledged. */
class RemoteRedeployUnderLoadIT extends RedeployPath {
    private static final RemoteBroker BROKER = RemoteBroker.start();
    private static final String TOPIC = "load/remote";
    /** So many that the beans are in the middle of them whenever the application goes. */
    private static final int MESSAGES = 8_000;

    RemoteRedeployUnderLoadIT() {
        super(TOPIC, MESSAGES);
    }

    @Deployment(name = EAR, managed = false, testable = false)
    static EnterpriseArchive ear() {
        return Archives.ear(
                Archives.withRows(Archives.application("#", CarelessDurableBean.class, CarelessWork.class)),
                Map.of("serverUri", BROKER.uri()));
    }

    @AfterAll
    static void stopBroker() {
        BROKER.close();
    }

    @Test
    void everyMessageIsProcessedThatTheBrokerHas() {
        deploy();
        awaitSubscription();
        try (WireDevice device = WireDevice.connect(BROKER.port(), MqttVersion.V3_1_1)) {
            IntStream.range(1, MESSAGES)
                    .map(i -> device.publish(TOPIC, Integer.toString(i), 1))
                    .boxed()
                    .toList()
                    .forEach(device::awaitAnswer);
        }

        redeployTwice();

        await().atMost(Device.LIMIT).untilAsserted(() -> assertThat(arrived()).isEqualTo(MESSAGES));
        deployer.undeploy(EAR);
    }

    /** What is retained comes whenever the bean subscribes: from then on the broker keeps messages for it. */
    private void awaitSubscription() {
        try (Device device = Device.connect(BROKER.port())) {
            Device.awaitAcknowledgement(device.publish(TOPIC, "0", 1, true));
        }
        await().atMost(Device.LIMIT).until(() -> arrived() == 1);
    }
}
