package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.api.MqttConnection;
import dev.mqttra.api.MqttConnectionFactory;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.it.app.Journal;
import dev.mqttra.it.app.MachineBean;
import dev.mqttra.it.app.Reading;
import dev.mqttra.servers.ServerPorts;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What methods with topic filters get and return, with the server's own JSON Binding and endpoints. */
@ExtendWith(ArquillianExtension.class)
class MethodsIT {
    private final String id = UUID.randomUUID().toString();

    @Inject
    MqttConnectionFactory mqtt;

    @Deployment
    static EnterpriseArchive ear() {
        WebArchive war = Archives.application("#", MachineBean.class, Reading.class)
                .addClass(MethodsIT.class)
                .addAsLibraries(Libraries.assertj())
                .addAsLibraries(Libraries.of(Awaitility.class, Matcher.class));
        int port = ServerPorts.freePort();
        return Archives.ear(Testable.archiveToTest(war), Map.of("hostedPort", Integer.toString(port)));
    }

    private void publish(MqttMessage message) {
        try (MqttConnection connection = mqtt.getConnection()) {
            connection.publish(message);
        }
    }

    private static void awaitJournal(String line) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Journal.lines()).contains(line));
    }

    @Test
    void aRecordIsBoundByJsonBesideLevelsAndAProperty() {
        publish(MqttMessage.to("machine/" + id + "/FAHRENHEIT/7")
                .text("{\"value\":21.5,\"unit\":\"CELSIUS\"}")
                .userProperty("source", "test")
                .build());

        awaitJournal("reading " + id + " 21.5 CELSIUS FAHRENHEIT 7 test");
    }

    @Test
    void aGenericTypeIsBoundByJson() {
        publish(MqttMessage.to("generic/" + id).text("{\"a\":[{\"value\":1}]}").build());

        awaitJournal("generic " + id + " 1.0");
    }

    @Test
    void aListGetsItsMessages() {
        for (int i = 0; i < 5; i++) {
            publish(MqttMessage.to("batch/" + id)
                    .json(new Reading(i, Reading.Unit.CELSIUS))
                    .build());
        }

        for (int i = 0; i < 5; i++) {
            awaitJournal("batch " + id + " " + i + ".0");
        }
    }

    @Test
    void aMessageThatMatchesTwoMethodsGoesOnceToTheMoreSpecific() {
        publish(MqttMessage.to("machine/" + id + "/CELSIUS/1")
                .text("{\"value\":1}")
                .build());
        publish(MqttMessage.to("machine/" + id + "/end").text("").build());

        awaitJournal("rest " + id + "/end");
        awaitJournal("reading " + id + " 1.0 null CELSIUS 1 null");
        assertThat(Journal.lines()).filteredOn(line -> line.contains(id)).hasSize(2);
    }

    @Test
    void whatAMethodReturnsGoesToTheResponseTopic() {
        publish(MqttMessage.to("recipe/" + id)
                .text("four")
                .responseTopic("answers/" + id)
                .correlationData("which".getBytes(StandardCharsets.UTF_8))
                .build());

        awaitJournal("recipe " + id);
        awaitJournal("answer " + id + " 4.0 CELSIUS which application/json");
    }
}
