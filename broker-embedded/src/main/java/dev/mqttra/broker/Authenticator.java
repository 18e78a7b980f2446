package dev.mqttra.broker;

import dev.mqttra.protocol.packet.ReasonCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a client may connect and who it is then: by user name and password, or, where a client of 5.0 names an
 * authentication method, by an {@link Exchange} of AUTH packets.
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
     * Begins an exchange of AUTH packets with a client of 5.0 that names an authentication method in its CONNECT
     * [5.0 4.12]. Such a client is not asked about with {@link #authenticate}: the exchange decides. An accepted client
     * may begin another one at any time, which confirms who it is while its other traffic goes on; where that one fails
     * or ends with another user name, the client is disconnected with <i>Not authorized</i>.
     *
     * @param method what the client names
     * @param login without a password where the client authenticates again
     * @return null where this authenticator does not know the method: the client is refused with <i>Bad authentication
     *     method</i>
     */
    default @Nullable Exchange exchange(String method, Login login) {
        return null;
    }

    /** One exchange with one client. Called on the broker's thread, and again only when the stage before is complete. */
    @FunctionalInterface
    interface Exchange {
        /**
         * What the client said, and what to answer: a {@link Challenge} or a {@link Decision}, at once or later. How long
         * all steps before CONNACK may take is {@link BrokerConfig#connectTimeout()}.
         *
         * @param data the authentication data of CONNECT, then of each AUTH; null where the client sent none
         */
        CompletionStage<? extends Step> next(byte @Nullable [] data);
    }

    /** A step of an exchange. */
    sealed interface Step permits Challenge, Decision {}

    /**
     * The client is to answer: AUTH with <i>Continue authentication</i>.
     *
     * @param data what to send; null for nothing
     */
    record Challenge(byte @Nullable [] data) implements Step {
        public Challenge(byte @Nullable [] data) {
            this.data = data;
        }

        /** Without the data. */
        @Override
        public String toString() {
            return "Challenge";
        }
    }

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
     * @param data the last authentication data of an {@link Exchange} that succeeds; null for none
     * @param why a reason string for a client of 5.0 that is refused, without anything secret; null for none
     * @param serverReference where to go instead, with {@link ReasonCode#USE_ANOTHER_SERVER} and
     *     {@link ReasonCode#SERVER_MOVED}, for a client of 5.0; null for nowhere
     * @param groups the groups of a user for whom this authenticator vouches; null where it does not
     */
    record Decision(
            ReasonCode reason,
            @Nullable String userName,
            byte @Nullable [] data,
            @Nullable String why,
            @Nullable String serverReference,
            @Nullable List<String> groups)
            implements Step {
        /** Those of CONNACK that an authenticator can mean; each has a return code in 3.x too. */
        private static final Set<ReasonCode> REASONS = EnumSet.of(
                ReasonCode.SUCCESS,
                ReasonCode.UNSPECIFIED_ERROR,
                ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
                ReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
                ReasonCode.BAD_USER_NAME_OR_PASSWORD,
                ReasonCode.NOT_AUTHORIZED,
                ReasonCode.SERVER_UNAVAILABLE,
                ReasonCode.SERVER_BUSY,
                ReasonCode.BANNED,
                ReasonCode.BAD_AUTHENTICATION_METHOD,
                ReasonCode.QUOTA_EXCEEDED,
                ReasonCode.USE_ANOTHER_SERVER,
                ReasonCode.SERVER_MOVED,
                ReasonCode.CONNECTION_RATE_EXCEEDED);

        public Decision(
                ReasonCode reason,
                @Nullable String userName,
                byte @Nullable [] data,
                @Nullable String why,
                @Nullable String serverReference,
                @Nullable List<String> groups) {
            this.reason = Objects.requireNonNull(reason);
            this.userName = userName;
            this.data = data;
            this.why = why;
            this.serverReference = serverReference;
            this.groups = groups == null ? null : List.copyOf(groups);
            if (!REASONS.contains(reason)) {
                throw new IllegalArgumentException("a decision is one of " + REASONS + ", not " + reason);
            }
        }

        /** The client may connect, as this user. */
        public static Decision accept(@Nullable String userName) {
            return accept(userName, null);
        }

        /** The same at the end of an {@link Exchange}, with data that convince the client of the server. */
        public static Decision accept(@Nullable String userName, byte @Nullable [] data) {
            return new Decision(ReasonCode.SUCCESS, userName, data, null, null, null);
        }

        /**
         * The client may connect, and has proved to be this user: what it publishes may have the user's rights where the
         * message goes.
         *
         * @param groups the groups that the user is in, perhaps none
         */
        public static Decision vouch(String userName, List<String> groups) {
            return new Decision(ReasonCode.SUCCESS, Objects.requireNonNull(userName), null, null, null, groups);
        }

        /** The user name or the password is wrong: code 4 in 3.x. */
        public static Decision refuse() {
            return refuse(ReasonCode.BAD_USER_NAME_OR_PASSWORD, null);
        }

        /** The client may not connect, for this reason. */
        public static Decision refuse(ReasonCode reason, @Nullable String why) {
            return new Decision(reason, null, null, why, null, null);
        }

        /**
         * The client is to use another server [5.0 4.13].
         *
         * @param forGood whether that is the server for this client from now on
         * @param serverReference its address, as {@code host:port} or as the clients expect it
         */
        public static Decision redirect(boolean forGood, String serverReference) {
            ReasonCode reason = forGood ? ReasonCode.SERVER_MOVED : ReasonCode.USE_ANOTHER_SERVER;
            return new Decision(reason, null, null, null, Objects.requireNonNull(serverReference), null);
        }

        /** Whether it confirms that the client is this user. */
        public boolean isFor(@Nullable String user) {
            return reason == ReasonCode.SUCCESS && Objects.equals(userName, user);
        }

        /** Without the data. */
        @Override
        public String toString() {
            return "Decision[" + reason + ", userName=" + userName + "]";
        }
    }
}
