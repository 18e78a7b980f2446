package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.it.app.RefusingBean;
import dev.mqttra.it.app.StoppingBean;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.servers.ServerPorts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the hosted broker the device itself waits for what becomes of its message, and may be told. */
class HostedFailureIT extends FailurePath {
    private static final int PORT = ServerPorts.freePort();

    @Deployment(testable = false)
    static EnterpriseArchive ear() {
        Class<?>[] beans = Stream.concat(Arrays.stream(BEANS), Stream.of(RefusingBean.class))
                .toArray(Class<?>[]::new);
        return Archives.ear(Map.of("hostedPort", Integer.toString(PORT)), beans);
    }

    @Override
    int port() {
        return PORT;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theDeadLetterIsOutBeforeTheDeviceIsAnswered(int qos) {
        device.subscribe("dead/letter/" + id, 1);

        Packet answer = device.awaitAnswer(device.publish("letter/" + id, "always", qos));

        List<Packet> received = device.received();
        assertThat(received.indexOf(awaitDeadLetter("letter/" + id))).isBetween(0, received.indexOf(answer));
        assertThat(reason(answer)).isEqualTo(ReasonCode.SUCCESS);
    }

    @Test
    void whatIsDroppedIsAcknowledged() {
        assertThat(reason(device.awaitAnswer(device.publish("drop/" + id, "always", 2))))
                .isEqualTo(ReasonCode.SUCCESS);
        assertThat(came("drop/" + id)).isEqualTo(2);
    }

    @Test
    void aBeanThatHasStoppedLeavesDevicesWaiting() {
        int waiting = device.publish("stop/" + id, "until " + id, 1);
        app.awaitAttribute(StoppingBean.class, "Mode", "STOPPED");
        assertThat(device.isAnswered(waiting)).isFalse();
        app.open(id);

        app.invoke(StoppingBean.class, "resume");

        device.awaitAnswer(waiting);
    }

    /** Acknowledgements leave in the order of arrival, so what follows a failing message is held back until that is parked. */
    @Test
    void parkingLetsTheAcknowledgementsBehindGo() {
        device.subscribe("retry/park/" + id, 1);
        int failing = device.publish("park/" + id, "always", 1);
        int next = device.publish("park/" + id, "next", 1);
        app.awaitJournal("done park/" + id + " next");

        List<Packet> answers = Stream.of(failing, next).map(device::awaitAnswer).toList();

        Publish parked = device.awaitMessage("retry/park/" + id);
        assertThat(device.received()).containsSubsequence(parked, answers.get(0), answers.get(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aDeviceOf5IsToldThatItsMessageIsRefused(int qos) {
        Packet answer = device.awaitAnswer(device.publish("refuse/" + id, "always", qos));

        assertThat(reason(answer)).isEqualTo(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
        assertThat(came("refuse/" + id)).isEqualTo(2);
        assertThat(device.isEnded()).isFalse();
        // The same device goes on.
        device.awaitAnswer(device.publish("refuse/" + id, "good", qos));
        app.awaitJournal("done refuse/" + id + " good");
    }

    @Test
    void aDeviceOf3LosesItsConnectionAndItsWillIsPublished() {
        device.subscribe("wills/" + id, 1);
        try (WireDevice older = WireDevice.connect(PORT, MqttVersion.V3_1_1, 0, "wills/" + id)) {
            int refused = older.publish("refuse/" + id, "always", 1);

            await().atMost(Device.LIMIT).until(older::isEnded);
            assertThat(older.all(PubAck.class)).noneMatch(answer -> answer.packetId() == refused);
        }
        device.awaitMessage("wills/" + id);
    }

    private static ReasonCode reason(Packet answer) {
        return answer instanceof PubAck ack ? ack.reason() : ((PubRec) answer).reason();
    }
}
