package dev.mqttra.interop;

import dev.mqttra.protocol.packet.MqttVersion;
import java.nio.file.Path;

@Peer(value = "Apache Artemis 2.44", mqtt = "5.0")
class ArtemisVersion5InteropTest extends InteropContract {
    ArtemisVersion5InteropTest() {
        super(MqttVersion.V5_0);
    }

    @Override
    MqttServer startServer(Path home) throws Exception {
        return new Artemis(home);
    }
}
