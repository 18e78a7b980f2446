package dev.mqttra.interop;

import dev.mqttra.protocol.packet.MqttVersion;
import java.nio.file.Path;

@Peer(value = "our broker", mqtt = "5.0")
class OurBrokerVersion5InteropTest extends InteropContract {
    OurBrokerVersion5InteropTest() {
        super(MqttVersion.V5_0);
    }

    @Override
    MqttServer startServer(Path home) throws Exception {
        return new OurBroker();
    }
}
