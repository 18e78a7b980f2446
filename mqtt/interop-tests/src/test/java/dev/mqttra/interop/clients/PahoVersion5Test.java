package dev.mqttra.interop.clients;

import dev.mqttra.interop.Peer;
import dev.mqttra.interop.clients.ForeignClient.Settings;

@Peer(value = "Eclipse Paho Java", mqtt = "5.0", client = true)
class PahoVersion5Test extends ClientFiveContract {
    @Override
    ForeignClient create(Settings settings) throws Exception {
        return new PahoFive(settings);
    }
}
