package dev.mqttra.interop.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.interop.Deviation;
import dev.mqttra.interop.Peer;
import dev.mqttra.interop.clients.ForeignClient.Settings;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@Peer(value = "Eclipse Paho Java", mqtt = "5.0", client = true)
class PahoVersion5Test extends ClientFiveContract {
    @Override
    ForeignClient create(Settings settings) throws Exception {
        return new PahoFive(settings);
    }

    @Test
    @Override
    @Deviation("Paho 1.2.5 for 5.0 gives the application a QoS 2 message again that comes again after a reconnect.")
    void whatTheClientHasNotAcknowledgedComesAgain() throws Exception {
        assertThat(resumed()).containsExactly("two", "two", "after");
    }

    @Test
    @Override
    @Deviation("Paho 1.2.5 for 5.0 sends again what was in flight, and never tells the application that it is done.")
    void whatTheBrokerHasNotAcknowledgedCountsOnce() throws Exception {
        assertThat(repeated()).noneMatch(CompletableFuture::isDone);
    }
}
