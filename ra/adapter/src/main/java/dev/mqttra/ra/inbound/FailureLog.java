package dev.mqttra.ra.inbound;

import dev.mqttra.ra.log.Log;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Logs failed deliveries: a line for each with its cause, the stack trace only for the first of its kind. */
final class FailureLog {
    private static final int MOST_KINDS = 64;

    private final String bean;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    FailureLog(String bean) {
        this.bean = bean;
    }

    void failed(PendingDelivery delivery, Throwable failure, long delayMillis) {
        if (failure instanceof UnbindableException) {
            Log.messageUnbindable(bean, delivery.toString(), failure.getMessage(), delayMillis);
        } else {
            Log.deliveryFailed(
                    bean, delivery.toString(), delivery.failures(), causeOf(failure), delayMillis, trace(failure));
        }
    }

    void committedDespite(PendingDelivery delivery, Throwable beanFailure) {
        Log.committedDespiteException(bean, delivery.toString(), causeOf(beanFailure), trace(beanFailure));
    }

    /** A server wraps what a bean threw; the innermost cause says what happened. */
    private static String causeOf(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause.getCause() != null && depth < 16; depth++) {
            cause = cause.getCause();
        }
        return cause instanceof EndpointCall.NotCommittedException
                ? String.valueOf(cause.getMessage())
                : cause.toString();
    }

    private @Nullable Throwable trace(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        if (trace.length == 0) {
            return null;
        }
        String kind = failure.getClass().getName() + trace[0];
        return known.size() < MOST_KINDS && known.add(kind) ? failure : null;
    }
}
