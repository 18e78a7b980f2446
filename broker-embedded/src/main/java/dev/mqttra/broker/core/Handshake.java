package dev.mqttra.broker.core;

import dev.mqttra.broker.Authenticator;
import dev.mqttra.broker.Authenticator.Decision;
import dev.mqttra.broker.Authenticator.Login;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.ReasonCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * From CONNECT to the decision about it: version, client identifier, authenticator. What it decides comes back to the
 * {@link Connection} in the owner's thread, at once or later.
 */
final class Handshake {
    /** The longest client identifier of 3.1, in characters [3.1 3.1]. */
    private static final int LONGEST_CLIENT_ID_OF_3_1 = 23;

    private final BrokerCore core;
    private final Connection connection;
    final Connect connect;
    final String clientId;

    Handshake(BrokerCore core, Connection connection, Connect connect) {
        this.core = core;
        this.connection = connection;
        this.connect = connect;
        clientId = connect.clientId().isEmpty() ? core.inventClientId() : connect.clientId();
    }

    /** Decides, or asks who decides. */
    void begin(long now) {
        ReasonCode refusal = refusal();
        if (refusal != null) {
            connection.refuse(refusal);
        } else if (connection.link.local()) {
            connection.accept(this, connect.userName(), now);
        } else {
            ask(now);
        }
    }

    /** What is wrong with the CONNECT itself, null for nothing. */
    private @Nullable ReasonCode refusal() {
        String id = connect.clientId();
        return switch (connect.version()) {
            case V3_1 ->
                id.isEmpty() || id.length() > LONGEST_CLIENT_ID_OF_3_1 ? ReasonCode.CLIENT_IDENTIFIER_NOT_VALID : null;
            case V3_1_1 -> // [MQTT-3.1.3-8]
                id.isEmpty() && !connect.cleanStart() ? ReasonCode.CLIENT_IDENTIFIER_NOT_VALID : null;
            case V5_0 -> ReasonCode.UNSUPPORTED_PROTOCOL_VERSION;
        };
    }

    private void ask(long now) {
        Authenticator authenticator = core.config.authenticator();
        Login login = new Login(clientId, connect.userName(), connect.password(), connection.link.peer());
        CompletionStage<Decision> stage;
        try {
            stage = authenticator.authenticate(login);
        } catch (RuntimeException failure) {
            decided(null, failure, now);
            return;
        }
        if (stage instanceof CompletableFuture<Decision> future && future.isDone() && !isFailed(future)) {
            decided(future.join(), null, now);
            return;
        }
        connection.stopReading();
        stage.whenComplete((decision, failure) ->
                core.owner.execute(later -> connection.run(() -> decided(decision, failure, later), later)));
    }

    private static boolean isFailed(CompletableFuture<?> future) {
        return future.isCompletedExceptionally();
    }

    private void decided(@Nullable Decision decision, @Nullable Throwable failure, long now) {
        if (decision != null) {
            core.authenticatorAnswered();
        }
        if (!connection.isWaitingFor(this)) {
            return;
        }
        if (decision == null) {
            core.authenticatorFailed(clientId, connection.link.peer(), failure);
            connection.refuse(ReasonCode.SERVER_UNAVAILABLE);
        } else if (decision.reason() != ReasonCode.SUCCESS) {
            connection.refuse(decision.reason());
        } else {
            connection.accept(this, decision.userName(), now);
        }
    }

    /** Whether Session Present may be said: 3.1 knows no such flag. */
    boolean saysSessionPresent() {
        return connect.version() != MqttVersion.V3_1;
    }
}
