package dev.mqttra.interop;

import dev.mqttra.protocol.packet.MqttVersion;
import java.nio.file.Path;

@Peer(value = "Apache Artemis 2.44", mqtt = "3.1")
class ArtemisVersion3InteropTest extends InteropContract {
    ArtemisVersion3InteropTest() {
        super(MqttVersion.V3_1);
    }

    @Override
    MqttServer startServer(Path home) throws Exception {
        return new Artemis(home);
    }
}
