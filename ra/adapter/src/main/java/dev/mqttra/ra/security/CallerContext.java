package dev.mqttra.ra.security;

import jakarta.resource.spi.work.SecurityContext;
import jakarta.security.auth.message.callback.CallerPrincipalCallback;
import jakarta.security.auth.message.callback.GroupPrincipalCallback;
import java.io.IOException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.jspecify.annotations.Nullable;

/** Makes a Work run as somebody, or as nobody. */
public final class CallerContext extends SecurityContext {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Caller caller;

    /** @param caller null for nobody: the server's unauthenticated caller */
    public CallerContext(@Nullable Caller caller) {
        this.caller = caller;
    }

    /** @throws SecurityException if the server cannot do it: the Work is not to run as anybody else then */
    @Override
    public void setupSecurityContext(
            CallbackHandler handler, Subject executionSubject, @Nullable Subject serviceSubject) {
        List<Callback> callbacks = new ArrayList<>();
        if (caller == null) {
            Principal nobody = null;
            callbacks.add(new CallerPrincipalCallback(executionSubject, nobody));
        } else {
            callbacks.add(new CallerPrincipalCallback(executionSubject, caller.name()));
            if (!caller.groups().isEmpty()) {
                callbacks.add(new GroupPrincipalCallback(
                        executionSubject, caller.groups().toArray(new String[0])));
            }
        }
        try {
            handler.handle(callbacks.toArray(new Callback[0]));
        } catch (IOException | UnsupportedCallbackException e) {
            throw new SecurityException("the server does not let a Work run as " + caller + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "CallerContext[" + caller + "]";
    }
}
