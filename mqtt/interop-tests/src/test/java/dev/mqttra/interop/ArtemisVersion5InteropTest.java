package dev.mqttra.interop;

import dev.mqttra.protocol.packet.MqttVersion;

@Peer(value = "Apache Artemis 2.44", mqtt = "5.0")
class ArtemisVersion5InteropTest extends ArtemisContract {
    ArtemisVersion5InteropTest() {
        super(MqttVersion.V5_0);
    }
}
