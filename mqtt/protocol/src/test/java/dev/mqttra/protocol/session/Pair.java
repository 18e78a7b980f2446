package dev.mqttra.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A sender and a receiver with a connection that delivers in order, in each direction at its own pace, and may be cut
 * anywhere: what is under way is lost then, and both flows go on with the next connection. All from one seed. Checks on
 * the way what holds at every moment: the order of acknowledgements and the receive maximum.
 */
final class Pair implements SendFlow.Listener<Integer> {
    final Random random;
    final boolean ordered;
    final SendFlow<Integer> sender = new SendFlow<>(this);
    final ReceiveFlow receiver;
    final Map<Integer, Integer> delivered = new HashMap<>();
    final List<Integer> deliveries = new ArrayList<>();
    final Map<Integer, Integer> accepted = new HashMap<>();
    final Map<Integer, Integer> completed = new HashMap<>();
    final Map<Integer, QoS> published = new HashMap<>();

    private record Open(int number, ReceiveFlow.Arrival arrival) {}

    private final List<Open> open = new ArrayList<>();
    private final Set<Integer> arrived = new HashSet<>();
    private final ArrayDeque<Integer> owedPubAcks = new ArrayDeque<>();
    private final ArrayDeque<Integer> owedPubRecs = new ArrayDeque<>();
    private SimulatedLink toReceiver = new SimulatedLink();
    private SimulatedLink toSender = new SimulatedLink();
    private boolean connected;
    int receiveMaximum = 10;

    Pair(long seed, boolean ordered) {
        random = new Random(seed);
        this.ordered = ordered;
        receiver = new ReceiveFlow(ordered);
    }

    void connect() {
        toReceiver = new SimulatedLink();
        toSender = new SimulatedLink();
        connected = true;
        sender.connected(toReceiver, receiveMaximum);
        receiver.connected(toSender, receiveMaximum);
    }

    void cut() {
        toReceiver.close();
        toSender.close();
        connected = false;
        sender.disconnected();
        receiver.disconnected();
        owedPubAcks.clear();
        owedPubRecs.clear();
    }

    boolean isConnected() {
        return connected;
    }

    void publish(int number, QoS qos) {
        published.put(number, qos);
        sender.publish(new Message(TopicName.of("m" + number), new byte[0]), qos, false, CopyProperties.NONE, number);
    }

    /** Takes one step of the connection, if there is something under way. */
    boolean step() throws ProtocolViolation {
        boolean forward = random.nextBoolean();
        Packet packet = forward ? toReceiver.take() : toSender.take();
        if (packet == null) {
            packet = forward ? toSender.take() : toReceiver.take();
        }
        if (packet != null) {
            deliver(packet);
        }
        return packet != null;
    }

    private void deliver(Packet packet) throws ProtocolViolation {
        if (packet instanceof Publish publish) {
            onPublish(publish);
        } else if (packet instanceof PubRel pubRel) {
            receiver.onPubRel(pubRel.packetId());
        } else if (packet instanceof PubAck pubAck) {
            checkOrder(owedPubAcks, pubAck.packetId());
            sender.onPubAck(pubAck.packetId(), pubAck.reason());
        } else if (packet instanceof PubRec pubRec) {
            checkOrder(owedPubRecs, pubRec.packetId());
            sender.onPubRec(pubRec.packetId(), pubRec.reason());
        } else if (packet instanceof PubComp pubComp) {
            sender.onPubComp(pubComp.packetId());
        }
    }

    private void onPublish(Publish publish) throws ProtocolViolation {
        (publish.qos() == QoS.AT_LEAST_ONCE ? owedPubAcks : owedPubRecs).add(publish.packetId());
        int number = Integer.parseInt(publish.message().topic().toString().substring(1));
        if (!arrived.add(number)) {
            assertThat(publish.dup()).isTrue(); // [MQTT-3.3.1-1]
        }
        ReceiveFlow.Arrival arrival = receiver.onPublish(publish);
        if (arrival != null) {
            deliveries.add(number);
            delivered.merge(number, 1, Integer::sum);
            open.add(new Open(number, arrival));
        }
    }

    private void checkOrder(ArrayDeque<Integer> owed, int packetId) {
        if (ordered) {
            assertThat(owed.poll()).isEqualTo(packetId);
        }
    }

    /** Finishes one of the messages that are being dealt with, whichever. */
    boolean complete() {
        if (open.isEmpty()) {
            return false;
        }
        Open one = open.remove(random.nextInt(open.size()));
        one.arrival.complete(isRefused(one.number) ? ReasonCode.QUOTA_EXCEEDED : ReasonCode.SUCCESS);
        return true;
    }

    /** Some messages the receiver refuses, each time they come. */
    static boolean isRefused(int number) {
        return number % 7 == 3;
    }

    @Override
    public void onAccepted(Integer number, ReasonCode reason) {
        assertThat(delivered).containsKey(number);
        assertThat(reason.isError()).isEqualTo(isRefused(number));
        accepted.merge(number, 1, Integer::sum);
    }

    @Override
    public void onCompleted(Integer number) {
        completed.merge(number, 1, Integer::sum);
    }
}
