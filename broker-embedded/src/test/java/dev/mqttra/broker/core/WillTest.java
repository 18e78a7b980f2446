package dev.mqttra.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.protocol.packet.PingReq;
import dev.mqttra.protocol.packet.QoS;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A will is published however the connection ends, but for DISCONNECT [3.1.1 3.1.2.5]. */
class WillTest {
    private static final String GONE = "PUBLISH will/d=gone qos1 id1";
    private final Rig rig = new Rig();
    private Device listener;
    private Device device;

    @BeforeEach
    void connect() {
        listener = rig.clean("l").subscribe("will/+", QoS.EXACTLY_ONCE);
        listener.take();
        device = rig.open().up(Rig.connectPacket("d", true, 10, Rig.will("will/d", "gone", QoS.AT_LEAST_ONCE, true)));
    }

    @Test
    void notAfterDisconnect() {
        device.disconnect();
        device.cut();
        assertThat(listener.take()).isEmpty();
        assertThat(rig.core.statistics().retained()).isZero();
    }

    @Test
    void whenTheNetworkBreaks() {
        device.cut();
        assertThat(listener.take()).containsExactly(GONE);
        Device late = rig.clean("late").subscribe("will/d", QoS.AT_MOST_ONCE);
        assertThat(late.take()).contains("PUBLISH will/d=gone qos0 retain");
    }

    @Test
    void afterAViolation() {
        device.violate();
        assertThat(listener.take()).containsExactly(GONE);
    }

    @Test
    void afterAViolationInAPacketThatDecoded() {
        device.send(Rig.connectPacket("d", true, 0, null));
        assertThat(listener.take()).containsExactly(GONE);
    }

    @Test
    void afterSilence() {
        listener.send(PingReq.INSTANCE);
        listener.take();
        rig.advance(Duration.ofSeconds(15));
        assertThat(device.closed()).isTrue();
        assertThat(listener.take()).containsExactly(GONE);
    }

    @Test
    void whenTheClientConnectsAgain() {
        Device again = rig.clean("d");
        assertThat(device.closed()).isTrue();
        assertThat(listener.take()).containsExactly(GONE);
        again.cut();
        assertThat(listener.take()).isEmpty();
    }

    @Test
    void whenTheBrokerCloses() {
        rig.core.close(rig.now);
        rig.settle();
        assertThat(listener.take()).containsExactly(GONE);
        assertThat(listener.closed()).isTrue();
    }
}
