package dev.mqttra.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.protocol.packet.Auth;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.PingResp;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** AUTH, on the client's side. */
class AuthenticationTest {
    private final SharedSecret secret = new SharedSecret("method");
    private final Rig rig = new Rig(Rig.config(null).authentication(secret));

    private static Properties method(String method, String data) {
        Properties.Builder properties = Properties.builder().string(Property.AUTHENTICATION_METHOD, method);
        if (data != null) {
            properties.binary(Property.AUTHENTICATION_DATA, SharedSecret.bytes(data));
        }
        return properties.build();
    }

    private static Auth auth(ReasonCode code, String data) {
        return new Auth(code, method("method", data));
    }

    private Rig accepted() {
        rig.client.start();
        rig.owner.runAll();
        rig.connAckProperties = method("method", "you are in");
        rig.accept(false);
        rig.written();
        return rig;
    }

    /** [MQTT-4.12.0-3, MQTT-4.12.0-5, MQTT-3.1.2-30] */
    @Test
    void challengesAreAnsweredUntilConnack() {
        Connect connect = rig.started();
        assertThat(connect.properties().string(Property.AUTHENTICATION_METHOD)).isEqualTo("method");
        assertThat(connect.properties().binary(Property.AUTHENTICATION_DATA)).isEqualTo(SharedSecret.bytes("hello"));
        rig.client.publish(Rig.message("t", "x"), QoS.AT_MOST_ONCE, false);
        rig.link().receive(auth(ReasonCode.CONTINUE_AUTHENTICATION, "one?"));
        assertThat(rig.written()).as("the answer is not there yet").isEmpty();
        secret.answer.complete(SharedSecret.bytes("one!"));
        assertThat(rig.written()).containsExactly(auth(ReasonCode.CONTINUE_AUTHENTICATION, "one!"));
        secret.answer = CompletableFuture.completedFuture(null);
        rig.link().receive(auth(ReasonCode.CONTINUE_AUTHENTICATION, null));
        assertThat(rig.written()).containsExactly(auth(ReasonCode.CONTINUE_AUTHENTICATION, null));
        assertThat(secret.challenges).containsExactly("one?", "nothing");
        rig.connAckProperties = method("method", "you are in");
        rig.accept(false);
        assertThat(rig.client.state()).isEqualTo(ClientState.CONNECTED);
        assertThat(rig.written()).hasSize(1);
        rig.reconnected(true);
        assertThat(secret.begun).as("anew for every connection").isEqualTo(2);
    }

    /** [MQTT-4.12.1-1] Other packets go on meanwhile. */
    @Test
    void aClientAuthenticatesAnew() {
        accepted();
        CompletableFuture<Void> done = rig.client.reauthenticate().toCompletableFuture();
        assertThat(rig.written()).containsExactly(auth(ReasonCode.RE_AUTHENTICATE, "hello"));
        CompletableFuture<Void> second = rig.client.reauthenticate().toCompletableFuture();
        rig.owner.runAll();
        assertThat(second).isCompletedExceptionally();
        rig.link().receive(auth(ReasonCode.CONTINUE_AUTHENTICATION, "two?"));
        rig.link().receive(Rig.arriving("t", "x", QoS.AT_LEAST_ONCE, 1));
        assertThat(rig.written()).containsExactly(new PubAck(1));
        secret.answer.complete(SharedSecret.bytes("two!"));
        assertThat(rig.written()).containsExactly(auth(ReasonCode.CONTINUE_AUTHENTICATION, "two!"));
        assertThat(done).isNotDone();
        rig.link().receive(auth(ReasonCode.SUCCESS, null));
        assertThat(done).isCompleted();
    }

    /** [MQTT-4.12.1-2] */
    @Test
    void aServerRefusesByEndingTheConnection() {
        accepted();
        CompletableFuture<Void> done = rig.client.reauthenticate().toCompletableFuture();
        rig.owner.runAll();
        rig.link().receive(auth(ReasonCode.CONTINUE_AUTHENTICATION, "?"));
        rig.written();
        rig.link().receive(new Disconnect(ReasonCode.NOT_AUTHORIZED));
        assertThat(done).isCompletedExceptionally();
        secret.answer.complete(SharedSecret.bytes("late"));
        assertThat(rig.written()).isEmpty();
    }

    /** [MQTT-4.12.0-7] */
    @Test
    void withoutAMethodThereIsNoAuth() {
        Rig plain = new Rig(Rig.config(MqttVersion.V5_0)).connected();
        CompletableFuture<Void> done = plain.client.reauthenticate().toCompletableFuture();
        assertThat(plain.written()).isEmpty();
        assertThat(done).isCompletedExceptionally();
        plain.link().receive(auth(ReasonCode.CONTINUE_AUTHENTICATION, "?"));
        assertThat(((Disconnect) plain.written().get(0)).reason()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
        Rig unconnected = new Rig(Rig.config(MqttVersion.V5_0).authentication(secret));
        CompletableFuture<Void> early = unconnected.client.reauthenticate().toCompletableFuture();
        unconnected.owner.runAll();
        assertThat(early).isCompletedExceptionally();
    }

    private void assertLeft(String why) {
        assertThat(rig.links.get(rig.links.size() - 1).closed).isTrue();
        assertThat(rig.client.lastFailure()).contains(why);
        assertThat(rig.link().written()).hasOnlyElementsOfType(Disconnect.class).hasSize(1);
        rig.nextLink();
        rig.link().written();
    }

    /** [MQTT-4.12.0-5] */
    @Test
    void whatDoesNotBelongToTheExchangeEndsIt() {
        rig.started();
        rig.link().receive(new Auth(ReasonCode.CONTINUE_AUTHENTICATION, method("another", "?")));
        assertLeft("the authentication method is not that of CONNECT");
        rig.link().receive(auth(ReasonCode.SUCCESS, null));
        assertLeft("AUTH with SUCCESS");
        rig.link().receive(new ConnAck(false, ReasonCode.SUCCESS));
        assertLeft("the authentication method is not that of CONNECT");
        accepted();
        rig.link().receive(auth(ReasonCode.CONTINUE_AUTHENTICATION, "?"));
        assertLeft("AUTH without an authentication under way");
        rig.link().receive(new PingResp());
        assertLeft("PINGRESP before CONNACK");
    }

    @Test
    void aServerThatDoesNotProveItselfIsLeft() {
        secret.serverIsRight = false;
        rig.started();
        rig.connAckProperties = method("method", "trust me");
        rig.accept(false);
        assertLeft("the server did not prove who it is");
    }

    @Test
    void anAnswerThatFailsEndsTheConnection() {
        rig.started();
        rig.link().receive(auth(ReasonCode.CONTINUE_AUTHENTICATION, "?"));
        secret.answer.completeExceptionally(new IllegalStateException("no ticket"));
        rig.owner.runAll();
        assertLeft("the authentication failed: no ticket");
    }
}
