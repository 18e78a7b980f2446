package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.transaction.Status;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.junit.jupiter.api.Test;

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

    private void assertNotAcknowledged(IMqttDeliveryToken token) {
        // An acknowledgement that was on its way would have come before this answer.
        device.subscribe("nothing/" + id, 0);
        assertThat(token.isComplete()).isFalse();
    }
}
