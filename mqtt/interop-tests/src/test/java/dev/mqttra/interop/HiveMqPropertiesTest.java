package dev.mqttra.interop;

import java.nio.file.Path;

class HiveMqPropertiesTest extends Version5Contract {
    @Override
    MqttServer startServer(Path home) throws Exception {
        return new HiveMq(home);
    }
}
