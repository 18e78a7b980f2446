package dev.mqttra.interop.clients;

import dev.mqttra.interop.Peer;
import dev.mqttra.interop.clients.ForeignClient.Settings;

@Peer(value = "mqtt.js, ws", mqtt = "5.0", client = true)
class MqttJsWebSocketVersion5Test extends ClientFiveContract {
    @Override
    ForeignClient create(Settings settings) throws Exception {
        return new MqttJs(settings, "ws", 5);
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
