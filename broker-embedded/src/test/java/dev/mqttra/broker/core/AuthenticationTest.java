package dev.mqttra.broker.core;

import static dev.mqttra.broker.core.Rig.connect5;
import static dev.mqttra.broker.core.Rig.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.Authenticator;
import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.protocol.packet.Auth;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PingReq;
import dev.mqttra.protocol.packet.PingResp;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Enhanced authentication [5.0 4.12], with a toy of a challenge and response that proves nothing to anybody. */
class AuthenticationTest {
    private static final String METHOD = "REVERSE";

    /**
     * The client names itself, gets its name's nonce, answers with the nonce reversed, and is given the user's greeting.
     * It decides at once, or when the test says.
     */
    private static final class Reverse implements Authenticator {
        final Map<String, String> nonces = Map.of("ann", "abc", "bob", "xyz");
        final List<Runnable> later = new ArrayList<>();
        final List<Login> logins = new ArrayList<>();
        boolean slow;

        @Override
        public CompletionStage<Decision> authenticate(Login login) {
            return CompletableFuture.completedFuture(Decision.accept("by password"));
        }

        @Override
        public @Nullable Exchange exchange(String method, Login login) {
            logins.add(login);
            return method.equals(METHOD) ? new Reversing() : null;
        }

        private final class Reversing implements Exchange {
            private @Nullable String user;

            @Override
            public CompletionStage<? extends Step> next(byte @Nullable [] data) {
                CompletableFuture<Step> answer = new CompletableFuture<>();
                Runnable step = () -> {
                    try {
                        answer.complete(step(data));
                    } catch (RuntimeException defect) {
                        answer.completeExceptionally(defect);
                    }
                };
                if (slow) {
                    later.add(step);
                } else {
                    step.run();
                }
                return answer;
            }

            private Step step(byte @Nullable [] data) {
                String said = data == null ? "" : new String(data, StandardCharsets.UTF_8);
                String claimed = user;
                if (said.equals("defect")) {
                    throw new IllegalStateException("a defect");
                }
                if (said.isEmpty()) {
                    return new Challenge(null);
                }
                if (claimed == null) {
                    user = said;
                    return new Challenge(bytes(nonces.getOrDefault(said, "none")));
                }
                return new StringBuilder(said).reverse().toString().equals(nonces.get(claimed))
                        ? Decision.accept(claimed, bytes("hello " + claimed))
                        : Decision.refuse(ReasonCode.NOT_AUTHORIZED, "not what " + METHOD + " wants");
            }
        }
    }

    private final Reverse reverse = new Reverse();
    private final Rig rig = new Rig(BrokerConfig.builder()
            .authenticator(reverse)
            .maximumUnacknowledgedMessages(65_535)
            .topicAliasMaximum(0)
            .build());

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Properties.Builder method(String name, @Nullable String data) {
        Properties.Builder builder = Properties.builder().string(Property.AUTHENTICATION_METHOD, name);
        return data == null ? builder : builder.binary(Property.AUTHENTICATION_DATA, bytes(data));
    }

    private static Auth auth(ReasonCode reason, @Nullable String data) {
        return new Auth(reason, method(METHOD, data).build());
    }

    private static Auth proceed(@Nullable String data) {
        return auth(ReasonCode.CONTINUE_AUTHENTICATION, data);
    }

    private static Auth again(@Nullable String data) {
        return auth(ReasonCode.RE_AUTHENTICATE, data);
    }

    /** Connects and says the first thing. */
    private Device begun(@Nullable String data) {
        return rig.open().send(connect5("a", true, method(METHOD, data).build()));
    }

    /** Ann, welcomed. */
    private Device ann() {
        Device device = begun("ann").send(proceed("cba"));
        device.take();
        return device;
    }

    private static ReasonCode refusal(Device device) {
        List<Packet> packets = device.takePackets();
        assertThat(device.closed()).isTrue();
        return ((ConnAck) packets.get(packets.size() - 1)).reason();
    }

    private static ReasonCode end(Device device) {
        List<Packet> packets = device.takePackets();
        assertThat(device.closed()).isTrue();
        return ((Disconnect) packets.get(packets.size() - 1)).reason();
    }

