package dev.mqttra.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.SubAck;
import dev.mqttra.protocol.packet.Subscribe;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.packet.Subscription.RetainHandling;
import dev.mqttra.protocol.packet.UnsubAck;
import dev.mqttra.protocol.packet.Unsubscribe;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Subscriptions in 5.0: options, identifiers, what the server does not offer. */
class Subscribe5Test {
    private final Rig rig = new Rig(Rig.config(MqttVersion.V5_0));
    private final Rig.Keeper keeper = new Rig.Keeper();

    private CompletableFuture<QoS> subscribe(Rig rig, String filter, MessageHandler handler) {
        return rig.client
                .subscribe(TopicFilter.of(filter), QoS.AT_LEAST_ONCE, handler)
                .toCompletableFuture();
    }

    private CompletableFuture<QoS> subscribe(String filter) {
        return subscribe(rig, filter, keeper);
    }

    private static List<Subscribe> subscribes(List<Packet> packets) {
        return packets.stream().map(Subscribe.class::cast).toList();
    }

    private static List<RetainHandling> handling(List<Packet> packets) {
        return subscribes(packets).stream()
                .map(packet -> packet.subscriptions().get(0).retainHandling())
                .toList();
    }

    private static int identifier(Subscribe packet) {
        return packet.properties().subscriptionIdentifiers().get(0);
    }

    private List<Integer> identifiers() {
        rig.client.start();
        rig.owner.runAll();
        rig.written();
        rig.accept(false);
        List<Packet> packets = rig.written();
        packets.forEach(rig::grant);
        return subscribes(packets).stream().map(Subscribe5Test::identifier).toList();
    }

    private static Publish named(String topic, String text, int packetId, int... identifiers) {
        Properties.Builder properties = Properties.builder();
        for (int identifier : identifiers) {
            properties.number(Property.SUBSCRIPTION_IDENTIFIER, identifier);
        }
        return new Publish(
                new Message(TopicName.of(topic), text.getBytes(StandardCharsets.UTF_8), properties.build()),
                QoS.AT_LEAST_ONCE,
                false,
                false,
                packetId);
    }

    private static CompletableFuture<Throwable> failure(CompletableFuture<?> stage) {
        return stage.handle((value, failure) -> failure);
    }

    @Test
    void eachSubscriptionHasAnIdentifierThatARestartDoesNotChange() {
        subscribe("a");
        subscribe("b/#");
        List<Integer> identifiers = identifiers();
        assertThat(identifiers).hasSize(2).doesNotHaveDuplicates().allMatch(id -> id >= 1 && id <= 268_435_455);
        Rig restarted = new Rig(Rig.config(MqttVersion.V5_0));
        subscribe(restarted, "b/#", keeper);
        subscribe(restarted, "a", keeper);
        restarted.client.start();
        restarted.owner.runAll();
        restarted.written();
        restarted.accept(true);
        assertThat(subscribes(restarted.written()))
                .extracting(Subscribe5Test::identifier)
                .containsExactly(identifiers.get(1), identifiers.get(0));
    }

    @Test
    void filtersWithOneHashHaveTwoIdentifiers() {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        subscribe("Aa");
        subscribe("BB");
        assertThat(identifiers()).doesNotHaveDuplicates();
    }

    @Test
    void aMessageGoesToTheSubscriptionsThatTheServerNames() {
        Rig.Keeper narrow = new Rig.Keeper();
        Rig.Keeper wide = new Rig.Keeper();
        subscribe(rig, "t/a", narrow);
        subscribe(rig, "t/#", wide);
        List<Integer> ids = identifiers();
        rig.link().receive(named("t/a", "narrow", 1, ids.get(0)), named("t/a", "wide", 2, ids.get(1)));
        assertThat(narrow.texts()).as("a copy for each").containsExactly("narrow");
        assertThat(wide.texts()).containsExactly("wide");
        rig.link().receive(named("t/a", "both", 3, ids.get(1), ids.get(0), ids.get(0)));
        assertThat(narrow.texts()).as("one copy for both").containsExactly("narrow", "both");
        assertThat(wide.texts()).containsExactly("wide", "both");
        assertThat(wide.last().message().properties().subscriptionIdentifiers()).hasSize(3);
    }

    @Test
    void withoutANameTheFiltersDecide() {
        Rig.Keeper narrow = new Rig.Keeper();
        Rig.Keeper wide = new Rig.Keeper();
        subscribe(rig, "t/a", narrow);
        subscribe(rig, "t/#", wide);
        List<Integer> ids = identifiers();
        rig.link().receive(Rig.arriving("t/a", "none", QoS.AT_LEAST_ONCE, 1));
        int unknown = ids.contains(1) ? 2 : 1;
        rig.link().receive(named("t/b", "another client's", 2, unknown));
        assertThat(narrow.texts()).containsExactly("none");
        assertThat(wide.texts()).containsExactly("none", "another client's");
    }

    /** [MQTT-4.5.0-2] */
    @Test
    void whatNobodySubscribedToIsAcknowledged() {
        subscribe("a");
        identifiers();
        rig.written();
        rig.link().receive(named("elsewhere", "x", 1, 268_435_455));
        assertThat(rig.written()).containsExactly(new PubAck(1));
        assertThat(rig.client.statistics().unmatched()).isEqualTo(1);
    }

    @Test
    void aServerWithoutIdentifiersGetsNone() {
        rig.saying(Property.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0);
        subscribe("a");
        rig.client.start();
        rig.owner.runAll();
        rig.written();
        rig.accept(false);
        assertThat(subscribes(rig.written()).get(0).properties()).isEqualTo(Properties.NONE);
        rig.link().receive(Rig.arriving("a", "x", QoS.AT_LEAST_ONCE, 1));
        assertThat(keeper.texts()).containsExactly("x");
    }

