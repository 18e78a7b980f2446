package dev.mqttra.kill;

import dev.mqttra.protocol.packet.PacketType;
import org.jspecify.annotations.Nullable;

/**
 * Where in a delivery the server is killed. The steps in the bean hold the delivery's thread until the server is dead; a
 * packet that is "held" never arrives, one that has "passed" was handed to the network's other side.
 */
enum Step {
    ANY_MOMENT(null, 0, 1, Integer.MAX_VALUE),
    PUBLISH_HELD(PacketType.PUBLISH, 0, 1, 1),
    PUBLISH_PASSED(PacketType.PUBLISH, 0, 1, 2),
    BEAN_CALLED(null, 0, 1, 1),
    ROW_WRITTEN(null, 0, 1, 1),
    BEFORE_COMMIT(null, 0, 1, 1),
    COMMITTED(null, 0, 2, 2),
    PUBACK_HELD(PacketType.PUBACK, 1, 2, 2),
    PUBACK_PASSED(PacketType.PUBACK, 1, 1, 1),
    PUBREC_HELD(PacketType.PUBREC, 2, 2, 2),
    PUBREC_PASSED(PacketType.PUBREC, 2, 1, 1),
    PUBREL_HELD(PacketType.PUBREL, 2, 1, 1),
    PUBREL_PASSED(PacketType.PUBREL, 2, 1, 1),
    PUBCOMP_HELD(PacketType.PUBCOMP, 2, 1, 1),
    PUBCOMP_PASSED(PacketType.PUBCOMP, 2, 1, 1);

    private final @Nullable PacketType packet;
    private final int qos;
    private final int leastRows;
    private final int mostRows;

    /**
     * @param packet what has to go by, null where it is not the network that tells
     * @param qos the only one at which there is such a step, 0 for both
     * @param leastRows what the message that was at this step has when all is over
     */
    Step(@Nullable PacketType packet, int qos, int leastRows, int mostRows) {
        this.packet = packet;
        this.qos = qos;
        this.leastRows = leastRows;
        this.mostRows = mostRows;
    }

    boolean isIn(Channel channel) {
        return qos == 0 || qos == channel.qos().value();
    }

    /** Whether the bean tells that a message is there. */
    boolean isInBean() {
        return packet == null && this != ANY_MOMENT;
    }

    boolean allows(int rows) {
        return rows >= leastRows && rows <= mostRows;
    }

    String expectedRows() {
        return leastRows == mostRows ? Integer.toString(leastRows) : leastRows + " to " + mostRows;
    }

    /** The step just before a packet goes on, or just after; null where nobody is killed at such a packet. */
    static @Nullable Step of(PacketType packet, boolean passed) {
        for (Step step : values()) {
            if (step.packet == packet && step.name().endsWith("_PASSED") == passed) {
                return step;
            }
        }
        return null;
    }
}
