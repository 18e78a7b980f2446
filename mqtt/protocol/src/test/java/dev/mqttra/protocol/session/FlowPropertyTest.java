package dev.mqttra.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.QoS;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A sender and a receiver over connections that are cut anywhere, beans that finish in any order. */
class FlowPropertyTest {
    private static final int MESSAGES = 60;

    @Property
    void nothingIsLostAndQoS2ComesOnce(
            @ForAll long seed, @ForAll boolean ordered, @ForAll @IntRange(min = 1, max = 20) int receiveMaximum)
            throws ProtocolViolation {
        Pair pair = new Pair(seed, ordered);
        pair.receiveMaximum = receiveMaximum;
        int number = 0;
        int cuts = 0;
        while (pair.completed.size() < MESSAGES) {
            int dice = pair.random.nextInt(40);
            if (!pair.isConnected()) {
                pair.complete();
                if (dice < 20) {
                    pair.connect();
                }
            } else if (dice == 0 && cuts < 30) {
                pair.cut();
                cuts++;
            } else if (dice < 12 && number < MESSAGES && pair.sender.ready()) {
                pair.publish(number++, pair.random.nextBoolean() ? QoS.AT_LEAST_ONCE : QoS.EXACTLY_ONCE);
            } else if (dice < 20) {
                pair.complete();
            } else {
                pair.step();
            }
        }
        assertThat(pair.sender.inFlight()).isZero();
        assertThat(pair.receiver.unacknowledged()).isZero();
        for (int i = 0; i < MESSAGES; i++) {
            assertThat(pair.accepted.get(i)).isEqualTo(1);
            assertThat(pair.completed.get(i)).isEqualTo(1);
            int times = pair.delivered.get(i);
            assertThat(times).isPositive();
            // A refusal that is lost leaves no trace, so that its message comes again.
            if (pair.published.get(i) == QoS.EXACTLY_ONCE && !Pair.isRefused(i)) {
                assertThat(times).isEqualTo(1);
            }
        }
    }

    /** [MQTT-4.6.0-1, MQTT-4.6.0-5]: the first deliveries of an ordered topic come in its order, with cuts too. */
    @Property
    void comesInOrder(@ForAll long seed, @ForAll QoS qos) throws ProtocolViolation {
        if (qos == QoS.AT_MOST_ONCE) {
            return;
        }
        Pair pair = new Pair(seed, true);
        int number = 0;
        int cuts = 0;
        while (pair.completed.size() < MESSAGES) {
            int dice = pair.random.nextInt(30);
            if (!pair.isConnected()) {
                pair.connect();
            } else if (dice == 0 && cuts++ < 10) {
                pair.cut();
            } else if (dice < 10 && number < MESSAGES && pair.sender.ready()) {
                pair.publish(number++, qos);
            } else if (dice < 20) {
                pair.complete();
            } else {
                pair.step();
            }
        }
        List<Integer> first = pair.deliveries.stream().distinct().toList();
        assertThat(first).isEqualTo(IntStream.range(0, MESSAGES).boxed().toList());
    }
}
