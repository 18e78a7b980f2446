package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.protocol.packet.MqttVersion;
import java.util.Map;
import java.util.Objects;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The same with a broker elsewhere, which says by subscription identifiers for which methods a message is. */
class RemoteMethodsIT extends MethodsPath {
    private static final RemoteBroker BROKER = RemoteBroker.start();

    @Deployment(testable = false)
    static EnterpriseArchive ear() {
        try (WireDevice device = await().atMost(Device.LIMIT)
                .ignoreExceptions()
                .until(() -> WireDevice.connect(BROKER.port(), MqttVersion.V5_0), Objects::nonNull)) {
            device.awaitAnswer(device.publishRetained("machine/kept/CELSIUS/1", "{\"value\":1}", 1));
        }
        return Archives.ear(Map.of("serverUri", BROKER.uri()), CLASSES);
    }

    @AfterAll
    static void stopBroker() {
        BROKER.close();
    }

    @Override
    int port() {
        return BROKER.port();
    }

    /** The broker sends a copy for each subscription, before anything else. */
    @Test
    void aRetainedMessageThatMatchesTwoMethodsGoesOnceToTheMoreSpecific() {
        device.publish("machine/" + id + "/end", "", 1);

        app.awaitJournal("rest " + id + "/end");
        app.awaitJournal("reading kept 1.0 null CELSIUS 1 null");
        assertThat(app.journal()).filteredOn(line -> line.contains("kept")).hasSize(1);
    }
}
