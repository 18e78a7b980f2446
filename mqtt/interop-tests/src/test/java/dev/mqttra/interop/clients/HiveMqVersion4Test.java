package dev.mqttra.interop.clients;

import dev.mqttra.interop.Peer;
import dev.mqttra.interop.clients.ForeignClient.Settings;

@Peer(value = "HiveMQ client", mqtt = "3.1.1", client = true)
class HiveMqVersion4Test extends ClientContract {
    @Override
    ForeignClient create(Settings settings) throws Exception {
        return new HiveMqThree(settings);
    }
}
