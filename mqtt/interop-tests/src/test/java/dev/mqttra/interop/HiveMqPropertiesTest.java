package dev.mqttra.interop;

import java.nio.file.Path;

@Peer(value = "HiveMQ CE 2025.5", mqtt = "5.0")
class HiveMqPropertiesTest extends Version5Contract {
    @Override
    MqttServer startServer(Path home) throws Exception {
        return new HiveMq(home);
    }
}
