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
        String cause = FailureCause.of(failure);
        if (failure instanceof UnbindableException) {
            Log.messageUnbindable(bean, delivery.toString(), cause, delayMillis);
        } else {
            Log.deliveryFailed(bean, delivery.toString(), delivery.failures(), cause, delayMillis, trace(failure));
        }
    }

    /** @param what becomes of the message, for a person */
    void givenUp(PendingDelivery delivery, Throwable failure, String what) {
        Log.givenUp(bean, delivery.toString(), delivery.failures(), FailureCause.of(failure), what, trace(failure));
    }

    /** It has not failed itself. */
    void parkedBehind(PendingDelivery delivery, String topic) {
        Log.parkedBehind(bean, delivery.toString(), topic);
    }

    /** The halves are not told of: what is found in them is. */
    void batchFailed(PendingBatch batch, Throwable failure) {
        if (!batch.isHalf()) {
            Log.batchFailed(bean, batch.toString(), FailureCause.of(failure), trace(failure));
        }
    }

    void committedDespite(Pending delivery, Throwable beanFailure) {
        Log.committedDespiteException(bean, delivery.toString(), FailureCause.of(beanFailure), trace(beanFailure));
    }

    private @Nullable Throwable trace(Throwable failure) {
        // What servers wrap around it is the same for each.
        Throwable innermost = FailureCause.innermost(failure);
        StackTraceElement[] trace = innermost.getStackTrace();
        if (trace.length == 0) {
            return null;
        }
        String kind = innermost.getClass().getName() + trace[0];
        return known.size() < MOST_KINDS && known.add(kind) ? failure : null;
    }
}
