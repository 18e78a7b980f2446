package dev.mqttra.interop;

import java.nio.file.Path;

class HiveMqInteropTest extends InteropContract {
    @Override
    MqttServer startServer(Path home) throws Exception {
        return new HiveMq(home);
    }
}
