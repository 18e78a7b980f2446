package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.mqttra.it.Device.Received;
import dev.mqttra.it.app.EchoBean;
import dev.mqttra.it.app.PlainBean;
import dev.mqttra.it.app.PlantBean;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What holds however the adapter is packaged and wherever its broker runs: a device's messages reach beans, and what
 * beans publish reaches a device. Every test uses topics of its own.
 */
@ExtendWith(ArquillianExtension.class)
abstract class MessagePath {
    static final Class<?>[] BEANS = {EchoBean.class, PlainBean.class, PlantBean.class};

    final App app = new App();
    final String id = UUID.randomUUID().toString();
    Device device;

    /** Where devices reach the broker. */
    abstract int port();

    @BeforeEach
    void connect() {
        device = Device.connect(port());
    }

    @AfterEach
    void disconnect() {
        device.close();
    }

    @Test
    void everyQosGoesToABeanAndComesBack() {
        device.subscribe("out/" + id + "/#", 2);
        for (int qos = 0; qos <= 2; qos++) {
            device.publish("in/" + id + "/" + qos, "hello", qos);
        }

        assertThat(device.awaitMessages(3))
                .containsExactlyInAnyOrder(
                        new Received("out/" + id + "/0", "hello", 0, false),
                        new Received("out/" + id + "/1", "hello", 1, false),
                        new Received("out/" + id + "/2", "hello", 2, false));
    }

    @Test
    void aFailedDeliveryComesAgainAndPublishesOnlyWhatWasCommitted() {
        device.subscribe("out/" + id, 1);

        IMqttDeliveryToken token = device.publish("in/" + id, "fail 2", 1);

        device.awaitMessages(1);
        Device.awaitAcknowledgement(token);
        assertThat(device.texts()).containsExactly("attempt 3");
        assertThat(app.journal())
                .filteredOn(line -> line.startsWith("in in/" + id))
                .hasSize(3);
    }

    @Test
    void aPublishInATransactionLeavesAfterTheCommit() {
        device.subscribe("tx/" + id, 1);

        CompletableFuture<Void> transaction = app.publishInTransaction("tx/" + id, "inside", id, true);
        app.awaitJournal("at " + id);
        app.publish("tx/" + id, "while it is open", 1, false);
        device.awaitMessages(1);
        app.open(id);
        transaction.join();
        device.awaitMessages(2);

        assertThat(device.texts()).containsExactly("while it is open", "inside");
    }

    @Test
    void aPublishInATransactionNeverLeavesAfterARollback() {
        device.subscribe("tx/" + id, 1);

        CompletableFuture<Void> transaction = app.publishInTransaction("tx/" + id, "inside", id, false);
        app.awaitJournal("at " + id);
        app.open(id);
        transaction.join();
        app.publish("tx/" + id, "after it", 1, false);
        device.awaitMessages(1);

        assertThat(device.texts()).containsExactly("after it");
    }

    @Test
    void aRetainedPublishIsThereForALaterSubscriber() {
        app.publish("keep/" + id, "kept", 2, true);

        device.subscribe("keep/" + id, 2);

        assertThat(device.awaitMessages(1)).containsExactly(new Received("keep/" + id, "kept", 2, true));
    }

    @Test
    void methodsGetWhatTheirParametersAskFor() {
        device.subscribe("heard/+", 1);

        device.publish("plant/" + id + "/temperature", "21.5", 1);
        device.publish("plant/7/raw/a/b", "xyz", 2);
        device.publish("plant/" + id + "/message", "whole", 0);

        assertThat(device.awaitMessages(3))
                .extracting(Received::topic, Received::text)
                .containsExactlyInAnyOrder(
                        tuple("heard/temperature", id + " 21.5"),
                        tuple("heard/raw", "7 a/b 3"),
                        tuple("heard/message", "plant/" + id + "/message whole"));
    }
}
