package dev.mqttra.interop;

import java.nio.file.Path;

class OurBrokerInteropTest extends InteropContract {
    @Override
    MqttServer startServer(Path home) throws Exception {
        return new OurBroker();
    }
}
