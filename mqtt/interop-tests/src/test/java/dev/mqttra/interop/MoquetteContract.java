package dev.mqttra.interop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.QoS;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What Moquette does otherwise than the contract has it, the same in each version. */
abstract class MoquetteContract extends InteropContract {
    private static final String STOPS_ANSWERING =
            "Moquette 0.17 may stop answering when a message comes while a session's connection goes or comes; not tested.";

    MoquetteContract(MqttVersion version) {
        super(version);
    }

    @Override
    MqttServer startServer(Path home) throws Exception {
        return new Moquette();
    }

    @Override
    @Deviation(STOPS_ANSWERING)
    void aNetworkThatBreaksAgainAndAgainLosesNothing() {}

    @Test
    @Override
    @Deviation("Moquette 0.17 does not mark a retained message that it sends to a new subscriber.")
    void aRetainedMessageWaitsForTheSubscriber() {
        assertThatThrownBy(super::aRetainedMessageWaitsForTheSubscriber).isInstanceOf(AssertionError.class);
    }

    @Override
    @Deviation(STOPS_ANSWERING)
    void aResumedSessionGoesOnWhereItWas(QoS qos) {}

    @Override
    @Deviation(STOPS_ANSWERING)
    void aRestartedServerIsFoundAgain() {}
}
