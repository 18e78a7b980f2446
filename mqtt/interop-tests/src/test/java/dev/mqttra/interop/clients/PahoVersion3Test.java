package dev.mqttra.interop.clients;

import dev.mqttra.interop.Peer;
import dev.mqttra.interop.clients.ForeignClient.Settings;

@Peer(value = "Eclipse Paho Java", mqtt = "3.1", client = true)
class PahoVersion3Test extends ClientContract {
    @Override
    ForeignClient create(Settings settings) throws Exception {
        return new PahoThree(settings, 3);
    }

    @Override
    int subscriptionRefused() {
        return 1; // 3.1 has no code for it: the broker grants, and sends nothing
    }
}
