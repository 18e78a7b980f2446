package dev.mqttra.client;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Calls from any thread that wait for the owner, linked through themselves: putting one in is one compare-and-set and no
 * allocation, and only the one that finds the mailbox empty has to wake the owner.
 */
final class Mailbox {

    /** Something for the owner to do. In one mailbox, once. */
    abstract static class Call {
        private @Nullable Call next;

        /** By the owner's thread. */
        abstract void carryOut(long now);

        /** Instead of {@link #carryOut} where the owner runs no more, by any thread. */
        abstract void abandon();
    }

    private final AtomicReference<@Nullable Call> last = new AtomicReference<>();

    /** Whether the mailbox was empty. */
    boolean put(Call call) {
        Call before;
        do {
            before = last.get();
            call.next = before;
        } while (!last.compareAndSet(before, call));
        return before == null;
    }

    /** Carries out what is in the mailbox now, in the order of arrival. */
    void carryOut(long now) {
        for (Call call = takeAll(); call != null; ) {
            Call next = call.next;
            call.next = null;
            try {
                call.carryOut(now);
            } catch (RuntimeException e) {
                Log.callFailed(e); // the calls behind it are others' calls
            }
            call = next;
        }
    }

    void abandon() {
        for (Call call = takeAll(); call != null; call = call.next) {
            call.abandon();
        }
    }

    private @Nullable Call takeAll() {
        Call call = last.getAndSet(null);
        Call first = null;
        while (call != null) {
            Call before = call.next;
            call.next = first;
            first = call;
            call = before;
        }
        return first;
    }
}
