package dev.mqttra.interop;

import java.nio.file.Path;

@Peer(value = "our broker", mqtt = "5.0")
class OurBrokerPropertiesTest extends Version5Contract {
    @Override
    MqttServer startServer(Path home) throws Exception {
        return new OurBroker();
    }
}
