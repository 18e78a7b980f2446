package dev.mqttra.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.SubAck;
import dev.mqttra.protocol.packet.Subscribe;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.packet.UnsubAck;
import dev.mqttra.protocol.packet.Unsubscribe;
import dev.mqttra.protocol.topic.TopicFilter;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the server is told about subscriptions, and when. */
class SubscribeTest {
    private final Rig rig = new Rig();
    private final Rig.Keeper keeper = new Rig.Keeper();

    private CompletableFuture<QoS> subscribe(String filter, QoS qos) {
        return rig.client.subscribe(TopicFilter.of(filter), qos, keeper).toCompletableFuture();
    }

    private CompletableFuture<Void> unsubscribe(String filter) {
        return rig.client.unsubscribe(TopicFilter.of(filter)).toCompletableFuture();
    }

    private static List<String> filters(List<Packet> packets) {
        return packets.stream()
                .flatMap(packet -> packet instanceof Subscribe subscribe
                        ? subscribe.subscriptions().stream()
                                .map(subscription -> "+" + subscription.filter() + " "
                                        + subscription.qos().value())
                        : ((Unsubscribe) packet).filters().stream().map(filter -> "-" + filter))
                .toList();
    }

    @Test
    void whatWasAddedBeforeTheStartIsSentAtConnack() {
        CompletableFuture<QoS> a = subscribe("a", QoS.AT_LEAST_ONCE);
        CompletableFuture<QoS> b = subscribe("b/#", QoS.EXACTLY_ONCE);
        rig.client.start();
        rig.owner.runAll();
        rig.written();
        rig.accept(false);
        List<Packet> packets = rig.written();
        assertThat(packets)
                .containsExactly(new Subscribe(
                        1,
                        List.of(
                                new Subscription(TopicFilter.of("a"), QoS.AT_LEAST_ONCE),
                                new Subscription(TopicFilter.of("b/#"), QoS.EXACTLY_ONCE)),
                        Properties.NONE));
        rig.link().receive(new SubAck(1, List.of(ReasonCode.GRANTED_QOS_1, ReasonCode.GRANTED_QOS_1)));
        assertThat(a).isCompletedWithValue(QoS.AT_LEAST_ONCE);
        assertThat(b).isCompletedWithValue(QoS.AT_LEAST_ONCE);
    }

    @Test
    void manyGoInPacketsOfEight() {
        IntStream.range(0, 20).forEach(i -> subscribe("f/" + i, QoS.AT_MOST_ONCE));
        rig.client.start();
        rig.owner.runAll();
        rig.written();
        rig.accept(false);
        List<Packet> packets = rig.written();
        assertThat(packets)
                .extracting(packet -> ((Subscribe) packet).subscriptions().size())
                .containsExactly(8, 8, 4);
        assertThat(packets)
                .extracting(packet -> ((Subscribe) packet).packetId())
                .containsExactly(1, 2, 3);
    }

    @Test
    void aNewSessionGetsAllOfThemAgain() {
        subscribe("a", QoS.AT_LEAST_ONCE);
        subscribe("b", QoS.AT_LEAST_ONCE);
        rig.connected();
        rig.reconnected(false);
        assertThat(filters(rig.written())).containsExactly("+a 1", "+b 1");
    }

    @Test
    void aResumedSessionGetsOnlyWhatItHasNotGranted() {
        subscribe("granted", QoS.AT_LEAST_ONCE);
        rig.connected();
        subscribe("refused", QoS.AT_LEAST_ONCE);
        rig.owner.runAll();
        Subscribe asked = (Subscribe) rig.written().get(0);
        rig.link().receive(new SubAck(asked.packetId(), List.of(ReasonCode.UNSPECIFIED_ERROR)));
        subscribe("unanswered", QoS.AT_LEAST_ONCE);
        rig.owner.runAll();
        rig.link().lose();
        subscribe("offline", QoS.AT_LEAST_ONCE);
        rig.comeBack(true);
        assertThat(filters(rig.written())).containsExactly("+refused 1", "+unanswered 1", "+offline 1");
        rig.reconnected(true);
        assertThat(filters(rig.written())).as("none was answered").hasSize(3);
    }

    @Test
    void aNewObjectCannotKnowWhatWasGrantedBefore() {
        subscribe("a", QoS.AT_LEAST_ONCE);
        rig.client.start();
        rig.owner.runAll();
        rig.written();
        rig.accept(true);
        assertThat(filters(rig.written())).containsExactly("+a 1");
    }