    private void decide() {
        List<Runnable> steps = List.copyOf(reverse.later);
        reverse.later.clear();
        steps.forEach(Runnable::run);
        rig.settle();
    }

    @Test
    void goesStepByStepToConnack() { // [MQTT-4.12.0-2, MQTT-4.12.0-5]
        Device device = begun(null);
        assertThat(device.takePackets()).containsExactly(proceed(null));
        device.send(proceed("ann"));
        assertThat(device.takePackets()).containsExactly(proceed("abc"));
        device.send(proceed("cba"));
        assertThat(device.takePackets())
                .containsExactly(new ConnAck(
                        false,
                        ReasonCode.SUCCESS,
                        method(METHOD, "hello ann")
                                .number(Property.MAXIMUM_PACKET_SIZE, 16 << 20)
                                .build()));
        assertThat(device.send(PingReq.INSTANCE).takePackets()).containsExactly(PingResp.INSTANCE);
        assertThat(reverse.logins).hasSize(1);
        assertThat(reverse.logins.get(0).clientId()).isEqualTo("a");
    }

    @Test
    void takesItsTimeOverEachStep() {
        reverse.slow = true;
        Device device = begun("ann");
        assertThat(device.take()).isEmpty();
        assertThat(device.link.reading).isFalse();
        decide();
        assertThat(device.takePackets()).containsExactly(proceed("abc"));
        assertThat(device.link.reading).isTrue();
        device.send(proceed("cba"));
        decide();
        assertThat(((ConnAck) device.takePackets().get(0)).reason()).isEqualTo(ReasonCode.SUCCESS);
        assertThat(device.link.reading).isTrue();
    }

    @Test
    void refusesAMethodThatItDoesNotKnow() { // [MQTT-4.12.0-1]
        Device device =
                rig.open().send(connect5("a", true, method("SCRAM-SHA-1", null).build()));
        assertThat(refusal(device)).isEqualTo(ReasonCode.BAD_AUTHENTICATION_METHOD);
        Rig plain = new Rig();
        assertThat(refusal(plain.open()
                        .send(connect5("a", true, method(METHOD, null).build()))))
                .isEqualTo(ReasonCode.BAD_AUTHENTICATION_METHOD);
    }

    @Test
    void mayRefuseAtAnyStep() { // [MQTT-4.12.0-4]
        Device device = begun("ann").send(proceed("wrong"));
        List<Packet> packets = device.takePackets();
        ConnAck answer = (ConnAck) packets.get(1);
        assertThat(answer.reason()).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        assertThat(answer.properties().string(Property.REASON_STRING)).isEqualTo("not what REVERSE wants");
        assertThat(device.closed()).isTrue();
        assertThat(rig.core.statistics().sessions()).isZero();
    }

    @Test
    void refusesWhereTheExchangeFails() {
        assertThat(refusal(begun("defect"))).isEqualTo(ReasonCode.SERVER_UNAVAILABLE);
    }

    @Test
    void asksNobodyWhoNamedNoMethod() { // [MQTT-4.12.0-6]
        Device device = rig.open().send(connect5("a", true, Properties.NONE));
        assertThat(device.takePackets())
                .containsExactly(new ConnAck(false, ReasonCode.SUCCESS, with(Property.MAXIMUM_PACKET_SIZE, 16 << 20)));
        assertThat(end(device.send(again("ann")))).isEqualTo(ReasonCode.PROTOCOL_ERROR); // [MQTT-4.12.0-7]
    }

    @Test
    void takesNothingButAuthAndDisconnectBeforeConnack() { // [MQTT-3.1.2-30]
        assertThat(refusal(begun("ann").send(PingReq.INSTANCE))).isEqualTo(ReasonCode.PROTOCOL_ERROR);
        Device leaving = begun("ann");
        leaving.take();
        leaving.send(new Disconnect(ReasonCode.SUCCESS));
        assertThat(leaving.take()).isEmpty();
        assertThat(leaving.closed()).isTrue();
    }

