package dev.mqttra.interop.clients;

import dev.mqttra.interop.Deviation;
import dev.mqttra.interop.Peer;
import dev.mqttra.interop.clients.ForeignClient.Settings;

@Peer(value = "HiveMQ client", mqtt = "5.0", client = true)
class HiveMqVersion5Test extends ClientFiveContract {
    @Override
    ForeignClient create(Settings settings) throws Exception {
        return new HiveMqFive(settings);
    }

    @Override
    @Deviation("The client does not show them to the application.")
    void overlappingSubscriptionsGiveAllTheirIdentifiers() {}
}