    @Test
    void theOptionsReachTheServer() {
        Subscription wanted =
                new Subscription(TopicFilter.of("a"), QoS.EXACTLY_ONCE, true, true, RetainHandling.DO_NOT_SEND);
        rig.client.subscribe(wanted, keeper);
        rig.connected();
        rig.reconnected(true);
        assertThat(subscribes(rig.written()).get(0).subscriptions()).containsExactly(wanted);
    }

    /** [MQTT-3.8.3-4] */
    @Test
    void noLocalIsNotForASharedSubscription() {
        Subscription wrong =
                new Subscription(TopicFilter.of("$share/g/a"), QoS.AT_MOST_ONCE, true, false, RetainHandling.SEND);
        assertThatThrownBy(() -> rig.client.subscribe(wrong, keeper))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a shared subscription has no No Local");
    }

    @Test
    void everyConnectionSubscribesAgainWithoutTheRetainedMessages() {
        subscribe("a");
        rig.connected();
        subscribe("b");
        List<Packet> later = rig.written();
        assertThat(handling(later)).as("the application subscribes").containsExactly(RetainHandling.SEND);
        later.forEach(rig::grant);
        rig.reconnected(true);
        assertThat(handling(rig.written())).containsExactly(RetainHandling.SEND_IF_NEW, RetainHandling.SEND_IF_NEW);
    }

    /** The server knows the subscription from before a restart, but this application has not had the retained messages. */
    @Test
    void aRestartedApplicationGetsTheRetainedMessagesInAResumedSessionToo() {
        subscribe("a");
        rig.client.start();
        rig.written();
        rig.accept(true);
        assertThat(handling(rig.written())).containsExactly(RetainHandling.SEND);
    }

    @Test
    void retainedMessagesThatMayHaveBeenLostAreAskedForAgain() {
        rig.connected();
        subscribe("a");
        assertThat(rig.written()).hasSize(1);
        rig.reconnected(true);
        assertThat(handling(rig.written())).as("no SUBACK came").containsExactly(RetainHandling.SEND);
    }

    private void assertRefused(String filter, Property property, ReasonCode code) {
        Rig limited = new Rig(Rig.config(MqttVersion.V5_0)).saying(property, 0).connected();
        CompletableFuture<QoS> stage = subscribe(limited, filter, keeper);
        subscribe(limited, "plain", keeper);
        List<Packet> packets = limited.written();
        assertThat(subscribes(packets)).hasSize(1);
        assertThat(failure(stage).join())
                .isInstanceOfSatisfying(SubscriptionRefusedException.class, failure -> assertThat(failure.reasonCode())
                        .isEqualTo(code));
        assertThat(limited.events.all).endsWith("subscription refused: " + filter + " " + code);
    }

    @Test
    void whatTheServerDoesNotOfferIsNotAskedFor() {
        assertRefused("a/#", Property.WILDCARD_SUBSCRIPTION_AVAILABLE, ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED);
        assertRefused(
                "$share/g/a", Property.SHARED_SUBSCRIPTION_AVAILABLE, ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED);
    }

    /** [MQTT-3.2.2-15] */
    @Test
    void aFilterThatDoesNotFitIsNotAskedFor() {
        rig.connected();
        rig.link().longestFilter = 3;
        CompletableFuture<QoS> stage = subscribe("long");
        assertThat(rig.written()).isEmpty();
        assertThat(failure(stage).join()).hasMessageContaining("PACKET_TOO_LARGE, it was not asked");
        CompletableFuture<QoS> fits = subscribe("a");
        rig.written().forEach(rig::grant);
        assertThat(fits).isCompletedWithValue(QoS.AT_LEAST_ONCE);
    }

    @Test
    void aRefusalSaysWhy() {
        rig.connected();
        CompletableFuture<QoS> stage = subscribe("a");
        Subscribe asked = (Subscribe) rig.written().get(0);
        rig.link()
                .receive(new SubAck(
                        asked.packetId(),
                        List.of(ReasonCode.QUOTA_EXCEEDED),
                        Properties.builder()
                                .string(Property.REASON_STRING, "enough")
                                .build()));
        assertThat(failure(stage).join())
                .hasMessage("the server refused the subscription to 'a': QUOTA_EXCEEDED, enough");
    }

    @Test
    void anUnsubackEndsTheRemovalWhateverItSays() {
        List<String> filters = new ArrayList<>(List.of("a", "b"));
        filters.forEach(this::subscribe);
        rig.connected();
        List<CompletableFuture<Void>> done = filters.stream()
                .map(filter -> rig.client.unsubscribe(TopicFilter.of(filter)).toCompletableFuture())
                .toList();
        Unsubscribe asked = (Unsubscribe) rig.written().get(0);
        rig.link()
                .receive(new UnsubAck(
                        asked.packetId(),
                        List.of(ReasonCode.NO_SUBSCRIPTION_EXISTED, ReasonCode.NOT_AUTHORIZED),
                        Properties.NONE));
        assertThat(done).allMatch(CompletableFuture::isDone);
        assertThat(rig.client.state()).isEqualTo(ClientState.CONNECTED);
        subscribe("c");
        rig.written().forEach(rig::grant);
        rig.client.unsubscribe(TopicFilter.of("c"));
        Unsubscribe last = (Unsubscribe) rig.written().get(0);
        rig.link().receive(new UnsubAck(last.packetId(), List.of(), Properties.NONE));
        assertThat(rig.client.lastFailure()).contains("UNSUBACK has 0 codes for 1");
    }
}
