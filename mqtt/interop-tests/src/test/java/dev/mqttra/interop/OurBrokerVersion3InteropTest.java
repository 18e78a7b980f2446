package dev.mqttra.interop;

import dev.mqttra.protocol.packet.MqttVersion;
import java.nio.file.Path;

@Peer(value = "our broker", mqtt = "3.1")
class OurBrokerVersion3InteropTest extends InteropContract {
    OurBrokerVersion3InteropTest() {
        super(MqttVersion.V3_1);
    }

    @Override
    MqttServer startServer(Path home) throws Exception {
        return new OurBroker();
    }
}
