package dev.mqttra.interop.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.interop.Deviation;
import dev.mqttra.interop.Peer;
import dev.mqttra.interop.clients.ForeignClient.Copy;
import dev.mqttra.interop.clients.ForeignClient.Settings;
import org.junit.jupiter.api.Test;

@Peer(value = "mosquitto_pub and mosquitto_sub", mqtt = "5.0", client = true)
class MosquittoVersion5Test extends ClientFiveContract {
    @Override
    ForeignClient create(Settings settings) throws Exception {
        return new MosquittoClients(settings, "5");
    }

    @Override
    void requireClient() {
        MosquittoClients.require();
    }

    @Override
    @Deviation("mosquitto_pub connects for one message and cannot be made to wait: not tested.")
    void whatTheBrokerHasNotAcknowledgedCountsOnce() {}

    @Override
    @Deviation("mosquitto_pub starts for each message: nothing is sent without waiting.")
    void manyMessagesArriveOnceAndInOrder() {}

    @Override
    @Deviation("mosquitto_sub has one identifier for all its subscriptions.")
    void overlappingSubscriptionsGiveAllTheirIdentifiers() {}

    @Override
    @Deviation("mosquitto_pub and mosquitto_sub do not tell them.")
    void reasonCodesArrive() {}

    @Test
    @Override
    @Deviation("A mosquitto_sub of 5.0 that is ended by a signal asks for its will (DISCONNECT 04), and gets it.")
    void aWillIsPublishedWhenTheConnectionBreaksAndNotAtAGoodbye() throws Exception {
        Copy will = new Copy(topic(), "gone", 1);
        ForeignClient watcher = client("watcher");
        watcher.subscribe(will.topic(), 1, 0);
        create(settings("ended").will(will)).close();
        assertThat(next(watcher)).isEqualTo(will);
    }
}
