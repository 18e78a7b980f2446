package dev.mqttra.interop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@Peer(value = "Apache Artemis 2.44", mqtt = "5.0")
class ArtemisPropertiesTest extends Version5Contract {
    @Override
    MqttServer startServer(Path home) throws Exception {
        return new Artemis(home);
    }

    @Test
    @Override
    @Deviation("Artemis 2.44 sends a copy for each of the subscriptions that a message matches.")
    void aMessageReachesTheHandlersOfOverlappingSubscriptionsOnceEach() {
        assertThatThrownBy(super::aMessageReachesTheHandlersOfOverlappingSubscriptionsOnceEach)
                .hasMessageContaining("\"both\", \"both\"");
    }

    @Override
    @Deviation("Artemis 2.44 does not publish the will when a DISCONNECT asks for it (04).")
    void aWillMayBeLeftBehindWithItsProperties() {}

    @Override
    @Deviation("Artemis 2.44 may keep a session for a moment after the DISCONNECT that ends it; racy, thus not tested.")
    void aSessionEndsWhenTheGoodbyeSaysSo() {}
}
