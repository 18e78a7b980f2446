package dev.mqttra.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.link.Agreement;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.packet.ConnAck;
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
import dev.mqttra.protocol.session.ReceiveFlow;
import dev.mqttra.protocol.session.SendFlow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What QoS 1 and 2 promise, over connections that break at any moment: what was acknowledged arrives at every session that
 * subscribed, at QoS 2 once; in order; before a client inside the VM is done with a message its publisher hears nothing,
 * and one inside the VM hears of no more than a bounded number.
 */
class DeliveryTest {
    private static final int MESSAGES = 150;

    private final List<Client> clients = new ArrayList<>();
    private final List<Client> beans = new ArrayList<>();
    private Random random;
    private int maximumAhead;
    private Rig rig;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatIsAcknowledgedArrives(long seed) throws ProtocolViolation {
        random = new Random(seed);
        int maximumInFlight = 1 + random.nextInt(5);
        maximumAhead = 1 + random.nextInt(5);
        rig = new Rig(BrokerConfig.builder()
                .maximumInFlight(maximumInFlight)
                .maximumUnacknowledgedMessages(maximumAhead)
                .build());
        Client bean = new Client("bean", true, QoS.EXACTLY_ONCE);
        Client simple = new Client("simple", true, QoS.AT_LEAST_ONCE);
        beans.addAll(List.of(bean, simple));
        Client exact = new Client("exact", false, QoS.EXACTLY_ONCE);
        Client likely = new Client("likely", false, QoS.AT_LEAST_ONCE);
        List<Client> publishers =
                List.of(new Client("p0", false, null), new Client("p1", false, null), new Client("p2", true, null));
        clients.addAll(beans);
        clients.addAll(List.of(exact, likely));
        clients.addAll(publishers);
        for (Client client : clients) {
            client.connect();
        }
        for (Client publisher : publishers) {
            for (int i = 0; i < MESSAGES; i++) {
                publisher.toSend.add(i);
            }
        }
        for (int step = 0; step < 4_000; step++) {
            clients.get(random.nextInt(clients.size())).step(true);
        }
        for (int round = 0; round < 2_000 && publishers.stream().anyMatch(p -> p.accepted.size() < MESSAGES); round++) {
            for (Client client : clients) {
                client.step(false);
            }
        }
        for (int round = 0; round < 200; round++) {
            for (Client client : clients) {
                client.step(false);
            }
        }
        for (Client publisher : publishers) {
            assertThat(publisher.accepted).as(publisher.id).hasSize(MESSAGES);
            assertAllArrived(publisher, bean, exact);
            assertAllArrived(publisher, simple, likely);
        }
        assertThat(rig.core.statistics().dropped()).isZero();
        assertThat(rig.core.statistics().failures()).isZero();
        assertThat(rig.core.statistics().violations()).isZero();
    }

    private static void assertAllArrived(Client publisher, Client... subscribers) {
        for (Client subscriber : subscribers) {
            int before = -1;
            for (int i = 0; i < MESSAGES; i++) {
                String message = publisher.id + "-" + i;
                List<Integer> places = subscriber.got.getOrDefault(message, List.of());
                assertThat(places).as("%s at %s", message, subscriber.id).isNotEmpty();
                if (subscriber.granted == QoS.EXACTLY_ONCE && qos(i) == QoS.EXACTLY_ONCE) {
                    assertThat(places).as("%s at %s", message, subscriber.id).hasSize(1);
                }
                if (!publisher.local) {
                    assertThat(places.get(0))
                            .as("%s at %s", message, subscriber.id)
                            .isGreaterThan(before);
                }
                before = places.get(0);
            }
        }
    }

    private static QoS qos(int message) {
        return message % 3 == 0 ? QoS.AT_LEAST_ONCE : QoS.EXACTLY_ONCE;
    }

    /** A client as it should be, with the flows of the client library, over links that may break. */
    private final class Client implements SendFlow.Listener<Integer>, Link {
        final String id;
        final boolean local;
        final QoS granted;
        final ArrayDeque<Integer> toSend = new ArrayDeque<>();
        final Set<Integer> accepted = new HashSet<>();
        final Map<String, List<Integer>> got = new HashMap<>();
        final Set<String> done = new HashSet<>();
        private final SendFlow<Integer> send = new SendFlow<>(this);
        private final ReceiveFlow receive;
        private final List<Runnable> work = new ArrayList<>();
        private final List<Packet> outgoing = new ArrayList<>();
        private Rig.Device device;
        private boolean connected;
        private int arrivals;

