package dev.mqttra.interop;

import dev.mqttra.protocol.packet.MqttVersion;
import java.nio.file.Path;

@Peer(value = "HiveMQ CE 2025.5", mqtt = "3.1.1")
class HiveMqInteropTest extends InteropContract {
    HiveMqInteropTest() {
        super(MqttVersion.V3_1_1);
    }

    @Override
    MqttServer startServer(Path home) throws Exception {
        return new HiveMq(home);
    }
}
