package dev.mqttra.ra.security;

import jakarta.resource.spi.work.SecurityContext;
import jakarta.security.auth.message.callback.CallerPrincipalCallback;
import jakarta.security.auth.message.callback.PasswordValidationCallback;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the realm of the server whether a password is right, and which groups the user is in. The Work that brings it finds
 * the answer when it runs: the password decides about the answer, not about whether the Work runs.
 */
public final class LoginContext extends SecurityContext {
    private static final long serialVersionUID = 1L;

    private final String userName;
    private final transient char[] password;
    private transient @Nullable Caller caller;
    private transient @Nullable Exception failure;

    /** @param password cleared when it has been asked about */
    public LoginContext(String userName, char[] password) {
        this.userName = userName;
        this.password = password;
    }

    @Override
    public void setupSecurityContext(
            CallbackHandler handler, Subject executionSubject, @Nullable Subject serviceSubject) {
        // In one call: WildFly looks at the password only where it is told a caller, and handles the first call only.
        PasswordValidationCallback proof = new PasswordValidationCallback(executionSubject, userName, password);
        CallerPrincipalCallback claim = new CallerPrincipalCallback(executionSubject, userName);
        try {
            handler.handle(new Callback[] {proof, claim});
            if (proof.getResult()) {
                caller = new Caller(userName, List.copyOf(groups(executionSubject)));
            }
        } catch (IOException | UnsupportedCallbackException | RuntimeException e) {
            failure = e;
        } finally {
            proof.clearPassword();
            clear();
        }
    }

    /** Forgets the password, also where nobody was asked about it. */
    public void clear() {
        Arrays.fill(password, '\0');
    }

    /** The user, null where the password is wrong or nobody said that it is right. */
    public @Nullable Caller caller() {
        return caller;
    }

    /** Why the realm could not be asked, null where it was. */
    public @Nullable Exception failure() {
        return failure;
    }

    /**
     * The groups that a login has put into a subject: on Payara and GlassFish principals of a class Group, on WildFly the
     * roles of its identity among the credentials. There is no common way. What is not found gives no rights.
     */
    private static Set<String> groups(Subject subject) {
        Set<String> groups = new TreeSet<>();
        for (Principal principal : subject.getPrincipals()) {
            if (principal.getClass().getSimpleName().equals("Group")) {
                groups.add(principal.getName());
            }
        }
        for (Object credential : subject.getPrivateCredentials()) {
            if (credential.getClass().getName().equals("org.wildfly.security.auth.server.SecurityIdentity")) {
                addRoles(credential, groups);
            }
        }
        return groups;
    }

    private static void addRoles(Object identity, Set<String> groups) {
        try {
            Object roles = identity.getClass().getMethod("getRoles").invoke(identity);
            if (roles instanceof Iterable<?> all) {
                all.forEach(role -> groups.add(String.valueOf(role)));
            }
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("WildFly's identity does not tell its roles: " + e, e);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "LoginContext[" + userName + "]";
    }
}
