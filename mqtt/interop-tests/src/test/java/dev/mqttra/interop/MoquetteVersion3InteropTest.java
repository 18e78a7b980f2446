package dev.mqttra.interop;

import dev.mqttra.protocol.packet.MqttVersion;

@Peer(value = "Moquette 0.17", mqtt = "3.1")
class MoquetteVersion3InteropTest extends MoquetteContract {
    MoquetteVersion3InteropTest() {
        super(MqttVersion.V3_1);
    }
}
