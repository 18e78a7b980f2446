package dev.mqttra.interop.clients;

import dev.mqttra.interop.Peer;
import dev.mqttra.interop.clients.ForeignClient.Settings;

@Peer(value = "mqtt.js, ws", mqtt = "3.1.1", client = true)
class MqttJsWebSocketVersion4Test extends ClientContract {
    @Override
    ForeignClient create(Settings settings) throws Exception {
        return new MqttJs(settings, "ws", 4);
    }

    @Override
    void requireClient() {
        NodeProcess.require();
    }

    @Override
    boolean overWebSocket() {
        return true;
    }
}
