package dev.mqttra.interop.clients;

import dev.mqttra.interop.Peer;
import dev.mqttra.interop.clients.ForeignClient.Settings;

@Peer(value = "mqtt.js, tcp", mqtt = "3.1", client = true)
class MqttJsVersion3Test extends ClientContract {
    @Override
    ForeignClient create(Settings settings) throws Exception {
        return new MqttJs(settings, "tcp", 3);
    }

    @Override
    void requireClient() {
        NodeProcess.require();
    }

    @Override
    int subscriptionRefused() {
        return 1; // 3.1 has no code for it: the broker grants, and sends nothing
    }
}
