package dev.mqttra.interop;

import dev.mqttra.protocol.packet.MqttVersion;
import java.nio.file.Path;

@Peer(value = "HiveMQ CE 2025.5", mqtt = "3.1")
class HiveMqVersion3InteropTest extends InteropContract {
    HiveMqVersion3InteropTest() {
        super(MqttVersion.V3_1);
    }

    @Override
    MqttServer startServer(Path home) throws Exception {
        return new HiveMq(home);
    }
}
