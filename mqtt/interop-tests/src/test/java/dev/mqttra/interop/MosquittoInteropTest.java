package dev.mqttra.interop;

import java.nio.file.Path;

class MosquittoInteropTest extends InteropContract {
    @Override
    MqttServer startServer(Path home) throws Exception {
        return new Mosquitto(home);
    }
}
