package dev.mqttra.interop;

import java.nio.file.Path;

class OurBrokerPropertiesTest extends Version5Contract {
    @Override
    MqttServer startServer(Path home) throws Exception {
        return new OurBroker();
    }
}
