package dev.mqttra.interop;

import dev.mqttra.protocol.packet.MqttVersion;

@Peer(value = "Apache Artemis 2.44", mqtt = "3.1")
class ArtemisVersion3InteropTest extends ArtemisContract {
    ArtemisVersion3InteropTest() {
        super(MqttVersion.V3_1);
    }
}
