package dev.mqttra.ra.fake;

import jakarta.resource.spi.work.SecurityContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import jakarta.resource.spi.work.WorkException;
import jakarta.security.auth.message.callback.CallerPrincipalCallback;
import jakarta.security.auth.message.callback.GroupPrincipalCallback;
import jakarta.security.auth.message.callback.PasswordValidationCallback;
import java.io.IOException;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;

/** The users of a fake server, and as whom each of its threads runs. */
public final class FakeRealm {
    private record User(String password, List<String> groups) {}

    /** As Payara calls it. */
    private record Group(String getName) implements Principal {
        @Override
        public String getName() {
            return getName;
        }
    }

    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final ThreadLocal<String> current = new ThreadLocal<>();
    private final AtomicInteger logins = new AtomicInteger();
    private volatile boolean supported = true;
    private volatile boolean down;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public void user(String name, String password, String... groups) {
        users.put(name, new User(password, List.of(groups)));
    }

    /** A server that sets up no security for a Work, as WildFly without configuration. */
    public void unsupported() {
        supported = false;
    }

    /** The directory behind it does not answer. */
    public void goDown() {
        down = true;
    }

    /** Passwords are looked at when the latch is open. */
    public void waitsFor(CountDownLatch latch) {
        gate = latch;
    }

    /** How often it was asked about a password. */
    public int logins() {
        return logins.get();
    }

    /** As whom this thread runs: name and groups; null for nobody. */
    public String caller() {
        return current.get();
    }

    /** What a server does before it runs a Work. */
    void begin(Work work) throws WorkException {
        if (!(work instanceof WorkContextProvider provider)) {
            return;
        }
        for (WorkContext context : provider.getWorkContexts()) {
            if (context instanceof SecurityContext security) {
                if (!supported) {
                    throw new WorkException("no callback security");
                }
                Handler handler = new Handler();
                security.setupSecurityContext(handler, new Subject(), null);
                current.set(handler.caller == null ? null : handler.caller + " " + handler.groups);
            }
        }
    }

    void end() {
        current.remove();
    }

    private final class Handler implements CallbackHandler {
        private String caller;
        private final TreeSet<String> groups = new TreeSet<>();

        @Override
        public void handle(Callback[] callbacks) throws IOException {
            for (Callback callback : callbacks) {
                if (callback instanceof PasswordValidationCallback proof) {
                    validate(proof);
                } else if (callback instanceof CallerPrincipalCallback claim) {
                    caller = claim.getName();
                } else if (callback instanceof GroupPrincipalCallback member) {
                    groups.addAll(Arrays.asList(member.getGroups()));
                }
            }
        }

        private void validate(PasswordValidationCallback proof) throws IOException {
            logins.incrementAndGet();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (down) {
                throw new IOException("the directory is down");
            }
            User user = users.get(proof.getUsername());
            boolean right = user != null && user.password.equals(new String(proof.getPassword()));
            proof.setResult(right);
            if (right) {
                user.groups.forEach(group -> proof.getSubject().getPrincipals().add(new Group(group)));
            }
        }
    }
}
