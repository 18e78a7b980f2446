package dev.mqttra.interop;

import dev.mqttra.protocol.packet.MqttVersion;
import java.nio.file.Path;

@Peer(value = "Mosquitto 2.0", mqtt = "3.1.1")
class MosquittoInteropTest extends InteropContract {
    MosquittoInteropTest() {
        super(MqttVersion.V3_1_1);
    }

    @Override
    MqttServer startServer(Path home) throws Exception {
        return new Mosquitto(home);
    }
}