    @Test
    void takesNoAuthOutOfTurn() {
        assertThat(refusal(begun("ann").send(again("ann")))).isEqualTo(ReasonCode.PROTOCOL_ERROR);
        assertThat(end(ann().send(proceed("cba")))).isEqualTo(ReasonCode.PROTOCOL_ERROR);
        Auth other = new Auth(
                ReasonCode.CONTINUE_AUTHENTICATION, method("OTHER", "cba").build());
        assertThat(refusal(begun("ann").send(other))).isEqualTo(ReasonCode.PROTOCOL_ERROR); // [MQTT-4.12.0-5]
        reverse.slow = true;
        assertThat(refusal(begun("ann").send(proceed("cba")))).isEqualTo(ReasonCode.PROTOCOL_ERROR);
    }

    @Test
    void hasToBeOverInTime() {
        Device silent = begun("ann");
        rig.advance(Duration.ofSeconds(10));
        assertThat(refusal(silent)).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        reverse.slow = true;
        Device waiting = begun("ann");
        rig.advance(Duration.ofSeconds(10));
        assertThat(refusal(waiting)).isEqualTo(ReasonCode.SERVER_UNAVAILABLE);
        decide();
        assertThat(rig.core.statistics().sessions()).isZero();
    }

    @Test
    void forgetsAClientThatLeftInTheMiddle() {
        reverse.slow = true;
        Device device = begun("ann");
        device.cut();
        decide();
        assertThat(device.take()).isEmpty();
        assertThat(rig.core.statistics().connections()).isZero();
    }

    @Test
    void goesOnWithEverythingWhileAClientAuthenticatesAgain() { // [5.0 4.12.1]
        Device device = ann().subscribe("x", QoS.AT_MOST_ONCE);
        device.take();
        reverse.slow = true;
        device.send(again("ann"), PingReq.INSTANCE);
        device.publish("x", "1");
        assertThat(device.take()).containsExactly(PingResp.INSTANCE.toString(), "PUBLISH x=1 qos0");
        assertThat(device.link.reading).isTrue();
        decide();
        assertThat(device.takePackets()).containsExactly(proceed("abc"));
        device.send(PingReq.INSTANCE).send(proceed("cba"));
        decide();
        assertThat(device.takePackets())
                .containsExactly(PingResp.INSTANCE, auth(ReasonCode.SUCCESS, "hello ann")); // [MQTT-4.12.0-5]
        assertThat(reverse.logins.get(1).password()).isNull();
    }

    @Test
    void mayAuthenticateAgainAsOftenAsItLikes() {
        Device device = ann();
        for (int i = 0; i < 3; i++) {
            device.send(again("ann"), proceed("cba"));
            assertThat(device.takePackets()).containsExactly(proceed("abc"), auth(ReasonCode.SUCCESS, "hello ann"));
        }
    }

    @Test
    void disconnectsWhoFailsToAuthenticateAgain() { // [MQTT-4.12.1-2]
        assertThat(end(ann().send(again("ann"), proceed("wrong")))).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        assertThat(end(ann().send(again("defect")))).isEqualTo(ReasonCode.NOT_AUTHORIZED);
    }

    @Test
    void doesNotLetAClientBecomeSomebodyElse() { // [MQTT-4.12.1-2]: the session is Ann's
        assertThat(end(ann().send(again("bob"), proceed("zyx")))).isEqualTo(ReasonCode.NOT_AUTHORIZED);
    }

    @Test
    void keepsToTheMethodOfConnect() { // [MQTT-4.12.1-1]
        Auth other = new Auth(ReasonCode.RE_AUTHENTICATE, method("OTHER", "ann").build());
        assertThat(end(ann().send(other))).isEqualTo(ReasonCode.PROTOCOL_ERROR);
    }

    @Test
    void doesNotBeginASecondExchangeBeforeTheFirstIsOver() {
        assertThat(end(ann().send(again("ann"), again("ann")))).isEqualTo(ReasonCode.PROTOCOL_ERROR);
    }

    @Test
    void hasNoExchangeInsideTheVm() {
        Device inside =
                rig.open(true).send(connect5("a", true, method(METHOD, "ann").build()));
        assertThat(refusal(inside)).isEqualTo(ReasonCode.BAD_AUTHENTICATION_METHOD);
    }
}
