package dev.mqttra.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import dev.mqttra.protocol.link.LocalLink;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.Publisher;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.SubAck;
import dev.mqttra.protocol.packet.Subscribe;
import dev.mqttra.protocol.packet.UserProperty;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A client and a recording broker joined inside the VM, on one owner, as the adapter's hosted mode has it. */
class LocalClientTest {
    private final SimulatedOwner owner = new SimulatedOwner();
    private final Rig.Keeper keeper = new Rig.Keeper();
    private RecordingBroker broker;
    private final MqttClient client = new MqttClient(
            Rig.config(null).keepAlive(Duration.ofSeconds(10)).receiveMaximum(4).build(),
            owner,
            (opened, failed) -> LocalLink.connect(
                    new LocalLink.End("client", owner, opened),
                    new LocalLink.End("broker", owner, link -> broker = new RecordingBroker(link)),
                    owner::now),
            new Rig.Events(),
            new SplittableRandom(1));

    /** Accepts, grants and acknowledges all, and writes it down. */
    private static final class RecordingBroker implements LinkHandler {
        final Link link;
        final List<Packet> packets = new ArrayList<>();
        String closed;

        RecordingBroker(Link link) {
            this.link = link;
        }

        @Override
        public void onPacket(Packet packet, long now) {
            packets.add(packet);
            if (packet instanceof Connect) {
                link.send(new ConnAck(false, ReasonCode.SUCCESS));
            } else if (packet instanceof Subscribe subscribe) {
                link.send(new SubAck(
                        subscribe.packetId(),
                        subscribe.subscriptions().stream()
                                .map(s -> ReasonCode.granted(s.qos()))
                                .toList()));
            } else if (packet instanceof Publish publish && publish.qos() == QoS.AT_LEAST_ONCE) {
                link.send(new PubAck(publish.packetId()));
            }
        }

        @Override
        public void onBatchEnd(long now) {
            link.flush();
        }

        @Override
        public void onViolation(ProtocolViolation violation, long now) {
            throw new AssertionError(violation);
        }

        @Override
        public void onWritable(long now) {}

        @Override
        public void onClosed(String reason, long now) {
            closed = reason;
        }

        void deliver(Message message, int from, int to) {
            for (int id = from; id <= to; id++) {
                link.publish(message, QoS.AT_LEAST_ONCE, false, false, id, CopyProperties.NONE);
            }
            link.flush();
        }

        List<Packet> packets() {
            List<Packet> taken = List.copyOf(packets);
            packets.clear();
            return taken;
        }
    }

    @Test
    void theWholePathInsideTheVm() {
        CompletableFuture<QoS> granted =
                client.subscribe(TopicFilter.of("t"), QoS.AT_LEAST_ONCE, keeper).toCompletableFuture();
        client.start();
        owner.runAll();
        assertThat(granted).isCompletedWithValue(QoS.AT_LEAST_ONCE);
        Connect connect = (Connect) broker.packets().get(0);
        assertThat(connect.keepAlive()).isZero();
        assertThat(connect.properties().number(Property.RECEIVE_MAXIMUM, 0)).isEqualTo(4);
        owner.pass(Duration.ofHours(1));
        assertThat(broker.packets()).as("no pings inside the VM").isEmpty();

        CompletableFuture<Void> published =
                client.publish(Rig.message("x", "1"), QoS.AT_LEAST_ONCE, false).toCompletableFuture();
        owner.runAll();
        assertThat(published).isCompleted();
        broker.packets();

        Message message = Rig.message("t", "m").from(new Publisher("device-1", "alice"));
        broker.deliver(message, 1, 2);
        owner.runAll();
        assertThat(keeper.last().message()).isSameAs(message);
        assertThat(keeper.batches).isEqualTo(1);
        keeper.deliveries.get(1).acknowledge();
        owner.runAll();
        assertThat(broker.packets()).as("no order inside the VM").containsExactly(new PubAck(2));
        keeper.deliveries.get(0).acknowledge();
        owner.runAll();
        assertThat(broker.packets()).containsExactly(new PubAck(1));

        CompletableFuture<Void> closed = client.close().toCompletableFuture();
        owner.runAll();
        assertThat(closed).isCompleted();
        assertThat(broker.packets()).containsExactly(new Disconnect(ReasonCode.SUCCESS));
        assertThat(broker.closed).isEqualTo("closed by client");
    }

    @Test
    void aRefusalIsSaidInTheAcknowledgementAndTheFirstWordCounts() {
        client.subscribe(TopicFilter.of("t"), QoS.AT_LEAST_ONCE, keeper);
        client.start();
        owner.runAll();
        broker.packets();
        broker.deliver(Rig.message("t", "m"), 1, 2);
        owner.runAll();
        keeper.deliveries.get(0).refuse(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
        keeper.deliveries.get(0).acknowledge();
        keeper.deliveries.get(1).acknowledge();
        keeper.deliveries.get(1).refuse(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
        owner.runAll();
        assertThat(broker.packets())
                .containsExactly(new PubAck(1, ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR), new PubAck(2));
        assertThatThrownBy(() -> keeper.deliveries.get(0).refuse(ReasonCode.SUCCESS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBrokerThatIgnoresTheReceiveMaximumIsNotReadFromBeyondIt() {
        client.subscribe(TopicFilter.of("t"), QoS.AT_LEAST_ONCE, keeper);
        client.start();
        owner.runAll();
        broker.deliver(Rig.message("t", "m"), 1, 10);
        owner.runAll();
        assertThat(keeper.deliveries).hasSize(5);
        keeper.deliveries.subList(0, 3).forEach(Delivery::acknowledge);
        owner.runAll();
        assertThat(keeper.deliveries).hasSize(8);
        while (client.statistics().acknowledged() < 10) {
            List.copyOf(keeper.deliveries).forEach(Delivery::acknowledge);
            owner.runAll();
        }
        assertThat(keeper.deliveries).hasSize(10);
    }

    @Test
    void aBrokerThatGoesIsConnectedToAgain() {
        client.start();
        owner.runAll();
        RecordingBroker first = broker;
        owner.run(first.link::close);
        assertThat(client.state()).isEqualTo(ClientState.WAITING);
        owner.pass(Duration.ofSeconds(1));
        assertThat(broker).isNotSameAs(first);
        assertThat(client.state()).isEqualTo(ClientState.CONNECTED);
    }

    @Test
    void insideTheVm5IsSpokenToo() {
        client.subscribe(TopicFilter.of("t"), QoS.AT_LEAST_ONCE, keeper);
        client.start();
        owner.runAll();
        List<Packet> packets = broker.packets();
        assertThat(((Connect) packets.get(0)).version()).isEqualTo(MqttVersion.V5_0);
        int identifier = ((Subscribe) packets.get(1))
                .properties()
                .subscriptionIdentifiers()
                .get(0);
        Properties properties = Properties.builder()
                .string(Property.CONTENT_TYPE, "text/plain")
                .userProperty("a", "b")
                .build();
        Message message = new Message(TopicName.of("t"), new byte[0], properties);
        broker.link.publish(
                message,
                QoS.AT_LEAST_ONCE,
                false,
                false,
                1,
                new CopyProperties(new int[] {identifier}, CopyProperties.AS_PUBLISHED));
        broker.link.flush();
        owner.runAll();
        Properties arrived = keeper.last().message().properties();
        assertThat(arrived.userProperties()).containsExactly(new UserProperty("a", "b"));
        assertThat(arrived.string(Property.CONTENT_TYPE)).isEqualTo("text/plain");
        assertThat(arrived.subscriptionIdentifiers()).containsExactly(identifier);
    }
}
