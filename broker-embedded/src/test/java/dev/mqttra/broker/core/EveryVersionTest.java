package dev.mqttra.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.Authenticator.Decision;
import dev.mqttra.broker.Authorizer;
import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PingReq;
import dev.mqttra.protocol.packet.PingResp;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.Publisher;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.SubAck;
import dev.mqttra.protocol.packet.Subscribe;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.packet.UnsubAck;
import dev.mqttra.protocol.packet.Unsubscribe;
import dev.mqttra.protocol.packet.Will;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every version asks of a broker alike, shown at each of them. */
class EveryVersionTest {
    private static Connect packet(MqttVersion version, String clientId, boolean clean, int keepAlive, Will will) {
        Properties properties = version == MqttVersion.V5_0 && !clean
                ? Properties.builder()
                        .number(Property.SESSION_EXPIRY_INTERVAL, 0xFFFF_FFFFL)
                        .build()
                : Properties.NONE;
        return new Connect(version, clientId, clean, keepAlive, will, null, null, properties);
    }

    private static Device clean(Rig rig, MqttVersion version, String clientId) {
        return rig.open().send(packet(version, clientId, true, 0, null));
    }

    private static Device persistent(Rig rig, MqttVersion version, String clientId) {
        return rig.open().send(packet(version, clientId, false, 0, null));
    }

    private static Device withWill(Rig rig, MqttVersion version, int keepAlive, boolean retain) {
        Will will = Rig.will("will", "gone", QoS.AT_MOST_ONCE, retain);
        return rig.open().up(packet(version, "w", true, keepAlive, will));
    }

    private static Device listener(Rig rig, MqttVersion version, String filter, QoS qos) {
        Device listener = clean(rig, version, "listener of " + filter).subscribe(filter, qos);
        listener.take();
        return listener;
    }

    private static List<String> publishes(Device device) {
        return device.take().stream().filter(text -> text.startsWith("PUBLISH")).toList();
    }

    private static List<Packet> answers(Device device) {
        return device.takePackets().stream()
                .filter(packet -> packet instanceof SubAck || packet instanceof UnsubAck)
                .toList();
    }

    private static ConnAck connAck(Device device) {
        return (ConnAck) device.takePackets().get(0);
    }

    private static Publish repeat(String topic, String payload, QoS qos, int id) {
        return new Publish(Rig.message(topic, payload), qos, false, true, id);
    }

    // --- connections

