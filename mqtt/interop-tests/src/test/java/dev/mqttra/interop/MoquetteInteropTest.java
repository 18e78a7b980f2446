package dev.mqttra.interop;

import dev.mqttra.protocol.packet.MqttVersion;

@Peer(value = "Moquette 0.17", mqtt = "3.1.1")
class MoquetteInteropTest extends MoquetteContract {
    MoquetteInteropTest() {
        super(MqttVersion.V3_1_1);
    }
}