        Client(String id, boolean local, QoS granted) {
            this.id = id;
            this.local = local;
            this.granted = granted;
            receive = new ReceiveFlow(!local);
        }

        void connect() throws ProtocolViolation {
            boolean first = device == null;
            device = rig.open(local);
            device.connect(id, false);
            List<Packet> packets = device.takePackets();
            assertThat(packets.get(0)).isEqualTo(new ConnAck(!first, ReasonCode.SUCCESS));
            connected = true;
            receive.connected(this);
            send.connected(this, 4);
            if (first && granted != null) {
                device.subscribe("#", granted);
            }
            handle(packets);
        }

        /** Does one thing; with {@code rough} it may also be that the connection breaks. */
        void step(boolean rough) throws ProtocolViolation {
            if (!connected || device.closed()) {
                disconnected();
                connect();
            } else if (rough && random.nextInt(12) == 0) {
                device.cut();
                disconnected();
            } else {
                handle(device.takePackets());
                if (!work.isEmpty() && (!rough || random.nextBoolean())) {
                    work.remove(random.nextInt(work.size())).run();
                }
                publishWhatIsReady();
                ship();
            }
        }

        private void disconnected() {
            connected = false;
            outgoing.clear();
            send.disconnected();
            receive.disconnected();
        }

        private void handle(List<Packet> packets) throws ProtocolViolation {
            for (Packet packet : packets) {
                if (packet instanceof Publish publish) {
                    onPublish(publish);
                } else if (packet instanceof PubAck ack) {
                    send.onPubAck(ack.packetId(), ack.reason());
                } else if (packet instanceof PubRec received) {
                    send.onPubRec(received.packetId(), received.reason());
                } else if (packet instanceof PubRel release) {
                    receive.onPubRel(release.packetId());
                } else if (packet instanceof PubComp complete) {
                    send.onPubComp(complete.packetId());
                }
            }
        }

        private void onPublish(Publish publish) throws ProtocolViolation {
            ReceiveFlow.Arrival arrival = receive.onPublish(publish);
            if (arrival != null) {
                String text = new String(publish.message().payload(), StandardCharsets.UTF_8);
                got.computeIfAbsent(text, key -> new ArrayList<>()).add(arrivals++);
                work.add(() -> {
                    done.add(text);
                    arrival.complete(ReasonCode.SUCCESS);
                });
            }
        }

        private void publishWhatIsReady() {
            while (send.ready() && !toSend.isEmpty()) {
                int next = toSend.remove();
                send.publish(
                        Rig.message("t/" + next % 7, id + "-" + next), qos(next), false, CopyProperties.NONE, next);
            }
        }

        private void ship() {
            if (!outgoing.isEmpty() && device.link.reading) {
                Packet[] batch = outgoing.toArray(new Packet[0]);
                outgoing.clear();
                device.send(batch);
            }
        }

        @Override
        public void onAccepted(Integer message, ReasonCode reason) {
            assertThat(accepted.add(message)).isTrue();
            for (Client bean : beans) {
                assertThat(accepted.stream().filter(each -> !bean.done.contains(id + "-" + each)))
                        .as("not done at %s", bean.id)
                        .hasSizeLessThanOrEqualTo(local ? maximumAhead : 0);
            }
        }

        @Override
        public void onCompleted(Integer message) {}

        @Override
        public boolean send(Packet packet) {
            return outgoing.add(packet);
        }

        @Override
        public boolean publish(
                Message message, QoS qos, boolean retain, boolean dup, int packetId, CopyProperties copy) {
            return outgoing.add(new Publish(message, qos, retain, dup, packetId));
        }

        @Override
        public void flush() {}

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public void reading(boolean on) {}

        @Override
        public void agreed(Agreement agreement) {}

        @Override
        public void close() {}

        @Override
        public boolean local() {
            return local;
        }

        @Override
        public String peer() {
            return "broker";
        }
    }
}
