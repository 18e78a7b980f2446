package dev.mqttra.interop.clients;

import dev.mqttra.interop.Peer;
import dev.mqttra.interop.clients.ForeignClient.Settings;

@Peer(value = "mosquitto_pub and mosquitto_sub", mqtt = "3.1", client = true)
class MosquittoVersion3Test extends ClientContract {
    @Override
    ForeignClient create(Settings settings) throws Exception {
        return new MosquittoClients(settings, "31");
    }

    @Override
    void requireClient() {
        MosquittoClients.require();
    }

    @Override
    int many() {
        return 1;
    }

    @Override
    int subscriptionRefused() {
        return 1; // 3.1 has no code for it: the broker grants, and sends nothing
    }
}
