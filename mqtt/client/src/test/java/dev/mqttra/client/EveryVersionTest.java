package dev.mqttra.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PingReq;
import dev.mqttra.protocol.packet.PingResp;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.Subscribe;
import dev.mqttra.protocol.topic.TopicFilter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every version asks of a client alike, shown at each of them. */
class EveryVersionTest {
    private static Rig rig(MqttVersion version) {
        return new Rig(Rig.config(version).keepAlive(Duration.ofSeconds(20)));
    }

    private static Rig subscribed(MqttVersion version, Rig.Keeper keeper) {
        Rig rig = rig(version);
        rig.client.subscribe(TopicFilter.of("t"), QoS.EXACTLY_ONCE, keeper);
        return rig.connected();
    }

    private static CompletableFuture<Void> publish(Rig rig, String text, QoS qos) {
        return rig.client.publish(Rig.message("t", text), qos, false).toCompletableFuture();
    }

    /** CONNACK of 3.1 cannot say that the session is there. */
    private static void comeBack(Rig rig, MqttVersion version) {
        rig.comeBack(version != MqttVersion.V3_1);
    }

    /** Without what every version but 3.1.1 subscribes to again. */
    private static List<String> texts(List<Packet> packets) {
        return packets.stream()
                .filter(packet -> !(packet instanceof Subscribe))
                .map(packet -> packet instanceof Publish publish
                        ? new String(publish.message().payload(), StandardCharsets.UTF_8) + " id " + publish.packetId()
                                + (publish.dup() ? " dup" : "")
                        : packet instanceof PubRel pubRel ? "PUBREL " + pubRel.packetId() : packet.type() + "")
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void connectIsTheFirstPacketAndASilentServerIsAskedAgain(MqttVersion version) {
        Rig rig = rig(version);
        rig.client.start();
        List<Packet> first = rig.written();
        assertThat(first).hasSize(1);
        assertThat(((Connect) first.get(0)).version()).isEqualTo(version);
        rig.owner.pass(Duration.ofSeconds(10));
        assertThat(rig.links.get(0).closed).isTrue();
        rig.nextLink();
        assertThat(((Connect) rig.written().get(0)).version()).isEqualTo(version);
    }

    @ParameterizedTest
    @EnumSource
    void pingsWhenItHasNothingToSayAndLeavesAServerThatDoesNotAnswer(MqttVersion version) {
        Rig rig = rig(version).connected();
        rig.owner.pass(Duration.ofSeconds(15));
        assertThat(rig.written()).containsExactly(new PingReq());
        rig.link().receive(new PingResp());
        rig.owner.pass(Duration.ofSeconds(15));
        assertThat(rig.written()).containsExactly(new PingReq());
        rig.owner.pass(Duration.ofSeconds(20));
        assertThat(rig.links.get(0).closed).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void repeatsWhatIsInFlightInItsOrder(MqttVersion version) {
        Rig rig = rig(version).connected();
        CompletableFuture<Void> a = publish(rig, "a", QoS.EXACTLY_ONCE);
        publish(rig, "b", QoS.AT_LEAST_ONCE);
        CompletableFuture<Void> c = publish(rig, "c", QoS.EXACTLY_ONCE);
        assertThat(texts(rig.written())).containsExactly("a id 1", "b id 2", "c id 3");
        rig.link().receive(new PubRec(1));
        assertThat(texts(rig.written())).containsExactly("PUBREL 1");
        rig.link().lose();
        publish(rig, "d", QoS.AT_LEAST_ONCE);
        comeBack(rig, version);
        assertThat(texts(rig.written())).containsExactly("PUBREL 1", "b id 2 dup", "c id 3 dup", "d id 4");
        rig.link().receive(new PubComp(1), new PubAck(2), new PubRec(3), new PubComp(3), new PubAck(4));
        assertThat(a).isCompleted();
        assertThat(c).isCompleted();
        assertThat(rig.client.statistics().pending()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void deliversQos2OnceOverConnectionsAndAcknowledgesEachRepeat(MqttVersion version) {
        Rig.Keeper keeper = new Rig.Keeper();
        Rig rig = subscribed(version, keeper);
        rig.link().receive(Rig.arriving("t", "x", QoS.EXACTLY_ONCE, 5));
        keeper.last().acknowledge();
        assertThat(rig.written()).containsExactly(new PubRec(5));
        rig.link().lose();
        comeBack(rig, version);
        rig.written().forEach(rig::grant);
        rig.link().receive(Rig.repeated("t", "x", QoS.EXACTLY_ONCE, 5));
        assertThat(rig.written()).containsExactly(new PubRec(5));
        rig.link().receive(new PubRel(5));
        assertThat(rig.written()).containsExactly(new PubComp(5));
        assertThat(keeper.texts()).containsExactly("x");
        rig.link().receive(Rig.arriving("t", "y", QoS.EXACTLY_ONCE, 5));
        assertThat(keeper.texts()).as("the identifier is free").containsExactly("x", "y");
    }

    @ParameterizedTest
    @EnumSource
    void acknowledgesInTheOrderOfArrival(MqttVersion version) {
        Rig.Keeper keeper = new Rig.Keeper();
        Rig rig = subscribed(version, keeper);
        rig.link()
                .receive(
                        Rig.arriving("t", "1", QoS.AT_LEAST_ONCE, 1),
                        Rig.arriving("t", "2", QoS.EXACTLY_ONCE, 2),
                        Rig.arriving("t", "3", QoS.AT_LEAST_ONCE, 3),
                        Rig.arriving("t", "4", QoS.EXACTLY_ONCE, 4));
        keeper.deliveries.get(3).acknowledge();
        keeper.deliveries.get(2).acknowledge();
        assertThat(rig.written()).isEmpty();
        keeper.deliveries.get(1).acknowledge();
        assertThat(rig.written()).containsExactly(new PubRec(2), new PubRec(4));
        keeper.deliveries.get(0).acknowledge();
        assertThat(rig.written()).containsExactly(new PubAck(1), new PubAck(3));
    }

    @ParameterizedTest
    @EnumSource
    void releasesInTheOrderOfThePubRecs(MqttVersion version) {
        Rig rig = rig(version).connected();
        publish(rig, "a", QoS.EXACTLY_ONCE);
        publish(rig, "b", QoS.EXACTLY_ONCE);
        publish(rig, "c", QoS.EXACTLY_ONCE);
        rig.written();
        rig.link().receive(new PubRec(3), new PubRec(1), new PubRec(2));
        assertThat(texts(rig.written())).containsExactly("PUBREL 3", "PUBREL 1", "PUBREL 2");
    }

    @ParameterizedTest
    @EnumSource
    void acknowledgesWhatNobodyWants(MqttVersion version) {
        Rig rig = rig(version).connected();
        rig.link()
                .receive(
                        Rig.arriving("other", "x", QoS.AT_LEAST_ONCE, 1),
                        Rig.arriving("other", "y", QoS.EXACTLY_ONCE, 2),
                        Rig.arriving("other", "z", QoS.AT_MOST_ONCE, 0));
        assertThat(rig.written()).containsExactly(new PubAck(1), new PubRec(2));
    }

    @ParameterizedTest
    @EnumSource
    void nothingFollowsDisconnectAndTheConnectionIsClosed(MqttVersion version) {
        Rig rig = rig(version).connected();
        rig.client.close();
        publish(rig, "late", QoS.AT_MOST_ONCE);
        assertThat(rig.written()).containsExactly(new Disconnect(ReasonCode.SUCCESS));
        assertThat(rig.link().closed).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void eachRequestHasAnIdentifierOfItsOwnUntilItsAnswer(MqttVersion version) {
        Rig rig = rig(version).connected();
        publish(rig, "a", QoS.AT_LEAST_ONCE);
        rig.client.subscribe(TopicFilter.of("s"), QoS.AT_MOST_ONCE, delivery -> {});
        publish(rig, "b", QoS.EXACTLY_ONCE);
        List<Packet> packets = rig.written();
        List<Integer> ids = packets.stream()
                .map(packet ->
                        packet instanceof Subscribe subscribe ? subscribe.packetId() : ((Publish) packet).packetId())
                .toList();
        assertThat(ids).hasSize(3).doesNotHaveDuplicates().allMatch(id -> id >= 1 && id <= 65_535);
        packets.forEach(rig::grant);
        rig.written();
        publish(rig, "c", QoS.AT_LEAST_ONCE);
        int next = ((Publish) rig.written().get(0)).packetId();
        assertThat(packets.stream().filter(packet -> packet instanceof Publish))
                .extracting(packet -> ((Publish) packet).packetId())
                .doesNotContain(next);
    }

    /** In 3.1 the server may have the session or not: both subscriptions and what is in flight are said again. */
    @ParameterizedTest
    @EnumSource(names = "V3_1")
    void what31CannotSayIsTakenAsItDoesNoHarm(MqttVersion version) {
        Rig.Keeper keeper = new Rig.Keeper();
        Rig rig = subscribed(version, keeper);
        CompletableFuture<Void> exact = publish(rig, "a", QoS.EXACTLY_ONCE);
        rig.written();
        rig.link().lose();
        comeBack(rig, version);
        List<Packet> packets = rig.written();
        assertThat(packets.stream().filter(packet -> packet instanceof Subscribe))
                .hasSize(1);
        assertThat(packets.stream().filter(packet -> packet instanceof Publish publish && publish.dup()))
                .hasSize(1);
        assertThat(exact).isNotDone();
    }
}
