package dev.mqttra.interop;

import java.nio.file.Path;

@Peer(value = "Apache Artemis 2.44", mqtt = "5.0")
class ArtemisPropertiesTest extends Version5Contract {
    @Override
    MqttServer startServer(Path home) throws Exception {
        return new Artemis(home);
    }
}
