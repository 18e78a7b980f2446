package dev.mqttra.interop;

import java.nio.file.Path;

@Peer(value = "Mosquitto 2.0", mqtt = "5.0")
class MosquittoPropertiesTest extends Version5Contract {
    @Override
    MqttServer startServer(Path home) throws Exception {
        return new Mosquitto(home);
    }
}
