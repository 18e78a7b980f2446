package dev.mqttra.interop.clients;

import dev.mqttra.interop.Peer;
import dev.mqttra.interop.clients.ForeignClient.Settings;

@Peer(value = "mqtt.js, tcp", mqtt = "5.0", client = true)
class MqttJsVersion5Test extends ClientFiveContract {
    @Override
    ForeignClient create(Settings settings) throws Exception {
        return new MqttJs(settings, "tcp", 5);
    }

    @Override
    void requireClient() {
        NodeProcess.require();
    }
}
