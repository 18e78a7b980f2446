package dev.mqttra.interop;

import dev.mqttra.protocol.packet.MqttVersion;
import java.nio.file.Path;

@Peer(value = "HiveMQ CE 2025.5", mqtt = "5.0")
class HiveMqVersion5InteropTest extends InteropContract {
    HiveMqVersion5InteropTest() {
        super(MqttVersion.V5_0);
    }

    @Override
    MqttServer startServer(Path home) throws Exception {
        return new HiveMq(home);
    }
}
