package dev.mqttra.client;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.Auth;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.ReasonCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The client's side of AUTH on one connection [5.0 4.12]: one exchange at a time. The owner's thread. */
final class Authentication {
    private final EnhancedAuthentication how;
    private final Connection connection;
    private EnhancedAuthentication.@Nullable Exchange exchange;
    private @Nullable CompletableFuture<Void> again;

    Authentication(EnhancedAuthentication how, Connection connection) {
        this.how = how;
        this.connection = connection;
    }

    /** Begins, and says so in the properties of CONNECT. */
    void begin(Properties.Builder properties) {
        EnhancedAuthentication.Exchange begun = how.begin();
        exchange = begun;
        fill(properties, begun.initialData());
    }

    /** Begins anew on an accepted connection [MQTT-4.12.1-1]. */
    void beginAgain(CompletableFuture<Void> done) {
        if (again != null) {
            done.completeExceptionally(new IllegalStateException("a re-authentication is under way"));
            return;
        }
        again = done;
        Properties.Builder properties = Properties.builder();
        begin(properties);
        connection.link().send(new Auth(ReasonCode.RE_AUTHENTICATE, properties.build()));
    }

    /** AUTH from the server: before CONNACK, or in a re-authentication. */
    void onAuth(Auth auth) throws ProtocolViolation {
        EnhancedAuthentication.Exchange current = exchange;
        if (current == null) {
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "AUTH without an authentication under way");
        }
        checkMethod(auth.properties());
        byte[] data = auth.properties().binary(Property.AUTHENTICATION_DATA);
        if (auth.reason() == ReasonCode.CONTINUE_AUTHENTICATION) {
            respond(current, data);
        } else if (auth.reason() == ReasonCode.SUCCESS && again != null) {
            succeed(data);
        } else {
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "AUTH with " + auth.reason());
        }
    }

    /** CONNACK accepts the client [MQTT-4.12.0-5]. */
    void onConnAck(Properties properties) throws ProtocolViolation {
        checkMethod(properties);
        succeed(properties.binary(Property.AUTHENTICATION_DATA));
    }

    /** The connection is over. */
    void end() {
        exchange = null;
        if (again != null) {
            again.completeExceptionally(new IllegalStateException(
                    "the connection ended before the server had re-authenticated the client"));
            again = null;
        }
    }

    private void respond(EnhancedAuthentication.Exchange current, byte @Nullable [] challenge) {
        CompletionStage<byte @Nullable []> answer;
        try {
            answer = current.respond(challenge);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedStage(e);
        }
        answer.whenComplete((data, failure) -> connection.post(new Task(
                now -> {
                    if (exchange == current) {
                        onAnswer(data, failure, now);
                    }
                },
                () -> {})));
    }

    private void onAnswer(byte @Nullable [] data, @Nullable Throwable failure, long now) {
        if (failure != null) {
            connection.fail(ReasonCode.UNSPECIFIED_ERROR, "the authentication failed: " + failure.getMessage(), now);
            return;
        }
        Properties.Builder properties = Properties.builder();
        fill(properties, data);
        connection.link().send(new Auth(ReasonCode.CONTINUE_AUTHENTICATION, properties.build())); // [MQTT-4.12.0-3]
        connection.link().flush();
    }

    private void succeed(byte @Nullable [] data) throws ProtocolViolation {
        EnhancedAuthentication.Exchange current = exchange;
        exchange = null;
        if (current != null && !current.accepts(data)) {
            throw new ProtocolViolation(ReasonCode.UNSPECIFIED_ERROR, "the server did not prove who it is");
        }
        if (again != null) {
            again.complete(null);
            again = null;
        }
    }

    /** [MQTT-4.12.0-5] */
    private void checkMethod(Properties properties) throws ProtocolViolation {
        if (!how.method().equals(properties.string(Property.AUTHENTICATION_METHOD))) {
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "the authentication method is not that of CONNECT");
        }
    }

    private void fill(Properties.Builder properties, byte @Nullable [] data) {
        properties.string(Property.AUTHENTICATION_METHOD, how.method());
        if (data != null) {
            properties.binary(Property.AUTHENTICATION_DATA, data);
        }
    }
}
