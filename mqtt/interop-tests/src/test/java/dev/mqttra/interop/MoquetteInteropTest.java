package dev.mqttra.interop;

import dev.mqttra.protocol.packet.MqttVersion;
import java.nio.file.Path;

@Peer(value = "Moquette 0.17", mqtt = "3.1.1")
class MoquetteInteropTest extends InteropContract {
    MoquetteInteropTest() {
        super(MqttVersion.V3_1_1);
    }

    @Override
    MqttServer startServer(Path home) throws Exception {
        return new Moquette();
    }
}
