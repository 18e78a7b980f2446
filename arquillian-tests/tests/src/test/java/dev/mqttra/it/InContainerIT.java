package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.mqttra.api.MqttConnection;
import dev.mqttra.api.MqttConnectionFactory;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.api.QoS;
import dev.mqttra.it.app.EchoBean;
import dev.mqttra.it.app.Journal;
import dev.mqttra.servers.ServerPorts;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The API as application code inside the server sees it; no device and no other process takes part. */
@ExtendWith(ArquillianExtension.class)
class InContainerIT {

    @Inject
    MqttConnectionFactory mqtt;

    @Deployment
    static EnterpriseArchive ear() {
        WebArchive war = Archives.application("#", EchoBean.class)
                .addClass(InContainerIT.class)
                .addAsLibraries(Libraries.assertj())
                .addAsLibraries(Libraries.of(Awaitility.class, Matcher.class));
        int port = ServerPorts.freePort();
        return Archives.ear(Testable.archiveToTest(war), Map.of("hostedPort", Integer.toString(port)));
    }

    @Test
    void aPublishReachesABeanOfTheSameApplication() {
        try (MqttConnection connection = mqtt.getConnection()) {
            connection.publish("in/local", "short".getBytes(StandardCharsets.UTF_8));
            connection.publish(MqttMessage.to("in/local")
                    .text("built")
                    .qos(QoS.EXACTLY_ONCE)
                    .build());
        }

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(Journal.lines())
                .contains("in in/local AT_LEAST_ONCE short", "in in/local EXACTLY_ONCE built"));
    }

    @Test
    void anAsynchronousPublishCompletesWithTheAcknowledgement() throws Exception {
        try (MqttConnection connection = mqtt.getConnection()) {
            connection
                    .publishAsync(MqttMessage.to("in/async").text("later").build())
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        }

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Journal.lines()).contains("in in/async AT_LEAST_ONCE later"));
    }

    @Test
    void aClosedHandleRefusesToPublish() {
        MqttConnection connection = mqtt.getConnection();
        connection.close();

        assertThatIllegalStateException().isThrownBy(() -> connection.publish("in/closed", new byte[0]));
    }
}
