package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.protocol.packet.MqttVersion;
import jakarta.transaction.Status;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds in addition where the adapter hosts the broker: the device's own acknowledgement waits for the bean. */
abstract class HostedPath extends MessagePath {

    @Test
    void qos1IsAcknowledgedAfterTheCommit() {
        acknowledgedAfterTheCommit(1);
    }

    @Test
    void qos2IsAcknowledgedAfterTheCommit() {
        acknowledgedAfterTheCommit(2);
    }

    private void acknowledgedAfterTheCommit(int qos) {
        IMqttDeliveryToken token = device.publish("in/" + id, "gate " + id, qos);
        app.awaitJournal("at " + id);
        assertNotAcknowledged(token);

        app.open(id);

        Device.awaitAcknowledgement(token);
        assertThat(app.journal()).contains("completed " + id + " " + Status.STATUS_COMMITTED);
    }

    @Test
    void withoutATransactionItIsAcknowledgedWhenTheBeanReturns() {
        IMqttDeliveryToken token = device.publish("plain/" + id, id, 1);
        app.awaitJournal("at " + id);
        assertNotAcknowledged(token);

        app.open(id);

        Device.awaitAcknowledgement(token);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aSubscriberElsewhereIsNotWaitedFor(int qos) {
        try (WireDevice elsewhere =
                WireDevice.connect(port(), MqttVersion.V5_0).withhold().subscribe("in/" + id, qos)) {
            Device.awaitAcknowledgement(device.publish("in/" + id, "hello", qos));

            elsewhere.awaitMessage("in/" + id);
            assertThat(app.journal()).anyMatch(line -> line.startsWith("in in/" + id + " "));
        }
    }

    @Test
    void theBrokerCanBeWatched() {
        long received = Long.parseLong(app.broker("Received"));
        assertThat(app.broker("Address")).isEqualTo("127.0.0.1:" + port());
        assertThat(Integer.parseInt(app.broker("Subscriptions"))).isGreaterThanOrEqualTo(BEANS.length);

        Device.awaitAcknowledgement(device.publish("keep/" + id, "kept", 1, true));

        app.awaitBroker("Received", "" + (received + 1));
        assertThat(Integer.parseInt(app.broker("Retained"))).isPositive();
    }

    private void assertNotAcknowledged(IMqttDeliveryToken token) {
        // An acknowledgement that was on its way would have come before this answer.
        device.subscribe("nothing/" + id, 0);
        assertThat(token.isComplete()).isFalse();
    }
}
