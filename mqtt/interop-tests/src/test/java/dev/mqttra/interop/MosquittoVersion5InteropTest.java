package dev.mqttra.interop;

import dev.mqttra.protocol.packet.MqttVersion;
import java.nio.file.Path;

@Peer(value = "Mosquitto 2.0", mqtt = "5.0")
class MosquittoVersion5InteropTest extends InteropContract {
    MosquittoVersion5InteropTest() {
        super(MqttVersion.V5_0);
    }

    @Override
    MqttServer startServer(Path home) throws Exception {
        return new Mosquitto(home);
    }
}