    @Test
    void aChangedQoSIsSubscribedToAnew() {
        CompletableFuture<QoS> before = subscribe("a", QoS.AT_MOST_ONCE);
        rig.connected();
        assertThat(before).isCompletedWithValue(QoS.AT_MOST_ONCE);
        CompletableFuture<QoS> replaced = subscribe("a", QoS.AT_LEAST_ONCE);
        CompletableFuture<QoS> now = subscribe("a", QoS.EXACTLY_ONCE);
        List<Packet> packets = rig.written();
        assertThat(filters(packets)).containsExactly("+a 2");
        assertThat(replaced).isCancelled();
        rig.grant(packets.get(0));
        assertThat(now).isCompletedWithValue(QoS.EXACTLY_ONCE);
        rig.link().receive(Rig.arriving("a", "x", QoS.AT_LEAST_ONCE, 1));
        assertThat(keeper.texts()).containsExactly("x");
    }

    @Test
    void aRefusalIsToldAndTriedOnTheNextConnection() {
        CompletableFuture<QoS> a = subscribe("a", QoS.AT_LEAST_ONCE);
        rig.client.start();
        rig.owner.runAll();
        rig.accept(false);
        rig.link().receive(new SubAck(1, List.of(ReasonCode.UNSPECIFIED_ERROR)));
        assertThat(a).isCompletedExceptionally();
        assertThat(a.handle((qos, failure) -> failure).join()).isInstanceOf(SubscriptionRefusedException.class);
        assertThat(rig.events.all).contains("subscription refused: a UNSPECIFIED_ERROR");
        rig.reconnected(true);
        assertThat(filters(rig.written())).containsExactly("+a 1");
    }

    @Test
    void anAnswerOfTheWrongLengthEndsTheConnection() {
        subscribe("a", QoS.AT_LEAST_ONCE);
        rig.client.start();
        rig.owner.runAll();
        rig.accept(false);
        rig.link().receive(new SubAck(99, List.of(ReasonCode.SUCCESS)));
        assertThat(rig.client.state()).isEqualTo(ClientState.CONNECTED);
        rig.link().receive(new SubAck(1, List.of(ReasonCode.SUCCESS, ReasonCode.SUCCESS)));
        assertThat(rig.links.get(0).closed).isTrue();
        assertThat(rig.events.all.get(1)).contains("SUBACK has 2 codes for 1 subscriptions");
    }

    @Test
    void unsubscribeTellsTheServerAndStopsTheHandlerAtOnce() {
        subscribe("a", QoS.AT_LEAST_ONCE);
        rig.connected();
        CompletableFuture<Void> done = unsubscribe("a");
        List<Packet> packets = rig.written();
        assertThat(filters(packets)).containsExactly("-a");
        assertThat(done).isNotDone();
        rig.link().receive(Rig.arriving("a", "late", QoS.AT_LEAST_ONCE, 9));
        assertThat(keeper.deliveries).isEmpty();
        assertThat(rig.client.statistics().unmatched()).isEqualTo(1);
        rig.link().receive(new UnsubAck(((Unsubscribe) packets.get(0)).packetId(), List.of()));
        assertThat(done).isCompleted();
        assertThat(unsubscribe("never there")).isNotDone();
        rig.owner.runAll();
        rig.reconnected(true);
        assertThat(filters(rig.written())).isEmpty();
    }

    @Test
    void aResumedSessionIsUnsubscribedFromWhatWasRemovedMeanwhile() {
        subscribe("offline", QoS.AT_LEAST_ONCE);
        subscribe("unanswered", QoS.AT_LEAST_ONCE);
        subscribe("back", QoS.AT_LEAST_ONCE);
        rig.connected();
        CompletableFuture<Void> unanswered = unsubscribe("unanswered");
        rig.owner.runAll();
        rig.link().lose();
        assertThat(unanswered).isCompleted();
        CompletableFuture<Void> offline = unsubscribe("offline");
        unsubscribe("back");
        subscribe("back", QoS.AT_MOST_ONCE);
        rig.owner.runAll();
        assertThat(offline).isCompleted();
        rig.comeBack(true);
        assertThat(filters(rig.written())).containsExactly("-unanswered", "-offline", "+back 0");
        rig.reconnected(false);
        assertThat(filters(rig.written()))
                .as("a new session has nothing to remove")
                .containsExactly("+back 0");
    }

    @Test
    void whatIsSubscribedAgainIsNotUnsubscribedByTheNextConnection() {
        subscribe("a", QoS.AT_LEAST_ONCE);
        rig.connected();
        unsubscribe("a");
        rig.owner.runAll();
        subscribe("a", QoS.AT_LEAST_ONCE);
        assertThat(filters(rig.written())).containsExactly("-a", "+a 1");
        rig.reconnected(true);
        assertThat(filters(rig.written())).containsExactly("+a 1");
    }

    @Test
    void closingCancelsWhatIsNotAnswered() {
        CompletableFuture<QoS> a = subscribe("a", QoS.AT_LEAST_ONCE);
        rig.client.close();
        CompletableFuture<QoS> b = subscribe("b", QoS.AT_LEAST_ONCE);
        rig.owner.runAll();
        assertThat(a).isCancelled();
        assertThat(b).isCancelled();
        assertThat(b.handle((qos, failure) -> failure).join()).isInstanceOf(CancellationException.class);
    }
}
