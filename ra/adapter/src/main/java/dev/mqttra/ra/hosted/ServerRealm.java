package dev.mqttra.ra.hosted;

import dev.mqttra.broker.Authenticator;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.ra.log.Log;
import dev.mqttra.ra.log.OnceAMinute;
import dev.mqttra.ra.security.Caller;
import dev.mqttra.ra.security.LoginContext;
import dev.mqttra.ra.security.SecurityInflow;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkAdapter;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkRejectedException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets devices in whose user name and password the realm of the server confirms. Each question is a Work, as the realm
 * may block (a directory, a database): a few at a time, so that logins never take the threads of beans; the next ones
 * wait, up to a bound. What is not answered in time, or by anything but a clear yes, is refused. Thread-safe by one lock,
 * in which nothing is called.
 */
final class ServerRealm implements Authenticator {
    /** Questions that are asked at the same time. */
    static final int MOST_AT_ONCE = 4;

    /** Questions that wait; one more is refused with <i>Server busy</i>. */
    static final int MOST_WAITING = 1_000;

    /** As long as the broker waits for a client altogether. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Hands a Work to the server. */
    @FunctionalInterface
    interface Works {
        /** @throws WorkException if the server takes none now */
        void schedule(Work work, WorkListener listener) throws WorkException;
    }

    private final Works works;
    private final Delays delays;
    private final ArrayDeque<Question> waiting = new ArrayDeque<>();
    /** Devices try again and again. */
    private final OnceAMinute telling = new OnceAMinute();

    private int asked;

    ServerRealm(Works works, Delays delays) {
        this.works = works;
        this.delays = delays;
    }

    @Override
    public CompletionStage<Decision> authenticate(Login login) {
        String userName = login.userName();
        byte[] password = login.password();
        if (userName == null || userName.isBlank() || password == null || password.length == 0) {
            return CompletableFuture.completedFuture(Decision.refuse());
        }
        Question question = new Question(login.peer(), new LoginContext(userName, characters(password)));
        synchronized (waiting) {
            if (waiting.size() >= MOST_WAITING) {
                question.context.clear();
                return CompletableFuture.completedFuture(Decision.refuse(ReasonCode.SERVER_BUSY, null));
            }
            waiting.add(question);
        }
        try {
            delays.after(PATIENCE.toNanos(), question::giveUp);
        } catch (RejectedExecutionException e) {
            question.giveUp();
        }
        askNext();
        return question.answer;
    }

    private static char[] characters(byte[] password) {
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(password));
        char[] characters = new char[decoded.remaining()];
        decoded.get(characters);
        Arrays.fill(decoded.array(), '\0');
        return characters;
    }

    private void askNext() {
        for (Question next = take(); next != null; next = take()) {
            try {
                works.schedule(next, next);
            } catch (WorkException | RuntimeException e) {
                next.settle(e);
            }
        }
    }

    private @Nullable Question take() {
        synchronized (waiting) {
            while (asked < MOST_AT_ONCE) {
                Question next = waiting.poll();
                if (next == null) {
                    return null;
                }
                if (!next.answer.isDone()) {
                    asked++;
                    return next;
                }
            }
            return null;
        }
    }

    /** One login, from the waiting to the answer. */
    private final class Question extends WorkAdapter implements Work, WorkContextProvider {
        private static final long serialVersionUID = 1L;

        private final String peer;
        private final transient LoginContext context;
        private final transient CompletableFuture<Decision> answer = new CompletableFuture<>();
        /** Set by whatever comes first: the server may tell a failure in several ways. */
        private final AtomicBoolean over = new AtomicBoolean();

        Question(String peer, LoginContext context) {
            this.peer = peer;
            this.context = context;
        }

        @Override
        public List<WorkContext> getWorkContexts() {
            return List.of(context);
        }

        /** The realm was asked before this runs. */
        @Override
        public void run() {
            end(null);
        }

        @Override
        public void release() {}

        @Override
        public void workRejected(WorkEvent event) {
            end(failure(event));
        }

        @Override
        public void workCompleted(WorkEvent event) {
            end(failure(event));
        }

        private static WorkException failure(WorkEvent event) {
            WorkException cause = event.getException();
            return cause == null ? new WorkException("the login was not run") : cause;
        }

        private void end(@Nullable Exception failure) {
            if (settle(failure)) {
                askNext();
            }
        }

        void giveUp() {
            refuse("the realm did not answer in " + PATIENCE.toSeconds() + " s");
        }

        /**
         * @param failure why the realm was not asked, null where it was
         * @return whether this was the first to tell
         */
        boolean settle(@Nullable Exception failure) {
            if (!over.compareAndSet(false, true)) {
                return false;
            }
            synchronized (waiting) {
                asked--;
            }
            context.clear();
            Caller caller = context.caller();
            if (failure instanceof WorkRejectedException) {
                refuse("the server has no thread: " + failure);
            } else if (failure != null) {
                refuse(SecurityInflow.REMEDY + " (" + failure + ")");
            } else if (context.failure() != null) {
                refuse("the realm failed: " + context.failure());
            } else {
                answer.complete(caller == null ? Decision.refuse() : Decision.vouch(caller.name(), caller.groups()));
            }
            return true;
        }

        /** Nobody knows whether the password is right. */
        private void refuse(String why) {
            if (answer.complete(Decision.refuse(ReasonCode.SERVER_UNAVAILABLE, null)) && telling.isDue(delays.now())) {
                Log.loginFailed(peer, why);
            }
        }

        /** For a server's list of threads. */
        @Override
        public String toString() {
            return "MQTT login";
        }
    }
}
