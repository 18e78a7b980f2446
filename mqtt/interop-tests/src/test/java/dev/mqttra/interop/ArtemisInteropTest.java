package dev.mqttra.interop;

import dev.mqttra.protocol.packet.MqttVersion;

@Peer(value = "Apache Artemis 2.44", mqtt = "3.1.1")
class ArtemisInteropTest extends ArtemisContract {
    ArtemisInteropTest() {
        super(MqttVersion.V3_1_1);
    }
}
