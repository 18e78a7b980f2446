package dev.mqttra.interop.clients;

import dev.mqttra.interop.Peer;
import dev.mqttra.interop.clients.ForeignClient.Settings;

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
    int many() {
        return 1;
    }
}