    @ParameterizedTest
    @EnumSource
    void theOlderConnectionOfAClientEnds(MqttVersion version) {
        Rig rig = new Rig();
        Device old = clean(rig, version, "a");
        Device fresh = clean(rig, version, "a");
        assertThat(old.closed()).isTrue();
        assertThat(connAck(fresh).reason()).isEqualTo(ReasonCode.SUCCESS);
        assertThat(fresh.closed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aSecondConnectEndsTheConnection(MqttVersion version) {
        Rig rig = new Rig();
        Device device = clean(rig, version, "a");
        device.take();
        device.send(packet(version, "a", true, 0, null));
        assertThat(device.closed()).isTrue();
        assertThat(device.takePackets()).noneMatch(packet -> packet instanceof ConnAck);
    }

    @ParameterizedTest
    @EnumSource
    void admitsEveryIdOf1To23LettersAndDigits(MqttVersion version) {
        Rig rig = new Rig();
        String all = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        for (int i = 0; i < all.length(); i++) {
            String id = (all + all).substring(i, i + 1 + i % 23);
            assertThat(connAck(clean(rig, version, id)).reason()).as(id).isEqualTo(ReasonCode.SUCCESS);
        }
        assertThat(connAck(clean(rig, version, all.substring(0, 23))).reason()).isEqualTo(ReasonCode.SUCCESS);
    }

    @ParameterizedTest
    @EnumSource(names = "V3_1")
    void anEmptyIdOf31IsRefusedCleanOrNot(MqttVersion version) {
        Rig rig = new Rig();
        for (boolean clean : new boolean[] {true, false}) {
            Device device = rig.open().send(packet(version, "", clean, 0, null));
            assertThat(connAck(device).reason()).isEqualTo(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
            assertThat(device.closed()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIdThatBelongsInsideTheVmIsRefused(MqttVersion version) {
        Rig rig = new Rig();
        rig.local("app");
        Device device = clean(rig, version, "app");
        assertThat(connAck(device).reason()).isEqualTo(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
        assertThat(device.closed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void nothingComesBeforeConnAckAndNothingOfARefusedClientIsProcessed(MqttVersion version) {
        ArrayDeque<CompletableFuture<Decision>> answers = new ArrayDeque<>();
        Rig rig = new Rig(BrokerConfig.builder()
                .authenticator(login -> {
                    answers.add(new CompletableFuture<>());
                    return answers.getLast();
                })
                .build());
        Publish retained = new Publish(Rig.message("x", "1"), QoS.AT_LEAST_ONCE, true, false, 1);
        Device device = rig.open().send(packet(version, "a", false, 0, null), retained, PingReq.INSTANCE);
        assertThat(device.takePackets()).isEmpty();
        answers.remove().complete(Decision.accept(null));
        rig.settle();
        assertThat(connAck(device).reason()).isEqualTo(ReasonCode.SUCCESS);
        device.cut();

        Device refused = rig.open().send(packet(version, "a", false, 0, null), retained, PingReq.INSTANCE);
        long before = rig.core.statistics().received();
        answers.remove().complete(Decision.refuse());
        rig.settle();
        List<Packet> packets = refused.takePackets();
        assertThat(packets).hasSize(1);
        ConnAck refusal = (ConnAck) packets.get(0);
        assertThat(refusal.reason().isError()).isTrue();
        assertThat(refusal.sessionPresent()).as("a session is stored").isFalse();
        assertThat(refused.closed()).isTrue();
        assertThat(rig.core.statistics().received()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void aPingIsAnswered(MqttVersion version) {
        Device device = clean(new Rig(), version, "a");
        device.take();
        assertThat(device.send(PingReq.INSTANCE).takePackets()).containsExactly(PingResp.INSTANCE);
    }

    @ParameterizedTest
    @EnumSource
    void disconnectClosesTheConnection(MqttVersion version) {
        Device device = clean(new Rig(), version, "a");
        device.disconnect();
        assertThat(device.closed()).isTrue();
    }

    // --- sessions

    @ParameterizedTest
    @EnumSource
    void aPersistentSessionKeepsSubscriptionsMessagesAndWhatIsInFlight(MqttVersion version) {
        Rig rig = new Rig();
        Device first = persistent(rig, version, "s").subscribe("x", QoS.EXACTLY_ONCE);
        Device publisher = rig.clean("p");
        for (int i = 1; i <= 3; i++) {
            publisher.publish("x", "" + i, i == 2 ? QoS.AT_LEAST_ONCE : QoS.EXACTLY_ONCE, i);
        }
        assertThat(publishes(first))
                .containsExactly("PUBLISH x=1 qos2 id1", "PUBLISH x=2 qos1 id2", "PUBLISH x=3 qos2 id3");
        first.send(new PubRec(1, ReasonCode.SUCCESS));
        first.cut();
        publisher.publish("x", "4", QoS.AT_LEAST_ONCE, 4);
        publisher.publish("x", "5", QoS.EXACTLY_ONCE, 5);
        Device second = persistent(rig, version, "s");
        List<Packet> packets = second.takePackets();
        assertThat(((ConnAck) packets.get(0)).sessionPresent()).isEqualTo(version != MqttVersion.V3_1);
        assertThat(packets.stream().skip(1).map(Rig::text))
                .containsExactly(
                        "PUBREL id1",
                        "PUBLISH x=2 qos1 dup id2",
                        "PUBLISH x=3 qos2 dup id3",
                        "PUBLISH x=4 qos1 id4",
                        "PUBLISH x=5 qos2 id5");
        second.send(new PubComp(1, ReasonCode.SUCCESS)).ack(2).send(new PubRec(3, ReasonCode.SUCCESS));
        assertThat(second.take()).containsExactly("PUBREL id3");
    }

    @ParameterizedTest
    @EnumSource
    void aCleanSessionForgetsWhatWasAndIsForgotten(MqttVersion version) {
        Rig rig = new Rig();
        Device publisher = rig.clean("p").retain("kept", "1", QoS.AT_MOST_ONCE, 0);
        persistent(rig, version, "s").subscribe("x", QoS.AT_LEAST_ONCE).cut();
        publisher.publish("x", "1", QoS.AT_LEAST_ONCE, 1);
        Device clean = clean(rig, version, "s");
        publisher.publish("x", "2", QoS.AT_LEAST_ONCE, 2);
        List<Packet> packets = clean.takePackets();
        assertThat(packets).hasSize(1);
        assertThat(((ConnAck) packets.get(0)).sessionPresent()).isFalse();
        clean.subscribe("x", QoS.AT_LEAST_ONCE).cut();
        publisher.publish("x", "3", QoS.AT_LEAST_ONCE, 3);
        Device last = persistent(rig, version, "s");
        packets = last.takePackets();
        assertThat(packets).hasSize(1);
        assertThat(((ConnAck) packets.get(0)).sessionPresent()).isFalse();
        assertThat(publishes(last.subscribe("kept", QoS.AT_MOST_ONCE)))
                .as("no part of a session")
                .containsExactly("PUBLISH kept=1 qos0 retain");
    }

    // --- wills and keep-alive

    @ParameterizedTest
    @EnumSource
    void aWillIsPublishedOnceWhenTheConnectionBreaks(MqttVersion version) {
        Rig rig = new Rig();
        Device listener = listener(rig, version, "will", QoS.EXACTLY_ONCE);
        withWill(rig, version, 0, false).cut();
        assertThat(publishes(listener)).containsExactly("PUBLISH will=gone qos0");
        clean(rig, version, "w").cut();
        assertThat(publishes(listener)).as("a client without a will").isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aWillIsPublishedAfterOneAndAHalfTimesTheKeepAlive(MqttVersion version) {
        Rig rig = new Rig();
        Device listener = listener(rig, version, "will", QoS.EXACTLY_ONCE);
        Device device = withWill(rig, version, 10, false);
        rig.advance(Duration.ofSeconds(14));
        device.send(PingReq.INSTANCE);
        rig.advance(Duration.ofMillis(14_999));
        assertThat(device.closed()).isFalse();
        assertThat(publishes(listener)).isEmpty();
        rig.advance(Duration.ofMillis(1));
        assertThat(device.closed()).isTrue();
        assertThat(publishes(listener)).containsExactly("PUBLISH will=gone qos0");
    }

    @ParameterizedTest
    @EnumSource
    void disconnectDeletesTheWill(MqttVersion version) {
        Rig rig = new Rig();
        Device listener = listener(rig, version, "will", QoS.EXACTLY_ONCE);
        withWill(rig, version, 0, true).disconnect();
        assertThat(publishes(listener)).isEmpty();
        assertThat(rig.core.statistics().retained()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aWillIsRetainedOnlyIfItAsksForIt(MqttVersion version) {
        Rig rig = new Rig();
        withWill(rig, version, 0, false).cut();
        assertThat(publishes(clean(rig, version, "a").subscribe("will", QoS.AT_MOST_ONCE)))
                .isEmpty();
        withWill(rig, version, 0, true).cut();
        assertThat(publishes(clean(rig, version, "b").subscribe("will", QoS.AT_MOST_ONCE)))
                .containsExactly("PUBLISH will=gone qos0 retain");
    }

    // --- publishing

    @ParameterizedTest
    @EnumSource
    void theAnswerToPublishFollowsItsQos(MqttVersion version) {
        Device device = clean(new Rig(), version, "a");
        device.take();
        assertThat(device.publish("x", "0").take()).isEmpty();
        assertThat(device.publish("x", "1", QoS.AT_LEAST_ONCE, 7).take()).containsExactly("PUBACK id7");
        assertThat(device.publish("x", "2", QoS.EXACTLY_ONCE, 8).take()).containsExactly("PUBREC id8");
        assertThat(device.send(new PubRel(8, ReasonCode.SUCCESS)).take()).containsExactly("PUBCOMP id8");
    }

    @ParameterizedTest
    @EnumSource
    void dupIsAHintAndNotPassedOn(MqttVersion version) {
        Rig rig = new Rig();
        Device listener = listener(rig, version, "x", QoS.AT_LEAST_ONCE);
        Device publisher = clean(rig, version, "p");
        publisher.send(repeat("x", "1", QoS.AT_LEAST_ONCE, 9));
        publisher.send(repeat("x", "2", QoS.AT_LEAST_ONCE, 9));
        assertThat(publishes(listener)).containsExactly("PUBLISH x=1 qos1 id1", "PUBLISH x=2 qos1 id2");
    }

    @ParameterizedTest
    @EnumSource
    void aQos2MessageIsPassedOnOnceUntilItsPubRel(MqttVersion version) {
        Rig rig = new Rig();
        Device listener = listener(rig, version, "x", QoS.AT_MOST_ONCE);
        Device publisher = clean(rig, version, "p");
        publisher.take();
        publisher.publish("x", "1", QoS.EXACTLY_ONCE, 9);
        assertThat(publishes(listener)).as("passed on at PUBLISH").containsExactly("PUBLISH x=1 qos0");
        publisher.send(repeat("x", "1", QoS.EXACTLY_ONCE, 9));
        publisher.send(new PubRel(9, ReasonCode.SUCCESS)).send(new PubRel(9, ReasonCode.SUCCESS));
        assertThat(publisher.take()).containsExactly("PUBREC id9", "PUBREC id9", "PUBCOMP id9", "PUBCOMP id9");
        assertThat(publishes(listener)).isEmpty();
        publisher.send(repeat("x", "2", QoS.EXACTLY_ONCE, 9));
        assertThat(publishes(listener)).as("the identifier is free").containsExactly("PUBLISH x=2 qos0");
    }

    @ParameterizedTest
    @EnumSource
    void ownIdentifiersAreFreeOnes(MqttVersion version) {
        Rig rig = new Rig();
        Device subscriber = clean(rig, version, "s").subscribe("x", QoS.EXACTLY_ONCE);
        subscriber.take();
        Device publisher = rig.clean("p");
        IntStream.rangeClosed(1, 4)
                .forEach(i -> publisher.publish("x", "" + i, i % 2 == 0 ? QoS.AT_LEAST_ONCE : QoS.EXACTLY_ONCE, i));
        assertThat(subscriber.takePackets())
                .extracting(packet -> ((Publish) packet).packetId())
                .containsExactly(1, 2, 3, 4);
        subscriber.ack(2).send(new PubRec(1, ReasonCode.SUCCESS));
        subscriber.take();
        publisher.publish("x", "5", QoS.AT_LEAST_ONCE, 5);
        int next = ((Publish) subscriber.takePackets().get(0)).packetId();
        assertThat(next).isPositive().isNotIn(1, 3, 4);
    }

    @ParameterizedTest
    @EnumSource
    void messagesOfATopicArriveInOrder(MqttVersion version) {
        Rig rig = new Rig(BrokerConfig.builder().maximumInFlight(2).build());
        Device subscriber = clean(rig, version, "s").subscribe("x", QoS.AT_LEAST_ONCE);
        subscriber.take();
        Device publisher = clean(rig, version, "p");
        IntStream.rangeClosed(1, 5).forEach(i -> publisher.publish("x", "" + i, QoS.AT_LEAST_ONCE, i));
        publisher.take();
        for (int i = 1; i <= 5; i++) {
            assertThat(subscriber.link.take().stream().map(Rig::text)).allMatch(text -> text.startsWith("PUBLISH"));
            subscriber.ack(i);
        }
        Device again = clean(rig, version, "t").subscribe("x", QoS.AT_LEAST_ONCE);
        again.take();
        publisher.send(
                new Publish(Rig.message("x", "6"), QoS.AT_LEAST_ONCE, false, false, 6),
                new Publish(Rig.message("x", "7"), QoS.AT_LEAST_ONCE, false, false, 7));
        assertThat(publishes(again)).containsExactly("PUBLISH x=6 qos1 id1", "PUBLISH x=7 qos1 id2");
        assertThat(publisher.take()).as("answers in order").containsExactly("PUBACK id6", "PUBACK id7");
    }

    private static final Authorizer NOTHING_BELOW_SECRET = new Authorizer() {
        @Override
        public boolean mayPublish(Publisher client, TopicName topic) {
            return !topic.toString().startsWith("secret");
        }

        @Override
        public boolean maySubscribe(Publisher client, TopicFilter filter) {
            return !filter.toString().startsWith("secret");
        }
    };

    @ParameterizedTest
    @EnumSource(names = {"V3_1", "V3_1_1"})
    void aRefusedPublishIsAcknowledgedAndDropped(MqttVersion version) {
        Rig rig =
                new Rig(BrokerConfig.builder().authorizer(NOTHING_BELOW_SECRET).build());
        Device listener = listener(rig, version, "#", QoS.AT_LEAST_ONCE);
        Device publisher = clean(rig, version, "p");
        publisher.take();
        publisher.publish("secret", "1", QoS.AT_LEAST_ONCE, 1).publish("secret", "2", QoS.EXACTLY_ONCE, 2);
        assertThat(publisher.takePackets()).containsExactly(new PubAck(1), new PubRec(2));
        assertThat(publisher.closed()).isFalse();
        assertThat(publishes(listener)).isEmpty();
    }

    // --- subscriptions

    @ParameterizedTest
    @EnumSource
    void severalFiltersGetOneAnswerWithACodeForEachInOrder(MqttVersion version) {
        Rig rig =
                new Rig(BrokerConfig.builder().authorizer(NOTHING_BELOW_SECRET).build());
        Device device = clean(rig, version, "s");
        device.take();
        device.send(new Subscribe(
                8,
                List.of(
                        new Subscription(TopicFilter.of("a"), QoS.EXACTLY_ONCE),
                        new Subscription(TopicFilter.of("secret/#"), QoS.EXACTLY_ONCE),
                        new Subscription(TopicFilter.of("b"), QoS.AT_MOST_ONCE)),
                Properties.NONE));
        List<Packet> answers = answers(device);
        assertThat(answers).hasSize(1);
        SubAck subAck = (SubAck) answers.get(0);
        assertThat(subAck.packetId()).isEqualTo(8);
        assertThat(subAck.reasons()).hasSize(3);
        assertThat(subAck.reasons().get(0)).isEqualTo(ReasonCode.GRANTED_QOS_2);
        assertThat(subAck.reasons().get(1).isError())
                .as("3.1 has no word for it")
                .isEqualTo(version != MqttVersion.V3_1);
        assertThat(subAck.reasons().get(2)).isEqualTo(ReasonCode.SUCCESS);
        rig.clean("p")
                .publish("a", "1", QoS.EXACTLY_ONCE, 1)
                .publish("b", "2", QoS.EXACTLY_ONCE, 2)
                .publish("secret/x", "3", QoS.EXACTLY_ONCE, 3);
        assertThat(publishes(device)).containsExactly("PUBLISH a=1 qos2 id1", "PUBLISH b=2 qos0");
    }

    @ParameterizedTest
    @EnumSource
    void deliversAtTheLowerOfPublishedAndGranted(MqttVersion version) {
        Rig rig = new Rig();
        for (QoS granted : QoS.values()) {
            Device subscriber = listener(rig, version, "x", granted);
            for (QoS published : QoS.values()) {
                rig.clean("p").publish("x", "1", published, published == QoS.AT_MOST_ONCE ? 0 : 5);
                int lower = Math.min(published.value(), granted.value());
                assertThat(publishes(subscriber))
                        .hasSize(1)
                        .allMatch(text -> text.startsWith("PUBLISH x=1 qos" + lower));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void overlappingFiltersGetTheHighestQos(MqttVersion version) {
        Rig rig = new Rig();
        Device subscriber = clean(rig, version, "s")
                .subscribe("a/#", QoS.AT_MOST_ONCE)
                .subscribe("a/+", QoS.EXACTLY_ONCE)
                .subscribe("a/b", QoS.AT_LEAST_ONCE);
        subscriber.take();
        rig.clean("p").publish("a/b", "1", QoS.EXACTLY_ONCE, 1);
        assertThat(publishes(subscriber)).containsExactly("PUBLISH a/b=1 qos2 id1");
    }

    @ParameterizedTest
    @EnumSource
    void subscribingAgainReplacesAndInterruptsNothing(MqttVersion version) {
        Rig rig = new Rig(BrokerConfig.builder().maximumInFlight(1).build());
        Device publisher = rig.clean("p").retain("x", "0", QoS.AT_MOST_ONCE, 0);
        Device subscriber = clean(rig, version, "s").subscribe("x", QoS.AT_LEAST_ONCE);
        publisher.publish("x", "1", QoS.EXACTLY_ONCE, 1).publish("x", "2", QoS.EXACTLY_ONCE, 2);
        assertThat(publishes(subscriber)).containsExactly("PUBLISH x=0 qos0 retain", "PUBLISH x=1 qos1 id1");
        subscriber.subscribe("x", QoS.EXACTLY_ONCE);
        publisher.publish("x", "3", QoS.EXACTLY_ONCE, 3);
        assertThat(rig.core.statistics().subscriptions()).isEqualTo(1);
        subscriber.ack(1).ack(2);
        assertThat(publishes(subscriber))
                .containsExactlyInAnyOrder("PUBLISH x=2 qos1 id2", "PUBLISH x=0 qos0 retain", "PUBLISH x=3 qos2 id3");
    }

    @ParameterizedTest
    @EnumSource
    void aRepeatedRequestIsAnsweredAgain(MqttVersion version) {
        Device device = clean(new Rig(), version, "s");
        device.take();
        device.subscribe("x", QoS.AT_LEAST_ONCE).subscribe("x", QoS.AT_LEAST_ONCE);
        device.unsubscribe("x").unsubscribe("x");
        assertThat(answers(device)).extracting(Rig::text).hasSize(4).allMatch(text -> text.contains("packetId="));
    }

    @ParameterizedTest
    @EnumSource
    void unsubscribeComparesFiltersLiterally(MqttVersion version) {
        Rig rig = new Rig();
        Device device =
                clean(rig, version, "s").subscribe("a/+", QoS.AT_MOST_ONCE).subscribe("b", QoS.AT_MOST_ONCE);
        device.take();
        device.unsubscribe("a/#").unsubscribe("a/b").unsubscribe("+");
        assertThat(answers(device)).hasSize(3);
        Device publisher = rig.clean("p").publish("a/b", "1").publish("b", "2");
        assertThat(publishes(device)).containsExactly("PUBLISH a/b=1 qos0", "PUBLISH b=2 qos0");
        device.unsubscribe("a/+");
        publisher.publish("a/b", "3").publish("b", "4");
        assertThat(publishes(device)).containsExactly("PUBLISH b=4 qos0");
    }

    @ParameterizedTest
    @EnumSource
    void severalFiltersAreUnsubscribedWithOneAnswer(MqttVersion version) {
        Rig rig = new Rig();
        Device device =
                clean(rig, version, "s").subscribe("a", QoS.AT_MOST_ONCE).subscribe("b", QoS.AT_MOST_ONCE);
        device.take();
        List<TopicFilter> filters = List.of(TopicFilter.of("a"), TopicFilter.of("nothing"), TopicFilter.of("b"));
        device.send(new Unsubscribe(5, filters, Properties.NONE));
        assertThat(device.takePackets())
                .containsExactly(new UnsubAck(
                        5, List.of(ReasonCode.SUCCESS, ReasonCode.NO_SUBSCRIPTION_EXISTED, ReasonCode.SUCCESS)));
        rig.clean("p").publish("a", "1").publish("b", "1");
        assertThat(publishes(device)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsInFlightIsFinishedAfterUnsubscribe(MqttVersion version) {
        Rig rig = new Rig();
        Device device = persistent(rig, version, "s").subscribe("x", QoS.EXACTLY_ONCE);
        Device publisher = rig.clean("p");
        publisher.publish("x", "1", QoS.AT_LEAST_ONCE, 1).publish("x", "2", QoS.EXACTLY_ONCE, 2);
        device.take();
        device.unsubscribe("x");
        publisher.publish("x", "3", QoS.AT_LEAST_ONCE, 3);
        assertThat(publishes(device)).isEmpty();
        device.cut();
        Device again = persistent(rig, version, "s");
        assertThat(publishes(again)).containsExactly("PUBLISH x=1 qos1 dup id1", "PUBLISH x=2 qos2 dup id2");
        again.ack(1).send(new PubRec(2, ReasonCode.SUCCESS));
        assertThat(again.take()).containsExactly("PUBREL id2");
    }

    @ParameterizedTest
    @EnumSource
    void aLeadingWildcardDoesNotShowSystemTopics(MqttVersion version) {
        Rig rig = new Rig();
        Device all = clean(rig, version, "s").subscribe("#", QoS.AT_MOST_ONCE).subscribe("+/a", QoS.AT_MOST_ONCE);
        Device system = listener(rig, version, "$x/#", QoS.AT_MOST_ONCE);
        rig.clean("p").publish("$x/a", "1");
        assertThat(publishes(all)).isEmpty();
        assertThat(publishes(system)).containsExactly("PUBLISH $x/a=1 qos0");
    }

    // --- retained messages

    @ParameterizedTest
    @EnumSource
    void aNewSubscriptionGetsTheLastRetainedMessage(MqttVersion version) {
        Rig rig = new Rig();
        Device publisher = clean(rig, version, "p");
        publisher.retain("x", "1", QoS.AT_LEAST_ONCE, 1).retain("x", "2", QoS.AT_LEAST_ONCE, 2);
        publisher.publish("x", "not retained");
        Device subscriber = clean(rig, version, "s").subscribe("x", QoS.AT_LEAST_ONCE);
        assertThat(publishes(subscriber)).containsExactly("PUBLISH x=2 qos1 retain id1");
        publisher.retain("x", "3", QoS.AT_LEAST_ONCE, 3);
        assertThat(publishes(subscriber)).as("a live one").containsExactly("PUBLISH x=3 qos1 id2");
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyRetainedMessageIsDeliveredAndErases(MqttVersion version) {
        Rig rig = new Rig();
        Device publisher = clean(rig, version, "p").retain("x", "1", QoS.AT_MOST_ONCE, 0);
        Device subscriber = listener(rig, version, "x", QoS.AT_MOST_ONCE);
        publisher.retain("x", "", QoS.AT_MOST_ONCE, 0);
        assertThat(publishes(subscriber)).containsExactly("PUBLISH x= qos0");
        assertThat(publishes(clean(rig, version, "late").subscribe("x", QoS.AT_MOST_ONCE)))
                .isEmpty();
        assertThat(rig.core.statistics().retained()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aRetainedMessageOfQos0ReplacesTheOlder(MqttVersion version) {
        Rig rig = new Rig();
        clean(rig, version, "p").retain("x", "1", QoS.EXACTLY_ONCE, 1).retain("x", "2", QoS.AT_MOST_ONCE, 0);
        assertThat(publishes(clean(rig, version, "s").subscribe("x", QoS.EXACTLY_ONCE)))
                .containsExactly("PUBLISH x=2 qos0 retain");
    }
}
