package dev.mqttra.ra.inbound;

import jakarta.ejb.EJBAccessException;
import jakarta.ejb.EJBException;
import java.util.Set;

/** Why a delivery failed, found among what a server wraps around it. */
final class FailureCause {
    private static final int DEEPEST = 16;

    /** What the exception that stands for the bean's says itself leads astray: of a generated method, a missing attribute. */
    private static final String MASKED =
            "masked by the server, whose own log has the bean's exception (Payara's MDB00037)";

    private FailureCause() {}

    /** For a person: what happened, without where. One line. */
    static String of(Throwable failure) {
        if (failure instanceof EndpointCall.RefusedException || failure instanceof EndpointCall.UnwritableException) {
            return failure.getMessage() + ": " + failure.getCause();
        }
        Throwable cause = innermost(failure);
        if (cause instanceof EndpointCall.NotCommittedException || cause instanceof UnbindableException) {
            return String.valueOf(cause.getMessage());
        }
        return isMasked(cause) ? MASKED : cause.toString();
    }

    /**
     * Whether the failure, or what caused it, is of one of the classes. What a server has masked is of none, so that it
     * is tried again.
     */
    static boolean isOneOf(Throwable failure, Set<String> classNames) {
        if (isMasked(innermost(failure))) {
            return false;
        }
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            for (Class<?> type = cause.getClass(); type != null; type = type.getSuperclass()) {
                if (classNames.contains(type.getName())) {
                    return true;
                }
            }
            cause = cause.getCause();
        }
        return false;
    }

    /**
     * An exception of the server's at the very bottom says nothing of what the bean threw: Payara and GlassFish mask the
     * unchecked ones of a bean whose listener interface has no methods. That a caller lacks the role says the server itself.
     */
    private static boolean isMasked(Throwable innermost) {
        return innermost instanceof EJBException && !(innermost instanceof EJBAccessException);
    }

    /** What was thrown first. */
    static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause.getCause() != null && depth < DEEPEST; depth++) {
            cause = cause.getCause();
        }
        return cause;
    }
}
