package dev.mqttra.broker.core;

import dev.mqttra.broker.Authenticator;
import dev.mqttra.broker.Authenticator.Challenge;
import dev.mqttra.broker.Authenticator.Decision;
import dev.mqttra.broker.Authenticator.Exchange;
import dev.mqttra.broker.Authenticator.Login;
import dev.mqttra.broker.Authenticator.Step;
import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.Auth;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.ReasonCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The questions of one connection to the {@link Authenticator}: one about a user name and password, or an exchange of AUTH
 * packets by the method that CONNECT named, which its client may repeat later [5.0 4.12]. One question at a time; what is
 * decided comes back to the {@link Connection} in the owner's thread, at once or later.
 */
final class Authentication {
    private enum WaitsFor {
        NOBODY,
        AUTHENTICATOR,
        CLIENT
    }

    private final BrokerCore core;
    private final Connection connection;
    private final Authenticator authenticator;
    private final String clientId;
    private final @Nullable String userName;
    private final @Nullable String method;
    private @Nullable Exchange exchange;
    private WaitsFor waitsFor = WaitsFor.NOBODY;

    Authentication(BrokerCore core, Connection connection, String clientId, Connect connect) {
        this.core = core;
        this.connection = connection;
        authenticator = core.config.authenticator();
        this.clientId = clientId;
        userName = connect.userName();
        method = connect.properties().string(Property.AUTHENTICATION_METHOD);
    }

    /** Whether CONNECT named a method. */
    boolean isExchange() {
        return method != null;
    }

    boolean isWaitingForClient() {
        return waitsFor == WaitsFor.CLIENT;
    }

    /** Asks about CONNECT. */
    void begin(Connect connect, long now) {
        Login login = login(connect.password());
        if (method == null) {
            ask(() -> authenticator.authenticate(login), now);
        } else {
            beginExchange(method, login, connect.properties(), now);
        }
    }

    /** AUTH: the answer to a challenge, or the wish to authenticate again. */
    void onAuth(Auth auth, long now) throws ProtocolViolation {
        String named = method;
        if (named == null || !named.equals(auth.properties().string(Property.AUTHENTICATION_METHOD))) {
            throw new ProtocolViolation( // [MQTT-4.12.0-5, MQTT-4.12.1-1]
                    ReasonCode.PROTOCOL_ERROR, "AUTH with another authentication method than CONNECT");
        }
        Exchange current = exchange;
        if (auth.reason() == ReasonCode.RE_AUTHENTICATE && waitsFor == WaitsFor.NOBODY) {
            beginExchange(named, login(null), auth.properties(), now);
        } else if (auth.reason() == ReasonCode.CONTINUE_AUTHENTICATION && isWaitingForClient() && current != null) {
            byte[] data = auth.properties().binary(Property.AUTHENTICATION_DATA);
            ask(() -> current.next(data), now);
        } else {
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "AUTH out of turn");
        }
    }

    /** What CONNACK and AUTH say when an exchange succeeds or goes on; nothing without one [MQTT-4.12.0-6]. */
    Properties.Builder say(Properties.Builder properties, byte @Nullable [] data) {
        if (method != null) {
            properties.string(Property.AUTHENTICATION_METHOD, method);
            if (data != null) {
                properties.binary(Property.AUTHENTICATION_DATA, data);
            }
        }
        return properties;
    }

    Auth packet(ReasonCode reason, byte @Nullable [] data) {
        return new Auth(reason, say(Properties.builder(), data).build());
    }

    private Login login(byte @Nullable [] password) {
        return new Login(clientId, userName, password, connection.link.peer());
    }

    private void beginExchange(String named, Login login, Properties properties, long now) {
        byte[] data = properties.binary(Property.AUTHENTICATION_DATA);
        ask(
                () -> {
                    Exchange begun = authenticator.exchange(named, login);
                    exchange = begun;
                    return begun == null
                            ? CompletableFuture.completedFuture(
                                    Decision.refuse(ReasonCode.BAD_AUTHENTICATION_METHOD, null)) // [MQTT-4.12.0-1]
                            : begun.next(data);
                },
                now);
    }

    private void ask(Supplier<CompletionStage<? extends Step>> question, long now) {
        waitsFor = WaitsFor.AUTHENTICATOR;
        CompletionStage<? extends Step> stage;
        try {
            stage = question.get();
        } catch (RuntimeException failure) {
            answered(null, failure, now);
            return;
        }
        if (stage instanceof CompletableFuture<? extends Step> future
                && future.isDone()
                && !future.isCompletedExceptionally()) {
            answered(future.join(), null, now);
            return;
        }
        connection.awaitDecision();
        stage.whenComplete((step, failure) ->
                core.owner.execute(later -> connection.run(() -> answered(step, failure, later), later)));
    }

    private void answered(@Nullable Step step, @Nullable Throwable failure, long now) {
        if (step == null) {
            core.authenticatorFailed(clientId, connection.link.peer(), failure);
        } else {
            core.authenticatorAnswered();
        }
        if (connection.isClosed()) {
            return;
        }
        if (step instanceof Challenge challenge) {
            waitsFor = WaitsFor.CLIENT;
            connection.challenge(packet(ReasonCode.CONTINUE_AUTHENTICATION, challenge.data())); // [MQTT-4.12.0-2]
        } else {
            waitsFor = WaitsFor.NOBODY;
            exchange = null;
            Decision unavailable = Decision.refuse(ReasonCode.SERVER_UNAVAILABLE, null);
            connection.decided(step instanceof Decision decision ? decision : unavailable, now);
        }
    }
}
