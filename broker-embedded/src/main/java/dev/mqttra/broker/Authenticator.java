package dev.mqttra.broker;

import dev.mqttra.protocol.packet.ReasonCode;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a client may connect and who it is then.
 *
 * <p>Called on the broker's thread for each CONNECT from the network; clients inside the VM are the application's own
 * and are not asked. It must not block: a decision that takes long (a directory, a database) is made elsewhere and
 * completes the stage, from any thread; the broker goes on meanwhile, and the client's next packets wait. A stage that
 * fails, or an authenticator that throws, refuses the client with <i>Server unavailable</i>; one that does not answer is
 * ended by {@link BrokerConfig#connectTimeout()}.
 */
@FunctionalInterface
public interface Authenticator {

    /** Lets everybody in and believes every user name: for listeners that only trusted clients reach. */
    Authenticator ANONYMOUS = login -> CompletableFuture.completedFuture(Decision.accept(login.userName()));

    /** The decision about one login: at once as a completed stage, or later. */
    CompletionStage<Decision> authenticate(Login login);

    /**
     * What a client says about itself.
     *
     * @param clientId the client identifier; invented by the broker where the client left it empty
     * @param userName null where the client sent none
     * @param password null where the client sent none; shared, not to be modified, and not for logs
     * @param peer the address the client connects from, as text
     */
    record Login(String clientId, @Nullable String userName, byte @Nullable [] password, String peer) {
        // Not the compact form: the compiler would lose the annotation of the array.
        public Login(String clientId, @Nullable String userName, byte @Nullable [] password, String peer) {
            this.clientId = Objects.requireNonNull(clientId);
            this.userName = userName;
            this.password = password;
            this.peer = Objects.requireNonNull(peer);
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Login[clientId=" + clientId + ", userName=" + userName + ", peer=" + peer + "]";
        }
    }

    /**
     * The answer.
     *
     * @param reason {@link ReasonCode#SUCCESS}, or what CONNACK says to a refused client
     * @param userName who the client is from now on, for the {@link Authorizer} and for
     *     {@link dev.mqttra.protocol.packet.Publisher}; null for nobody in particular
     */
    record Decision(ReasonCode reason, @Nullable String userName) {
        public Decision {
            Objects.requireNonNull(reason);
            if (reason != ReasonCode.SUCCESS && !reason.isError()) {
                throw new IllegalArgumentException("a decision is SUCCESS or a code from 80 on, not " + reason);
            }
        }

        /** The client may connect, as this user. */
        public static Decision accept(@Nullable String userName) {
            return new Decision(ReasonCode.SUCCESS, userName);
        }

        /** The user name or the password is wrong: code 4 in 3.x. */
        public static Decision refuse() {
            return new Decision(ReasonCode.BAD_USER_NAME_OR_PASSWORD, null);
        }
    }
}
