package dev.mqttra.interop;

import dev.mqttra.protocol.packet.MqttVersion;
import java.nio.file.Path;

@Peer(value = "Moquette 0.17", mqtt = "3.1")
class MoquetteVersion3InteropTest extends InteropContract {
    MoquetteVersion3InteropTest() {
        super(MqttVersion.V3_1);
    }

    @Override
    MqttServer startServer(Path home) throws Exception {
        return new Moquette();
    }
}
