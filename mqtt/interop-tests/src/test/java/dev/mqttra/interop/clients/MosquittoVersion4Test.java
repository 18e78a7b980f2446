package dev.mqttra.interop.clients;

import dev.mqttra.interop.Deviation;
import dev.mqttra.interop.Peer;
import dev.mqttra.interop.clients.ForeignClient.Settings;

@Peer(value = "mosquitto_pub and mosquitto_sub", mqtt = "3.1.1", client = true)
class MosquittoVersion4Test extends ClientContract {
    @Override
    ForeignClient create(Settings settings) throws Exception {
        return new MosquittoClients(settings, "311");
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
}
